using System.Numerics;

namespace Minima.Tensors.Kernels;

/// <summary>
/// Convolutions and their gradients with respect to the input, by blocks of target rows of a sample: the block's planes are filled, and matrix tiles read
/// them through a list of tap offsets. Each result is one sum in the order of channels and taps, for all blocks.
/// </summary>
/// <remarks>Patches are not copied, as in "The indirect convolution algorithm" (Dukhan 2019), with offsets into planes instead of pointers to pixels.</remarks>
internal sealed unsafe class CorrelationJob<TLanes, V, TElement> : BlockJob
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Multiply-adds below which a second thread does not pay.</summary>
    private const double ParallelFrom = 300_000;

    private readonly CorrelationPlan<TLanes, V, TElement> plan = new();
    private TElement* source;
    private TElement* target;
    private TElement* bias;
    private bool add;
    private int rowBlocks;
    private bool writesDirectly;

    /// <summary>output = correlation of input and weight, plus bias (null: none).</summary>
    public static void Forward(in ConvolutionShape shape, TElement* input, TElement* weight, TElement* bias, TElement* output, int threads)
    {
        var job = Rent();
        try
        {
            job.source = input;
            job.target = output;
            job.bias = bias;
            job.add = false;
            job.plan.PlanForward(shape, weight, threads);
            job.RunBlocks(threads);
        }
        finally
        {
            Pooled<CorrelationJob<TLanes, V, TElement>>.Return(job);
        }
    }

    /// <summary>inputGradient = (add ? inputGradient : 0) + the transposed convolution of the output's gradient.</summary>
    public static void GradientOfInput(in ConvolutionShape shape, TElement* outputGradient, TElement* weight, TElement* inputGradient, bool add, int threads)
    {
        var job = Rent();
        try
        {
            job.source = outputGradient;
            job.target = inputGradient;
            job.bias = null;
            job.add = add;
            job.plan.PlanGradient(shape, weight, threads);
            job.RunBlocks(threads);
        }
        finally
        {
            Pooled<CorrelationJob<TLanes, V, TElement>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        var sample = block / rowBlocks;
        var begin = block % rowBlocks * plan.BlockRows;
        var end = Math.Min(plan.TargetHeight, begin + plan.BlockRows);
        int first = int.MaxValue, last = int.MinValue;
        foreach (ref readonly var pass in plan.Passes)
        {
            first = Math.Min(first, ResultAt(begin, pass));
            last = Math.Max(last, ResultAt(end, pass));
        }

        ref readonly var layout = ref plan.Layout;
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var planeElements = layout.Offset(plan.SourceChannels, 0, 0) + Planes<TLanes, V, TElement>.Slack;
        var resultRow = (((last - first) * layout.Width) + panel - 1) / panel * panel;
        nint panelElements = panel * ProductPieces<TElement>.MaximalDepth;
        nint resultElements = writesDirectly ? 0 : (nint)plan.TargetChannels * resultRow;
        var planes = (TElement*)Pooled<KernelMemory>.Own.Block.Ensure((nuint)(planeElements + panelElements + resultElements) * (nuint)sizeof(TElement));
        var image = source + ((nint)sample * plan.SourceChannels * plan.SourceHeight * plan.SourceWidth);
        Planes<TLanes, V, TElement>.Fill(layout, image, plan.SourceChannels, plan.SourceHeight, plan.SourceWidth, first, last - first + plan.Reach, plan.FirstColumn, planes);
        foreach (ref readonly var pass in plan.Passes)
        {
            var part = new Part
            {
                FirstRow = ResultAt(begin, pass),
                FirstColumn = CorrelationPlan<TLanes, V, TElement>.FirstAt(0, pass.ShiftWidth, plan.StrideWidth),
                Panel = planes + planeElements,
            };
            part.Rows = ResultAt(end, pass) - part.FirstRow;
            part.Columns = CorrelationPlan<TLanes, V, TElement>.FirstAt(plan.TargetWidth, pass.ShiftWidth, plan.StrideWidth) - part.FirstColumn;
            part.Planes = planes + ((part.FirstRow - first) * layout.Width) + part.FirstColumn - plan.FirstColumn;
            var row = ((nint)sample * plan.TargetChannels * plan.TargetHeight) + (part.FirstRow * plan.StrideHeight) + pass.ShiftHeight;
            part.Target = target + (row * plan.TargetWidth) + (part.FirstColumn * plan.StrideWidth) + pass.ShiftWidth;
            part.Results = writesDirectly ? part.Target : part.Panel + panelElements;
            part.ResultRow = writesDirectly ? plan.TargetHeight * plan.TargetWidth : resultRow;
            if (part.Rows > 0 && part.Columns > 0)
            {
                Compute(pass, part);
            }
        }
    }

    private static CorrelationJob<TLanes, V, TElement> Rent()
    {
        var job = Pooled<CorrelationJob<TLanes, V, TElement>>.Rent();
        return job;
    }

    private void RunBlocks(int threads)
    {
        // Results without a stride need no separate memory.
        writesDirectly = plan.StrideHeight == 1 && plan.StrideWidth == 1;
        rowBlocks = (plan.TargetHeight + plan.BlockRows - 1) / plan.BlockRows;
        Workers.Run(this, plan.Batch * rowBlocks, plan.Work < ParallelFrom ? 1 : threads);
    }

    /// <summary>The first result row at or after a target row.</summary>
    private int ResultAt(int row, in CorrelationPass pass) => CorrelationPlan<TLanes, V, TElement>.FirstAt(row, pass.ShiftHeight, plan.StrideHeight);

    private void Compute(in CorrelationPass pass, in Part part)
    {
        var adds = writesDirectly && (add || bias != null);
        if (writesDirectly && bias != null)
        {
            for (var channel = 0; channel < plan.TargetChannels; channel++)
            {
                new Span<TElement>(part.Results + (channel * part.ResultRow), part.Rows * part.Columns).Fill(bias[channel]);
            }
        }

        if (pass.Depth == 0)
        {
            for (var channel = 0; channel < plan.TargetChannels && !adds; channel++)
            {
                new Span<TElement>(part.Results + (channel * part.ResultRow), part.Rows * part.Columns).Clear();
            }
        }
        else
        {
            Correlate(pass, part, adds);
        }

        if (!writesDirectly)
        {
            Write(part);
        }
    }

    private void Correlate(in CorrelationPass pass, in Part part, bool adds)
    {
        var block = default(ProductBlock<TElement>);
        block.Rows = plan.TargetChannels;
        block.AIsPacked = true;
        block.CRow = part.ResultRow;
        for (int start = 0, depth; start < pass.Depth; start += depth)
        {
            depth = ProductPieces<TElement>.DepthOf(start, pass.Depth);
            block.Depth = depth;
            block.A = plan.WeightsOf(pass) + ((nint)start * plan.TargetChannels);
            block.Offsets = plan.OffsetsOf(pass) + start;
            block.Add = adds || start > 0;
            CorrelatePanels(ref block, part);
        }
    }

    private void CorrelatePanels(ref ProductBlock<TElement> block, in Part part)
    {
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var positions = part.Rows * part.Columns;
        for (var first = 0; first < positions; first += panel)
        {
            block.Columns = Math.Min(panel, positions - first);
            block.C = part.Results + first;
            var width = ProductBlocks<TLanes, V, TElement>.PackedWidth(first, positions);
            if (PlanePanels<TLanes, V, TElement>.TryMerge(plan.Layout.Width, part.Columns, first, width, out var place, out block.Merge))
            {
                block.B = part.Planes + place;
                ProductBlocks<TLanes, V, TElement>.Run<ListedRowsOfB>(block);
            }
            else
            {
                block.B = part.Panel;
                block.BIsPacked = true;
                PlanePanels<TLanes, V, TElement>.Pack(part.Planes, plan.Layout.Width, part.Columns, first, width, block.Offsets, block.Depth, part.Panel);
                ProductBlocks<TLanes, V, TElement>.Run<NoLists>(block);
            }
        }
    }

    /// <summary>Writes separately stored results to their positions.</summary>
    private void Write(in Part part)
    {
        for (var channel = 0; channel < plan.TargetChannels; channel++)
        {
            Planes<TLanes, V, TElement>.Write(
                part.Results + (channel * part.ResultRow),
                part.Columns,
                part.Rows,
                part.Columns,
                part.Target + ((nint)channel * plan.TargetHeight * plan.TargetWidth),
                (nint)plan.StrideHeight * plan.TargetWidth,
                plan.StrideWidth,
                bias == null ? TElement.Zero : bias[channel],
                add);
        }
    }

    /// <summary>The results of one pass in one block.</summary>
    private struct Part
    {
        public int FirstRow;
        public int Rows;
        public int FirstColumn;
        public int Columns;

        /// <summary>The plane of the first channel at the first result's position.</summary>
        public TElement* Planes;

        /// <summary>The memory for a packed panel.</summary>
        public TElement* Panel;

        /// <summary>The position of the first result.</summary>
        public TElement* Target;

        /// <summary>The memory that the tiles write, and the step from a channel to the next there.</summary>
        public TElement* Results;
        public nint ResultRow;
    }
}

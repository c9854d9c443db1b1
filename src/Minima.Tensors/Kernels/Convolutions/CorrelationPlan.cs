using System.Numerics;
using Minima.Reals;

namespace Minima.Tensors.Kernels;

/// <summary>
/// One set of taps that map planes to results: all taps forward; backward, those that reach the same phase of the input (with a stride, an input
/// position meets only every stride-th tap).
/// </summary>
internal struct CorrelationPass
{
    /// <summary>Result (i, j) belongs to row i * stride + shift of the target, the same for columns.</summary>
    public int ShiftHeight;
    public int ShiftWidth;

    /// <summary>The number of terms of each sum: source channels times taps.</summary>
    public int Depth;

    /// <summary>The start of the pass's tap offsets.</summary>
    public int FirstTap;
}

/// <summary>A convolution, or its gradient with respect to the input, as passes over planes, with the weights packed for the tiles.</summary>
internal sealed unsafe class CorrelationPlan<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly NativeBuffer offsetMemory = new();
    private readonly NativeBuffer weightMemory = new();
    private CorrelationPass[] passes = [];
    private PlaneLayout layout;

    public ref readonly PlaneLayout Layout => ref layout;

    public ReadOnlySpan<CorrelationPass> Passes => passes.AsSpan(0, PassCount);

    public int Batch { get; private set; }

    public int SourceChannels { get; private set; }

    public int SourceHeight { get; private set; }

    public int SourceWidth { get; private set; }

    public int TargetChannels { get; private set; }

    public int TargetHeight { get; private set; }

    public int TargetWidth { get; private set; }

    /// <summary>The step from a result to the next in the target.</summary>
    public int StrideHeight { get; private set; }

    public int StrideWidth { get; private set; }

    /// <summary>The number of rows of a plane that taps reach beyond the position's own.</summary>
    public int Reach { get; private set; }

    /// <summary>The smallest result column over all passes.</summary>
    public int FirstColumn { get; private set; }

    /// <summary>The number of target rows of a block.</summary>
    public int BlockRows { get; private set; }

    public int PassCount { get; private set; }

    /// <summary>The number of multiply-adds.</summary>
    public double Work { get; private set; }

    private int Taps { get; set; }

    /// <summary>The offset of each tap of a pass, relative to the position.</summary>
    public nint* OffsetsOf(in CorrelationPass pass) => (nint*)offsetMemory.Pointer + pass.FirstTap;

    public TElement* WeightsOf(in CorrelationPass pass) => (TElement*)weightMemory.Pointer + ((nint)pass.FirstTap * TargetChannels);

    /// <summary>The first result whose position in the target is at or after <paramref name="place"/>.</summary>
    public static int FirstAt(int place, int shift, int stride)
    {
        var distance = place - shift;
        return distance >= 0 ? (distance + stride - 1) / stride : -(-distance / stride);
    }

    public void PlanForward(in ConvolutionShape shape, TElement* weight, int threads)
    {
        Batch = shape.Batch;
        SourceChannels = shape.InputChannels;
        SourceHeight = shape.Height;
        SourceWidth = shape.Width;
        TargetChannels = shape.OutputChannels;
        TargetHeight = shape.OutputHeight;
        TargetWidth = shape.OutputWidth;
        StrideHeight = StrideWidth = 1;
        FirstColumn = 0;
        Reach = (shape.KernelHeight - 1) / shape.StrideHeight;
        layout = PlaneLayout.OfInput(shape);
        Begin(shape, 1, threads);
        Add(shape, weight, new CorrelationPass { Depth = shape.Taps }, isForward: true);
    }

    public void PlanGradient(in ConvolutionShape shape, TElement* weight, int threads)
    {
        Batch = shape.Batch;
        SourceChannels = shape.OutputChannels;
        SourceHeight = shape.OutputHeight;
        SourceWidth = shape.OutputWidth;
        TargetChannels = shape.InputChannels;
        TargetHeight = shape.Height;
        TargetWidth = shape.Width;
        StrideHeight = shape.StrideHeight;
        StrideWidth = shape.StrideWidth;
        Reach = (shape.KernelHeight - 1) / shape.StrideHeight;
        var reachWidth = (shape.KernelWidth - 1) / shape.StrideWidth;
        FirstColumn = int.MaxValue;
        var endColumn = int.MinValue;
        for (var phase = 0; phase < StrideWidth; phase++)
        {
            FirstColumn = Math.Min(FirstColumn, FirstAt(0, phase - shape.PaddingWidth, StrideWidth));
            endColumn = Math.Max(endColumn, FirstAt(TargetWidth, phase - shape.PaddingWidth, StrideWidth));
        }

        layout = new PlaneLayout
        {
            StrideHeight = 1,
            StrideWidth = 1,
            ShiftHeight = -Reach,
            ShiftWidth = -reachWidth,
            PhasesHeight = 1,
            PhasesWidth = 1,
            Width = endColumn - FirstColumn + reachWidth,
        };
        Begin(shape, StrideHeight * StrideWidth, threads);
        for (var ph = 0; ph < StrideHeight; ph++)
        {
            for (var pw = 0; pw < StrideWidth; pw++)
            {
                var taps = TapsOf(shape.KernelHeight, ph, StrideHeight) * TapsOf(shape.KernelWidth, pw, StrideWidth);
                Add(shape, weight, new CorrelationPass { ShiftHeight = ph - shape.PaddingHeight, ShiftWidth = pw - shape.PaddingWidth, Depth = shape.OutputChannels * taps }, isForward: false);
            }
        }
    }

    /// <summary>The number of a kernel's taps with a phase.</summary>
    private static int TapsOf(int kernel, int phase, int stride) => phase < kernel ? ((kernel - 1 - phase) / stride) + 1 : 0;

    /// <summary>Chooses the blocks, and allocates memory.</summary>
    private void Begin(in ConvolutionShape shape, int passCount, int threads)
    {
        // Planes and results of a block stay in the second-level cache; a small batch is divided further, so that every thread has some blocks.
        const int BlockBytes = 400_000;
        var rowBytes = (double)layout.Width * sizeof(TElement) * (((double)SourceChannels * layout.PhasesHeight * layout.PhasesWidth) + TargetChannels) / StrideHeight;
        var rows = Math.Min(TargetHeight, Math.Max(4, (int)(BlockBytes / rowBytes)));
        var wanted = threads == 1 ? 1 : ((2 * threads) + Batch - 1) / Batch;
        var blocks = Math.Max((TargetHeight + rows - 1) / rows, Math.Min(wanted, (TargetHeight + 3) / 4));
        BlockRows = (TargetHeight + blocks - 1) / blocks;
        layout.Size = (((BlockRows + StrideHeight - 1) / StrideHeight) + 1 + Reach) * layout.Width;
        Work = (double)Batch * shape.OutputHeight * shape.OutputWidth * shape.OutputChannels * shape.Taps;
        var taps = Math.Max(SourceChannels, 1) * shape.KernelHeight * shape.KernelWidth;
        offsetMemory.Ensure((nuint)(2 * taps) * (nuint)sizeof(nint));
        weightMemory.Ensure((nuint)taps * (nuint)TargetChannels * (nuint)sizeof(TElement));
        if (passes.Length < passCount)
        {
            passes = new CorrelationPass[passCount];
        }

        PassCount = 0;
        Taps = 0;
    }

    private void Add(in ConvolutionShape shape, TElement* weight, CorrelationPass pass, bool isForward)
    {
        pass.FirstTap = Taps;
        Taps += pass.Depth;
        passes[PassCount++] = pass;
        var offsets = OffsetsOf(pass);
        var places = (nint*)offsetMemory.Pointer + ((nint)SourceChannels * shape.KernelHeight * shape.KernelWidth);
        if (isForward)
        {
            layout.OffsetsOfInput(shape, 0, shape.InputChannels, offsets);
            for (nint tap = 0; tap < pass.Depth; tap++)
            {
                places[tap] = tap;
            }

            Pack(pass, weight, shape.Taps, places);
            return;
        }

        var count = 0;
        var reachWidth = -layout.ShiftWidth;
        for (var channel = 0; channel < SourceChannels; channel++)
        {
            for (var kh = pass.ShiftHeight + shape.PaddingHeight; kh < shape.KernelHeight; kh += StrideHeight)
            {
                for (var kw = pass.ShiftWidth + shape.PaddingWidth; kw < shape.KernelWidth; kw += StrideWidth)
                {
                    offsets[count] = layout.Offset(channel, 0, 0) + ((Reach - (kh / StrideHeight)) * layout.Width) + reachWidth - (kw / StrideWidth);
                    places[count++] = ((nint)channel * shape.Taps) + (kh * shape.KernelWidth) + kw;
                }
            }
        }

        Pack(pass, weight, shape.KernelHeight * shape.KernelWidth, places);
    }

    /// <summary>Packs the weights of a pass: weight(channel, term) at channel * stride + places[term].</summary>
    private void Pack(in CorrelationPass pass, TElement* weight, nint stride, nint* places)
    {
        var to = WeightsOf(pass);
        for (int start = 0, depth; start < pass.Depth; start += depth)
        {
            depth = ProductPieces<TElement>.DepthOf(start, pass.Depth);
            for (int channel = 0, rows; channel < TargetChannels; channel += rows)
            {
                rows = ProductBlocks<TLanes, V, TElement>.TileRows(channel, TargetChannels);
                for (var k = start; k < start + depth; k++)
                {
                    var from = weight + places[k] + (channel * stride);
                    for (var r = 0; r < rows; r++)
                    {
                        *to++ = from[r * stride];
                    }
                }
            }
        }
    }
}

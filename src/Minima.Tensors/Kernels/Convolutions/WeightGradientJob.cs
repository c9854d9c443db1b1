using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>
/// The gradient of a convolution with respect to its weights: for every tap and output channel, the sum over positions of planes times output gradient. Tiles
/// read the planes through a list, a row for each tap; the output gradient is packed with its channels side by side. Samples are divided into groups
/// by the shape alone; each group has its own gradient, and these are added in order.
/// </summary>
internal sealed unsafe class WeightGradientJob<TLanes, V, TElement> : BlockJob
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Multiply-adds below which a second thread does not pay.</summary>
    private const double ParallelFrom = 300_000;

    /// <summary>The most groups of samples, each with its own gradient.</summary>
    private const int MostGroups = 16;

    /// <summary>The most bytes of all groups' gradients, if there is more than one.</summary>
    private const long GroupBytes = 4 << 20;

    /// <summary>The number of positions of a piece: a panel of the packed output gradient stays in the first-level cache, or nearly.</summary>
    private const int PiecePositions = 512;

    /// <summary>The number of taps that one block sums.</summary>
    private const int TapsTogether = 32;

    private readonly NativeBuffer offsetMemory = new();
    private readonly NativeBuffer sumMemory = new();
    private ConvolutionShape shape;
    private PlaneLayout layout;
    private TElement* input;
    private TElement* outputGradient;
    private TElement* weightGradient;
    private bool add;
    private bool isAdding;
    private int groups;
    private int channelBlocks;
    private int pieceRows;
    private int packedWidth;

    private TElement* Sums => (TElement*)sumMemory.Pointer;

    /// <summary>weightGradient = (add ? weightGradient : 0) + the sum over samples and positions.</summary>
    public static void Run(in ConvolutionShape shape, TElement* input, TElement* outputGradient, TElement* weightGradient, bool add, int threads)
    {
        var job = Pooled<WeightGradientJob<TLanes, V, TElement>>.Rent();
        try
        {
            job.shape = shape;
            job.input = input;
            job.outputGradient = outputGradient;
            job.weightGradient = weightGradient;
            job.add = add;
            job.RunPhases(threads);
        }
        finally
        {
            Pooled<WeightGradientJob<TLanes, V, TElement>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        if (isAdding)
        {
            AddGroups(block);
        }
        else
        {
            RunGroup(block / channelBlocks, block % channelBlocks);
        }
    }

    private void RunPhases(int threads)
    {
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var last = shape.OutputChannels % panel;
        packedWidth = shape.OutputChannels - last + (last == 0 ? 0 : last > TLanes.Count ? panel : TLanes.Count);
        var elements = (long)shape.Taps * packedWidth;
        groups = (int)Math.Clamp(GroupBytes / (elements * sizeof(TElement)), 1, Math.Min(shape.Batch, MostGroups));
        channelBlocks = threads == 1 || groups >= 2 * threads ? 1 : Math.Min(shape.InputChannels, ((2 * threads) + groups - 1) / groups);
        layout = PlaneLayout.OfInput(shape);
        var reach = (shape.KernelHeight - 1) / shape.StrideHeight;
        layout.Size = (shape.OutputHeight + reach) * layout.Width;
        pieceRows = Math.Clamp(PiecePositions / layout.Width, 1, shape.OutputHeight);
        pieceRows = (shape.OutputHeight + ((shape.OutputHeight + pieceRows - 1) / pieceRows) - 1) / ((shape.OutputHeight + pieceRows - 1) / pieceRows);
        layout.OffsetsOfInput(shape, 0, shape.InputChannels, (nint*)offsetMemory.Ensure((nuint)shape.Taps * (nuint)sizeof(nint)));
        sumMemory.Ensure((nuint)(groups * elements) * (nuint)sizeof(TElement));
        var work = (double)elements * shape.Batch * shape.OutputHeight * shape.OutputWidth;
        isAdding = false;
        Workers.Run(this, groups * channelBlocks, work < ParallelFrom ? 1 : threads);
        isAdding = true;
        Workers.Run(this, (shape.Taps + TapsTogether - 1) / TapsTogether, elements * groups < ParallelFrom ? 1 : threads);
    }

    private void RunGroup(int group, int channelBlock)
    {
        var firstChannel = channelBlock * shape.InputChannels / channelBlocks;
        var channels = ((channelBlock + 1) * shape.InputChannels / channelBlocks) - firstChannel;
        var planeElements = layout.Offset(channels, 0, 0) + Planes<TLanes, V, TElement>.Slack;
        var pieceElements = (nint)pieceRows * shape.OutputWidth * packedWidth;
        var planes = (TElement*)Pooled<KernelMemory>.Own.Block.Ensure((nuint)(planeElements + pieceElements) * (nuint)sizeof(TElement));
        var firstTap = firstChannel * shape.KernelHeight * shape.KernelWidth;
        var block = default(ProductBlock<TElement>);
        block.Rows = channels * shape.KernelHeight * shape.KernelWidth;
        block.AColumn = 1;
        block.Depth = shape.OutputWidth;
        block.Gap = layout.Width - shape.OutputWidth;
        block.Columns = packedWidth;
        block.B = planes + planeElements;
        block.BIsPacked = true;
        block.C = Sums + ((((nint)group * shape.Taps) + firstTap) * packedWidth);
        block.CRow = packedWidth;

        // Planes hold only the block's channels, so the list of its first channel serves every block.
        block.Offsets = (nint*)offsetMemory.Pointer;
        var imageSize = (nint)shape.InputChannels * shape.Height * shape.Width;
        var outputSize = (nint)shape.OutputChannels * shape.OutputHeight * shape.OutputWidth;
        var end = (int)((group + 1L) * shape.Batch / groups);
        for (var sample = (int)((long)group * shape.Batch / groups); sample < end; sample++)
        {
            var image = input + (sample * imageSize) + ((nint)firstChannel * shape.Height * shape.Width);
            Planes<TLanes, V, TElement>.Fill(layout, image, channels, shape.Height, shape.Width, 0, layout.Size / layout.Width, 0, planes);
            for (var row = 0; row < shape.OutputHeight; row += pieceRows)
            {
                var rows = Math.Min(pieceRows, shape.OutputHeight - row);
                block.Runs = rows;
                PackGradient(outputGradient + (sample * outputSize) + ((nint)row * shape.OutputWidth), rows * shape.OutputWidth, block.B);
                block.A = planes + ((nint)row * layout.Width);
                ProductBlocks<TLanes, V, TElement>.Run<ListedRowsOfA>(block);
                block.Add = true;
            }
        }
    }

    /// <summary>Output channels side by side, position after position, panel after panel.</summary>
    private void PackGradient(TElement* from, int positions, TElement* to)
    {
        nint channelSize = shape.OutputHeight * shape.OutputWidth;
        for (var channel = 0; channel < shape.OutputChannels; channel += ProductBlocks<TLanes, V, TElement>.Panel)
        {
            ProductBlocks<TLanes, V, TElement>.PackB(from, 1, channelSize, channel, shape.OutputChannels, positions, to);
        }
    }

    /// <summary>Writes the gradients of some taps: the groups' sums in order, then transposed.</summary>
    private void AddGroups(int block)
    {
        var first = block * TapsTogether;
        var taps = Math.Min(TapsTogether, shape.Taps - first);
        var sums = Sums + ((nint)first * packedWidth);
        for (var group = 1; group < groups; group++)
        {
            AddTo(sums, sums + ((nint)group * shape.Taps * packedWidth), taps * packedWidth);
        }

        if (!add)
        {
            ProductPacking<TLanes, V, TElement>.Transpose(sums, packedWidth, taps, shape.OutputChannels, weightGradient + first, shape.Taps);
            return;
        }

        for (var channel = 0; channel < shape.OutputChannels; channel++)
        {
            var to = weightGradient + ((nint)channel * shape.Taps) + first;
            for (var tap = 0; tap < taps; tap++)
            {
                to[tap] += sums[((nint)tap * packedWidth) + channel];
            }
        }
    }

    /// <summary>Adds whole vectors: the packed width is a multiple of a vector.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void AddTo(TElement* to, TElement* from, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Add(TLanes.Load(to + i), TLanes.Load(from + i)), to + i);
        }
    }
}

using System.Numerics;
using Minima.Reals;

namespace Minima.Training.Kernels;

/// <summary>
/// Runs the samples in chunks. In a chunk, first for every block of classes: its logits, transposed, and their maxima and sums while they are in the
/// cache; then for every block: its logits become gradients in place, from which come the gradients of its weights, and its part of the hidden
/// rows' gradient. Those parts are summed in groups of blocks that depend on the sizes alone, and the groups in their order.
/// </summary>
internal sealed unsafe class LinearCrossEntropyJob<L, TLanes, V, TElement> : BlockJob
    where L : struct, ILanes<L, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private const int ChunkSamples = 256;

    /// <summary>Classes of a block: its logits and weights stay in the second-level cache. A multiple of every tile's rows.</summary>
    private const int BlockClasses = 120;

    /// <summary>Bytes of all groups' gradients, about.</summary>
    private const long GroupBytes = 4 << 20;

    private const int MostGroups = 16;

    /// <summary>Multiply-adds below which a second thread costs more than it brings.</summary>
    private const double ParallelFrom = 200_000;

    [ThreadStatic]
    private static LinearCrossEntropyJob<L, TLanes, V, TElement>? pooled;

    [ThreadStatic]
    private static NativeBuffer? packedWeight;

    private readonly LinearCrossEntropyMemory<TElement> memory = new();
    private LinearCrossEntropyArguments<TElement> arguments;
    private Phase phase;
    private int blocks;
    private int groups;
    private int paddedWidth;

    // The chunk at work.
    private int first;
    private int samples;
    private int row;

    private enum Phase
    {
        Logits,
        Join,
        Gradients,
        AddGroups,
    }

    private bool WantsGradients => arguments.HiddenGradient != null || arguments.WeightGradient != null || arguments.BiasGradient != null;

    public static double Run(in LinearCrossEntropyArguments<TElement> arguments, int threads)
    {
        CheckLabels(arguments);
        var job = pooled ?? new LinearCrossEntropyJob<L, TLanes, V, TElement>();
        pooled = null;
        try
        {
            job.arguments = arguments;
            return job.RunChunks(threads);
        }
        finally
        {
            pooled = job;
        }
    }

    public override void Run(int block)
    {
        switch (phase)
        {
            case Phase.Logits:
                ComputeLogits(block);
                break;
            case Phase.Join:
                SampleLanes<L, TElement>.Join(memory.Largest, memory.Sums, blocks, row, (nint)block * L.Count);
                break;
            case Phase.Gradients:
                for (var i = (int)((long)block * blocks / groups); i < (int)((block + 1L) * blocks / groups); i++)
                {
                    ComputeGradients(i, block, i == (int)((long)block * blocks / groups));
                }

                break;
            default:
                AddGroups(block);
                break;
        }
    }

    private static void CheckLabels(in LinearCrossEntropyArguments<TElement> arguments)
    {
        for (var i = 0; i < arguments.Samples; i++)
        {
            if (arguments.Labels[i] != arguments.IgnoredLabel && (uint)arguments.Labels[i] >= (uint)arguments.Classes)
            {
                throw new TrainingException($"Linear cross-entropy was given the label {arguments.Labels[i]} for sample {i}, but there are {arguments.Classes} classes; expected 0 to {arguments.Classes - 1}, or {arguments.IgnoredLabel} for a sample that does not count.");
            }
        }
    }

    private double RunChunks(int threads)
    {
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var chunk = Math.Min(ChunkSamples, (arguments.Samples + panel - 1) / panel * panel);
        blocks = (arguments.Classes + BlockClasses - 1) / BlockClasses;
        paddedWidth = (arguments.Width + panel - 1) / panel * panel;
        groups = (int)Math.Clamp(GroupBytes / Math.Max(1L, (long)chunk * paddedWidth * sizeof(TElement)), 1, Math.Min(MostGroups, Math.Max(1, blocks)));
        memory.Ensure(chunk, arguments.Classes, paddedWidth, blocks, arguments.HiddenGradient == null ? 0 : groups);
        double loss = 0;
        ClearIfNoSample();
        for (first = 0; first < arguments.Samples; first += chunk)
        {
            samples = Math.Min(chunk, arguments.Samples - first);
            row = (samples + panel - 1) / panel * panel;
            loss += RunChunk((double)row * arguments.Width * arguments.Classes < ParallelFrom ? 1 : threads);
        }

        return loss * arguments.Scale;
    }

    private void ClearIfNoSample()
    {
        for (nint i = 0; arguments.Samples == 0 && arguments.WeightGradient != null && i < (nint)arguments.Classes * arguments.Width; i++)
        {
            arguments.WeightGradient[i] = TElement.Zero;
        }

        if (arguments.Samples == 0 && arguments.BiasGradient != null)
        {
            new Span<TElement>(arguments.BiasGradient, arguments.Classes).Clear();
        }
    }

    private double RunChunk(int threads)
    {
        PackHidden();
        phase = Phase.Logits;
        Workers.Run(this, blocks, threads);
        phase = Phase.Join;
        Workers.Run(this, row / L.Count, threads);
        var loss = FinishSamples();
        if (WantsGradients)
        {
            phase = Phase.Gradients;
            Workers.Run(this, groups, threads);
            if (arguments.HiddenGradient != null)
            {
                phase = Phase.AddGroups;
                Workers.Run(this, samples, threads);
            }
        }

        return loss;
    }

    private void PackHidden()
    {
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var hidden = arguments.Hidden + ((nint)first * arguments.Width);
        for (int start = 0, depth; start < arguments.Width; start += depth)
        {
            // Every panel in its full width: samples that are not there are zeros.
            depth = ProductPieces<TElement>.DepthOf(start, arguments.Width);
            for (nint j = 0; j < samples; j += panel)
            {
                ProductPacking<TLanes, V, TElement>.Across(hidden + (j * arguments.Width) + start, arguments.Width, (int)Math.Min(panel, samples - j), depth, memory.HiddenAcross + ((nint)start * row) + (j * depth), panel);
            }
        }

        for (var j = 0; arguments.WeightGradient != null && j < arguments.Width; j += panel)
        {
            ProductBlocks<TLanes, V, TElement>.PackB(hidden, arguments.Width, 1, j, arguments.Width, samples, memory.HiddenAlong);
        }
    }

    private void ComputeLogits(int block)
    {
        var start = block * BlockClasses;
        var classes = Math.Min(BlockClasses, arguments.Classes - start);
        var logits = memory.Logits + ((nint)start * row);
        var begins = arguments.Bias != null || arguments.Width == 0;
        for (var c = 0; begins && c < classes; c++)
        {
            new Span<TElement>(logits + ((nint)c * row), row).Fill(arguments.Bias == null ? TElement.Zero : arguments.Bias[start + c]);
        }

        var product = default(ProductBlock<TElement>);
        product.Rows = classes;
        product.Columns = row;
        product.ARow = arguments.Width;
        product.AColumn = 1;
        product.BIsPacked = true;
        product.C = logits;
        product.CRow = row;
        for (int from = 0, depth; from < arguments.Width; from += depth)
        {
            depth = ProductPieces<TElement>.DepthOf(from, arguments.Width);
            product.Depth = depth;
            product.A = arguments.Weight + ((nint)start * arguments.Width) + from;
            product.B = memory.HiddenAcross + ((nint)from * row);
            product.Add = from > 0 || begins;
            ProductBlocks<TLanes, V, TElement>.Run<NoLists>(product);
        }

        for (var n = 0; n < samples; n++)
        {
            var c = arguments.Labels[first + n] - start;
            if ((uint)c < (uint)classes)
            {
                memory.LabelLogits[n] = logits[((nint)c * row) + n];
                logits[((nint)c * row) + n] = TElement.NegativeInfinity;
            }
        }

        SampleLanes<L, TElement>.Summarise(logits, classes, row, memory.Largest + ((nint)block * row), memory.Sums + ((nint)block * row));
    }

    /// <summary>Each sample's loss, factor and label's gradient, from the label's logit and the sum over all other classes.</summary>
    private double FinishSamples()
    {
        double loss = 0;
        for (var n = 0; n < row; n++)
        {
            memory.Factors[n] = TElement.Zero;
            memory.LabelGradients[n] = TElement.Zero;
            if (n >= samples || arguments.Labels[first + n] == arguments.IgnoredLabel)
            {
                continue;
            }

            var rest = double.CreateTruncating(memory.Sums[n]);
            var ahead = double.CreateTruncating(memory.LabelLogits[n]) - double.CreateTruncating(memory.Largest[n]);
            var own = Math.Exp(ahead);
            if (ahead > 0)
            {
                // Relative to the label: where it is far ahead, its exponential would overflow.
                var others = rest * Math.Exp(-ahead);
                loss += Log1p(others);
                memory.Factors[n] = TElement.CreateTruncating(arguments.Scale * Math.Exp(-ahead) / (1 + others));
                memory.LabelGradients[n] = TElement.CreateTruncating(-arguments.Scale * others / (1 + others));
            }
            else
            {
                loss += Math.Log(rest + own) - ahead;
                memory.Factors[n] = TElement.CreateTruncating(arguments.Scale / (rest + own));
                memory.LabelGradients[n] = TElement.CreateTruncating(-arguments.Scale * rest / (rest + own));
            }
        }

        return loss;
    }

    private static double Log1p(double x)
    {
        // Goldberg 1991: the error of 1 + x is taken back by the quotient.
        var y = 1 + x;
        return y == 1 ? x : double.IsInfinity(y) ? y : Math.Log(y) * (x / (y - 1));
    }

    private void ComputeGradients(int block, int group, bool isFirst)
    {
        var start = block * BlockClasses;
        var classes = Math.Min(BlockClasses, arguments.Classes - start);
        var gradient = memory.Logits + ((nint)start * row);
        SampleLanes<L, TElement>.ToGradient(gradient, classes, row, memory.Largest, memory.Factors);
        for (var n = 0; n < samples; n++)
        {
            var c = arguments.Labels[first + n] - start;
            if ((uint)c < (uint)classes)
            {
                gradient[((nint)c * row) + n] = memory.LabelGradients[n];
            }
        }

        for (var c = 0; c < classes && arguments.BiasGradient != null; c++)
        {
            var sum = SampleLanes<L, TElement>.Sum(gradient + ((nint)c * row), row);
            arguments.BiasGradient[start + c] = first > 0 ? arguments.BiasGradient[start + c] + sum : sum;
        }

        var product = default(ProductBlock<TElement>);
        product.BIsPacked = true;
        product.A = gradient;
        product.Columns = arguments.Width;
        if (arguments.WeightGradient != null)
        {
            product.Rows = classes;
            product.Depth = samples;
            product.ARow = row;
            product.AColumn = 1;
            product.B = memory.HiddenAlong;
            product.C = arguments.WeightGradient + ((nint)start * arguments.Width);
            product.CRow = arguments.Width;
            product.Add = first > 0;
            ProductBlocks<TLanes, V, TElement>.Run<NoLists>(product);
        }

        if (arguments.HiddenGradient != null)
        {
            product.Rows = samples;
            product.Depth = classes;
            product.ARow = 1;
            product.AColumn = row;
            product.B = (TElement*)(packedWeight ??= new NativeBuffer()).Ensure((nuint)((nint)BlockClasses * paddedWidth) * (nuint)sizeof(TElement));
            for (var j = 0; j < arguments.Width; j += ProductBlocks<TLanes, V, TElement>.Panel)
            {
                ProductBlocks<TLanes, V, TElement>.PackB(arguments.Weight + ((nint)start * arguments.Width), arguments.Width, 1, j, arguments.Width, classes, product.B);
            }

            product.C = memory.Groups + ((nint)group * samples * paddedWidth);
            product.CRow = paddedWidth;
            product.Add = !isFirst;
            ProductBlocks<TLanes, V, TElement>.Run<NoLists>(product);
        }
    }

    /// <summary>One sample's gradient: the groups' in their order.</summary>
    private void AddGroups(int sample)
    {
        var sum = memory.Groups + ((nint)sample * paddedWidth);
        for (var group = 1; group < groups; group++)
        {
            SampleLanes<L, TElement>.Add(sum + ((nint)group * samples * paddedWidth), sum, paddedWidth);
        }

        var to = arguments.HiddenGradient + ((nint)(first + sample) * arguments.Width);
        new ReadOnlySpan<TElement>(sum, arguments.Width).CopyTo(new Span<TElement>(to, arguments.Width));
    }
}

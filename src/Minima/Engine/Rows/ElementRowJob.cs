using System.Numerics;
using System.Runtime.InteropServices;
using Minima.Reals;

namespace Minima;

/// <summary>One batch of pairs of rows: computes terms of a piece (several short rows, or a part of a long one) in the first-level cache, then their sums in double.</summary>
internal sealed unsafe class ElementRowJob<TFormula, L, TElement> : RowChunks
    where TFormula : struct, IRowElementFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>A batch of more bytes than this is assumed to exceed the caches.</summary>
    private const long CacheBytes = 32L << 20;

    private const int TermsBuffer = 0;
    private const int PredictionBuffer = 1;
    private const int TargetBuffer = 2;
    private const int GradientBuffer = 3;

    private TFormula formula;
    private ElementRowBatch<TElement> batch;
    private bool streams;

    public double RunAll(in TFormula given, in ElementRowBatch<TElement> of)
    {
        formula = given;
        batch = of;
        streams = batch.Gradient != null && batch.Gradient != batch.Prediction && 3L * batch.Rows * batch.Length * sizeof(TElement) > CacheBytes;
        return RunAll(batch.Rows, batch.Length, batch.Threads);
    }

    protected override double Chunk(nint start, nint end)
    {
        var scratch = Scratch.Rent();
        var together = batch.RowWeight == null && batch.Mask == null ? Math.Max(1, Scratch.Block / batch.Length) : 1;
        double sum = 0;
        for (var row = start; row < end; row += together)
        {
            sum += Rows(scratch, row, Math.Min(together, end - row));
        }

        // Not in a finally: after an exception the garbage collector takes the scratch.
        scratch.Return();
        return sum;
    }

    /// <summary>Several short rows, or one of any length.</summary>
    private double Rows(Scratch scratch, nint first, nint count)
    {
        var length = batch.Length;
        var weight = batch.Mask != null && !batch.Mask[first] ? 0 : batch.RowWeight == null ? 1 : double.CreateTruncating(batch.RowWeight[first]);
        if (weight == 0)
        {
            if (batch.Gradient != null)
            {
                NativeMemory.Clear(batch.Gradient + (first * length), (nuint)length * (nuint)sizeof(TElement));
            }

            return Keep(first, 0);
        }

        var terms = scratch.Buffer<TElement>(TermsBuffer);
        if (length > Scratch.Block)
        {
            double sum = 0;
            for (nint at = 0; at < length; at += Scratch.Block)
            {
                var part = Math.Min(Scratch.Block, length - at);
                Piece(scratch, (first * length) + at, part, weight);
                sum += BlockSum.Of(terms, (int)part);
            }

            return Keep(first, weight * sum);
        }

        Piece(scratch, first * length, count * length, weight);
        double all = 0;
        for (nint k = 0; k < count; k++)
        {
            all += Keep(first + k, weight * BlockSum.Of(terms + (k * length), (int)length));
        }

        return all;
    }

    private double Keep(nint row, double value)
    {
        if (batch.Terms != null)
        {
            batch.Terms[row] = TElement.CreateTruncating(value);
        }

        return value;
    }

    /// <summary>Terms and gradients of up to a block of elements.</summary>
    private void Piece(Scratch scratch, nint start, nint count, double weight)
    {
        var terms = scratch.Buffer<TElement>(TermsBuffer);
        var prediction = batch.Prediction + start;
        var target = batch.Target + start;
        var gradient = batch.Gradient == null ? null : batch.Gradient + start;
        if (count >= L.Count)
        {
            Kernel(prediction, target, terms, gradient, count, weight);
            return;
        }

        // Fewer than one vector: repeated in scratch.
        var paddedPrediction = scratch.Buffer<TElement>(PredictionBuffer);
        var paddedTarget = scratch.Buffer<TElement>(TargetBuffer);
        var paddedGradient = scratch.Buffer<TElement>(GradientBuffer);
        for (nint k = 0; k < L.Count; k++)
        {
            paddedPrediction[k] = prediction[Math.Min(k, count - 1)];
            paddedTarget[k] = target[Math.Min(k, count - 1)];
        }

        Kernel(paddedPrediction, paddedTarget, terms, gradient == null ? null : paddedGradient, L.Count, weight);
        for (nint k = 0; k < count && gradient != null; k++)
        {
            gradient[k] = paddedGradient[k];
        }
    }

    private void Kernel(TElement* prediction, TElement* target, TElement* terms, TElement* gradient, nint count, double weight)
    {
        if (gradient == null)
        {
            ElementRowKernel<TFormula, L, TElement>.Value(formula, prediction, target, terms, count);
        }
        else if (streams)
        {
            ElementRowKernel<TFormula, L, TElement>.Gradient<StreamingStore<L, TElement>>(formula, prediction, target, terms, gradient, count, weight * batch.Scale);
        }
        else
        {
            ElementRowKernel<TFormula, L, TElement>.Gradient<CachedStore<L, TElement>>(formula, prediction, target, terms, gradient, count, weight * batch.Scale);
        }
    }
}

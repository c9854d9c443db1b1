using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>
/// Loops over transposed logits, [classes, samples]: each sample is a lane, so that maxima and sums over classes need nothing but lanes. The label's
/// own logit is left out of the sums (it is -infinity there), because log(sum) - z_label would cancel where the label dominates.
/// </summary>
internal static unsafe class SampleLanes<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>For each sample, the largest logit of a block of classes, at least the lowest number, and the sum of exponentials relative to it.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Summarise(TElement* logits, nint rows, nint row, TElement* largest, TElement* sums)
    {
        for (nint n = 0; n < row; n += 2 * L.Count)
        {
            var a = L.Of(LowestOf());
            var b = a;
            for (nint r = 0; r < rows; r++)
            {
                a = L.Maximum(a, L.Load(logits + (r * row) + n));
                b = L.Maximum(b, L.Load(logits + (r * row) + n + L.Count));
            }

            var sumA = L.Of(0);
            var sumB = sumA;
            for (nint r = 0; r < rows; r++)
            {
                sumA += Elementary.ExpOfNonPositive(L.Load(logits + (r * row) + n) - a);
                sumB += Elementary.ExpOfNonPositive(L.Load(logits + (r * row) + n + L.Count) - b);
            }

            L.Store(a, largest + n);
            L.Store(b, largest + n + L.Count);
            L.Store(sumA, sums + n);
            L.Store(sumB, sums + n + L.Count);
        }
    }

    /// <summary>The same of all blocks, for the samples from n on that one vector holds, in the first block's place.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Join(TElement* largest, TElement* sums, nint blocks, nint row, nint n)
    {
        var most = L.Load(largest + n);
        for (nint b = 1; b < blocks; b++)
        {
            most = L.Maximum(most, L.Load(largest + (b * row) + n));
        }

        var sum = L.Of(0);
        for (nint b = 0; b < blocks; b++)
        {
            sum = L.FusedMultiplyAdd(L.Load(sums + (b * row) + n), Elementary.ExpOfNonPositive(L.Load(largest + (b * row) + n) - most), sum);
        }

        L.Store(most, largest + n);
        L.Store(sum, sums + n);
    }

    /// <summary>Turns logits into exp(logit - largest) * factor, 0 for samples whose factor is 0.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void ToGradient(TElement* logits, nint rows, nint row, TElement* largest, TElement* factors)
    {
        for (nint n = 0; n < row; n += 2 * L.Count)
        {
            var a = L.Load(largest + n);
            var b = L.Load(largest + n + L.Count);
            var factorA = L.Load(factors + n);
            var factorB = L.Load(factors + n + L.Count);
            for (nint r = 0; r < rows; r++)
            {
                var at = logits + (r * row) + n;
                L.Store(L.Chain(Elementary.ExpOfNonPositive(L.Load(at) - a), factorA), at);
                L.Store(L.Chain(Elementary.ExpOfNonPositive(L.Load(at + L.Count) - b), factorB), at + L.Count);
            }
        }
    }

    /// <summary>to = from, or to += from; whole pairs of lanes.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Add(TElement* from, TElement* to, nint count)
    {
        for (nint i = 0; i < count; i += L.Count)
        {
            L.Store(L.Load(to + i) + L.Load(from + i), to + i);
        }
    }

    /// <summary>The sum of a row of whole lanes.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static TElement Sum(TElement* from, nint count)
    {
        var sum = L.Of(0);
        for (nint i = 0; i < count; i += L.Count)
        {
            sum += L.Load(from + i);
        }

        var lanes = stackalloc TElement[L.Count];
        L.Store(sum, lanes);
        var result = lanes[0];
        for (var i = 1; i < L.Count; i++)
        {
            result += lanes[i];
        }

        return result;
    }

    private static double LowestOf() => L.IsSingle ? float.MinValue : double.MinValue;
}

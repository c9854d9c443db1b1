using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// Logits with a constant added for each class, for the softmax kernels. The largest logit of a row is subtracted first, which is exact where it
/// matters, so that the constants keep their digits next to logits far from 0.
/// </summary>
internal static unsafe class LogitShift<L, TElement>
    where L : unmanaged, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Rows in order; <paramref name="to"/> may be the logits themselves.</summary>
    public static void Write(in SoftmaxBatch<TElement> batch, PerClass shifts, TElement* to)
    {
        var classes = (int)batch.Classes;
        var memory = Pooled<NativeBuffer>.Rent();
        var added = (TElement*)memory.Ensure((nuint)classes * (nuint)sizeof(TElement));
        for (var k = 0; k < classes; k++)
        {
            added[k] = TElement.CreateSaturating(shifts[k]);
        }

        for (nint row = 0; row < batch.Rows; row++)
        {
            var from = batch.Logits + row * classes;
            Add(from, added, Largest(from, classes), to + row * classes, classes);
        }

        Pooled<NativeBuffer>.Return(memory);
    }

    /// <summary>The largest logit; 0 if none is finite.</summary>
    private static TElement Largest(TElement* logits, int count)
    {
        var k = 0;
        var largest = TElement.NegativeInfinity;
        if (count >= L.Count)
        {
            var lanes = L.Load(logits);
            for (k = L.Count; k <= count - L.Count; k += L.Count)
            {
                lanes = L.Maximum(lanes, L.Load(logits + k));
            }

            for (var i = 0; i < L.Count; i++)
            {
                largest = TElement.Max(largest, ((TElement*)&lanes)[i]);
            }
        }

        for (; k < count; k++)
        {
            largest = TElement.Max(largest, logits[k]);
        }

        return TElement.IsInfinity(largest) ? TElement.Zero : largest;
    }

    private static void Add(TElement* logits, TElement* added, TElement largest, TElement* to, int count)
    {
        var k = 0;
        var level = L.Of(double.CreateTruncating(largest));
        for (; k <= count - L.Count; k += L.Count)
        {
            L.Store(L.Load(logits + k) - level + L.Load(added + k), to + k);
        }

        for (; k < count; k++)
        {
            to[k] = logits[k] - largest + added[k];
        }
    }
}

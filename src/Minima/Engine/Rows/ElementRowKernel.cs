using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>The innermost loops of losses that are sums over the elements of a row: terms, and gradients with respect to the prediction. Needs at least one vector; the last lanes overlap.</summary>
internal static unsafe class ElementRowKernel<TFormula, L, TElement>
    where TFormula : struct, IRowElementFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Value(TFormula formula, TElement* prediction, TElement* target, TElement* terms, nint count)
    {
        var last = count - L.Count;
        for (nint i = 0; ; i += L.Count)
        {
            i = Math.Min(i, last);
            L.Store(formula.OfElement(L.Load(prediction + i), L.Load(target + i)), terms + i);
            if (i == last)
            {
                break;
            }
        }
    }

    /// <summary>Streaming stores need memory of their own; the unaligned ends are written through the caches.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Gradient<TStore>(TFormula formula, TElement* prediction, TElement* target, TElement* terms, TElement* gradient, nint count, double scale)
        where TStore : struct, IStore<L, TElement>
    {
        var last = count - L.Count;

        // Read before the overlapping lanes are written, perhaps in place.
        var end = L.Load(prediction + last);
        var factor = L.Of(scale);
        var isStreaming = typeof(TStore) == typeof(StreamingStore<L, TElement>);
        var step = isStreaming ? L.Count - ((nint)gradient / sizeof(TElement) & (L.Count - 1)) : L.Count;
        for (nint i = 0; ;)
        {
            var x = i < last ? L.Load(prediction + i) : end;
            var y = formula.OfElement(new Dual<L, One<L>>(x, new One<L>(L.Of(1))), new Dual<L, One<L>>(L.Load(target + i), new One<L>(L.Of(0))));
            L.Store(y.Value, terms + i);
            var slope = factor * y.Slope.A;
            if (isStreaming && i > 0 && i < last)
            {
                TStore.Store(slope, gradient + i);
            }
            else
            {
                L.Store(slope, gradient + i);
            }

            if (i >= last)
            {
                break;
            }

            i = Math.Min(i + step, last);
            step = L.Count;
        }
    }
}

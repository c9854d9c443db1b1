using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Pointers of one block that a kernel reads and writes.</summary>
internal unsafe struct SumBlock<TElement>
    where TElement : unmanaged
{
    public TElement* Prediction;
    public TElement* Target;
    public TElement* Out;

    /// <summary>The pivots, which are subtracted from the elements.</summary>
    public double PredictionPivot;
    public double TargetPivot;

    /// <summary>Elements, a multiple of 16.</summary>
    public nint Count;
}

/// <summary>
/// The innermost loops of losses of sums. They compute in double for every element type: a pass over memory leaves time for it, sums lose
/// no digits, and a float result is the double one rounded once.
/// </summary>
internal static unsafe class SumKernel<TLoss, L, TElement>
    where TLoss : struct, ISumLoss
    where L : struct, ILanes<L, double>
    where TElement : unmanaged
{
    /// <summary>Adds the block to sixteen accumulators for each sum, by index mod 16, for every width of the lanes.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Sum(TLoss loss, in SumBlock<TElement> block, double* sums)
    {
        var p = block.Prediction;
        var t = block.Target;
        var count = block.Count;
        var pivotP = L.Of(block.PredictionPivot);
        var pivotT = L.Of(block.TargetPivot);
        var (a0, a1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (b0, b1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (c0, c1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (d0, d1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (e0, e1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint i = 0; i < count; i += L.Count)
        {
            var x = loss.TermsOf(Measured(p + i, pivotP), Measured(t + i, pivotT));
            if (L.Accumulates)
            {
                L.Accumulate(x.A, ref a0, ref a1);
                if (TLoss.Count > 1)
                {
                    L.Accumulate(x.B, ref b0, ref b1);
                }

                if (TLoss.Count > 2)
                {
                    L.Accumulate(x.C, ref c0, ref c1);
                }

                if (TLoss.Count > 3)
                {
                    L.Accumulate(x.D, ref d0, ref d1);
                }

                if (TLoss.Count > 4)
                {
                    L.Accumulate(x.E, ref e0, ref e1);
                }
            }
            else
            {
                var at = sums + (i & 15);
                L.Store(L.Load(at) + x.A, at);
                if (TLoss.Count > 1)
                {
                    L.Store(L.Load(at + 16) + x.B, at + 16);
                }

                if (TLoss.Count > 2)
                {
                    L.Store(L.Load(at + 32) + x.C, at + 32);
                }

                if (TLoss.Count > 3)
                {
                    L.Store(L.Load(at + 48) + x.D, at + 48);
                }

                if (TLoss.Count > 4)
                {
                    L.Store(L.Load(at + 64) + x.E, at + 64);
                }
            }
        }

        if (L.Accumulates)
        {
            a0.Store(sums);
            a1.Store(sums + 8);
            Spill(b0, b1, sums, 1);
            Spill(c0, c1, sums, 2);
            Spill(d0, d1, sums, 3);
            Spill(e0, e1, sums, 4);
        }
    }

    /// <summary>The derivative of the loss with respect to each element: that of its contribution to each sum, times the derivatives of the loss with respect to the sums.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Gradient<TProduct>(TLoss loss, in SumBlock<TElement> block, double* slopes)
        where TProduct : struct, ISumProduct
    {
        var p = block.Prediction;
        var t = block.Target;
        var output = block.Out;
        var count = block.Count;
        var pivotP = L.Of(block.PredictionPivot);
        var pivotT = L.Of(block.TargetPivot);
        var a = L.Of(slopes[0]);
        var b = TLoss.Count > 1 ? L.Of(slopes[1]) : a;
        var c = TLoss.Count > 2 ? L.Of(slopes[2]) : a;
        var d = TLoss.Count > 3 ? L.Of(slopes[3]) : a;
        var e = TLoss.Count > 4 ? L.Of(slopes[4]) : a;
        for (nint i = 0; i < count; i += L.Count)
        {
            var x = loss.TermsOf(
                new Dual<L, One<L>> { Value = Measured(p + i, pivotP), Slope = One<L>.Unit(0) },
                new Dual<L, One<L>> { Value = Measured(t + i, pivotT), Slope = One<L>.Zero });
            var gradient = TProduct.Of(x.A.Slope.A, a);
            if (TLoss.Count > 1)
            {
                gradient += TProduct.Of(x.B.Slope.A, b);
            }

            if (TLoss.Count > 2)
            {
                gradient += TProduct.Of(x.C.Slope.A, c);
            }

            if (TLoss.Count > 3)
            {
                gradient += TProduct.Of(x.D.Slope.A, d);
            }

            if (TLoss.Count > 4)
            {
                gradient += TProduct.Of(x.E.Slope.A, e);
            }

            Store(gradient, output + i);
        }
    }

    /// <summary>The second derivative: like the gradient, plus the curvature of the loss in the sums times the derivatives of the contributions.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Curvature(TLoss loss, in SumBlock<TElement> block, double* slopes, double* curvatures)
    {
        const int Most = 5;
        var first = stackalloc double[Most * 16];
        var second = stackalloc double[Most * 16];
        for (nint i = 0; i < block.Count; i += L.Count)
        {
            var x = loss.TermsOf(
                new Jet2<L>(Measured(block.Prediction + i, L.Of(block.PredictionPivot)), L.Of(1), L.Of(0)),
                new Jet2<L>(Measured(block.Target + i, L.Of(block.TargetPivot)), L.Of(0), L.Of(0)));
            Spill(x.A, 0, first, second);
            Spill(x.B, 1, first, second);
            Spill(x.C, 2, first, second);
            Spill(x.D, 3, first, second);
            Spill(x.E, 4, first, second);
            var sum = L.Of(0);
            for (var k = 0; k < TLoss.Count; k++)
            {
                sum += GuardedProduct.Of(L.Load(second + 16 * k), L.Of(slopes[k]));
                for (var j = 0; j < TLoss.Count; j++)
                {
                    sum += GuardedProduct.Of(GuardedProduct.Of(L.Load(first + 16 * k), L.Of(curvatures[k * TLoss.Count + j])), L.Load(first + 16 * j));
                }
            }

            Store(sum, block.Out + i);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Spill(Jet2<L> x, int index, double* first, double* second)
    {
        L.Store(x.First, first + 16 * index);
        L.Store(x.Second, second + 16 * index);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Spill(Vector512<double> low, Vector512<double> high, double* sums, int index)
    {
        if (TLoss.Count > index)
        {
            low.Store(sums + 16 * index);
            high.Store(sums + 16 * index + 8);
        }
    }

    /// <summary>Elements as double, minus their pivot.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L Measured(TElement* from, L pivot)
    {
        var x = Load(from);
        return TLoss.Pivot == SumPivot.None ? x : x - pivot;
    }

    [MethodImpl(AggressiveInlining)]
    private static L Load(TElement* from)
    {
        if (typeof(TElement) == typeof(double))
        {
            return L.Load((double*)from);
        }

        var single = (float*)from;
        return typeof(L) == typeof(W8) ? As(new W8(Vector512.WidenLower(Vector256.Load(single).ToVector512Unsafe())))
            : typeof(L) == typeof(W4) ? As(new W4(Vector256.WidenLower(Vector128.Load(single).ToVector256Unsafe())))
            : typeof(L) == typeof(W2) ? As(new W2(Vector128.WidenLower(Vector64.Load(single).ToVector128Unsafe())))
            : As(new F64(*single));
    }

    [MethodImpl(AggressiveInlining)]
    private static void Store(L x, TElement* to)
    {
        if (typeof(TElement) == typeof(double))
        {
            L.Store(x, (double*)to);
        }
        else if (typeof(L) == typeof(W8))
        {
            var v = Unsafe.BitCast<L, W8>(x).V;
            (Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(v) : Vector256.Narrow(v.GetLower(), v.GetUpper())).Store((float*)to);
        }
        else if (typeof(L) == typeof(W4))
        {
            var v = Unsafe.BitCast<L, W4>(x).V;
            Vector128.Narrow(v.GetLower(), v.GetUpper()).Store((float*)to);
        }
        else if (typeof(L) == typeof(W2))
        {
            var v = Unsafe.BitCast<L, W2>(x).V;
            Vector128.Narrow(v, v).GetLower().Store((float*)to);
        }
        else
        {
            *(float*)to = (float)Unsafe.BitCast<L, F64>(x).X;
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static L As<M>(M x)
        where M : struct => Unsafe.BitCast<M, L>(x);
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Gradients of softmax and log-softmax over rows, from their results: scale y (g - sum of g y), and g - e^y times the sum of g.</summary>
internal sealed unsafe class SoftmaxGradientJob : RowsJob
{
    private byte* _y;
    private byte* _gradient;
    private byte* _to;
    private int _length;
    private double _scale;
    private SoftmaxKind _kind;

    public static void Run(SoftmaxKind kind, Node y, Node gradient, Node to, int length, double scale)
    {
        if (y.Count == 0) return;
        var job = Pooled<SoftmaxGradientJob>.Own;
        job._kind = kind;
        job._y = y.Pointer;
        job._gradient = gradient.Pointer;
        job._to = to.Pointer;
        job._length = length;
        job._scale = scale;
        job.RunAll(y.Count / length, length * 4, y.Type);
    }

    /// <summary>One row, optionally in place of the gradient.</summary>
    public static void Softmax<L, S, TElement>(TElement* y, TElement* gradient, TElement* to, int count, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var whole = count - (count % L.Count);
        var sum = whole > 0 ? Dot<L, TElement>(y, gradient, 0, whole) : 0;
        if (whole < count) sum += Dot<S, TElement>(y, gradient, whole, count);
        if (whole > 0) OfSoftmax<L, TElement>(y, gradient, to, 0, whole, scale, sum);
        if (whole < count) OfSoftmax<S, TElement>(y, gradient, to, whole, count, scale, sum);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var whole = _length - (_length % L.Count);
        for (var row = first; row < last; row++)
        {
            var at = (long)row * _length;
            var y = (TElement*)_y + at;
            var gradient = (TElement*)_gradient + at;
            var to = (TElement*)_to + at;
            if (_kind == SoftmaxKind.Softmax)
            {
                Softmax<L, S, TElement>(y, gradient, to, _length, _scale);
                continue;
            }

            var sum = Sum<L, TElement>(gradient, 0, whole) + Sum<S, TElement>(gradient, whole, _length);
            OfLogSoftmax<L, TElement>(y, gradient, to, 0, whole, sum);
            OfLogSoftmax<S, TElement>(y, gradient, to, whole, _length, sum);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Dot<L, TElement>(TElement* y, TElement* gradient, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        for (var i = start; i < end; i += L.Count) sums = L.FusedMultiplyAdd(L.Load(y + i), L.Load(gradient + i), sums);
        return LaneReduction.Sum<L, TElement>(sums);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Sum<L, TElement>(TElement* gradient, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        for (var i = start; i < end; i += L.Count) sums += L.Load(gradient + i);
        return LaneReduction.Sum<L, TElement>(sums);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void OfSoftmax<L, TElement>(TElement* y, TElement* gradient, TElement* to, nint start, nint end, double scale, double sum)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (factor, mean) = (L.Of(scale), L.Of(sum));
        for (var i = start; i < end; i += L.Count) L.Store(L.Load(y + i) * (factor * (L.Load(gradient + i) - mean)), to + i);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void OfLogSoftmax<L, TElement>(TElement* y, TElement* gradient, TElement* to, nint start, nint end, double sum)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var factor = L.Of(sum);
        for (var i = start; i < end; i += L.Count) L.Store(L.Load(gradient + i) - (factor * Elementary.ExpOfNonPositive(L.Load(y + i))), to + i);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>Gradients of softmax and log-softmax over rows, from what they gave: scale y (g - sum of g y), and g - e^y times the sum of g.</summary>
internal sealed unsafe class SoftmaxGradientJob : RowsJob
{
    [ThreadStatic]
    private static SoftmaxGradientJob? pooled;

    private byte* _y;
    private byte* _gradient;
    private byte* _to;
    private int _length;
    private double _scale;
    private SoftmaxKind _kind;

    public static void Run(SoftmaxKind kind, Node y, Node gradient, Node to, int length, double scale)
    {
        if (y.Count == 0) return;
        var job = pooled ??= new();
        job._kind = kind;
        job._y = y.Pointer;
        job._gradient = gradient.Pointer;
        job._to = to.Pointer;
        job._length = length;
        job._scale = scale;
        job.RunAll(y.Count / length, length * 4, y.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var at = (long)row * _length;
            if (_kind == SoftmaxKind.Softmax) Softmax<L, S, TElement>((TElement*)_y + at, (TElement*)_gradient + at, (TElement*)_to + at, _length, _scale);
            else LogSoftmax<L, S, TElement>((TElement*)_y + at, (TElement*)_gradient + at, (TElement*)_to + at, _length);
        }
    }

    /// <summary>One row, in place of the gradient if wanted.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Softmax<L, S, TElement>(TElement* y, TElement* gradient, TElement* to, nint count, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var sums = L.Of(0);
        for (; i + L.Count <= count; i += L.Count) sums = L.FusedMultiplyAdd(L.Load(y + i), L.Load(gradient + i), sums);
        double sum = 0;
        for (var k = 0; k < L.Count; k++) sum += double.CreateTruncating(((TElement*)&sums)[k]);
        for (; i < count; i++) sum += double.CreateTruncating(y[i]) * double.CreateTruncating(gradient[i]);
        for (i = 0; i + L.Count <= count; i += L.Count) L.Store(L.Load(y + i) * (scale * (L.Load(gradient + i) - sum)), to + i);
        for (; i < count; i++) S.Store(S.Load(y + i) * (scale * (S.Load(gradient + i) - sum)), to + i);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void LogSoftmax<L, S, TElement>(TElement* y, TElement* gradient, TElement* to, nint count)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var sums = L.Of(0);
        for (; i + L.Count <= count; i += L.Count) sums += L.Load(gradient + i);
        double sum = 0;
        for (var k = 0; k < L.Count; k++) sum += double.CreateTruncating(((TElement*)&sums)[k]);
        for (; i < count; i++) sum += double.CreateTruncating(gradient[i]);
        for (i = 0; i + L.Count <= count; i += L.Count) L.Store(L.Load(gradient + i) - (sum * Elementary.ExpOfNonPositive(L.Load(y + i))), to + i);
        for (; i < count; i++) S.Store(S.Load(gradient + i) - (sum * Elementary.ExpOfNonPositive(S.Load(y + i))), to + i);
    }
}

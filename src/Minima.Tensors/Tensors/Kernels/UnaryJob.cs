using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>A function of one number over all elements: its value, or its first or second derivative times other elements. All three come from one formula.</summary>
internal sealed unsafe class UnaryJob<TFunction> : RowsJob
    where TFunction : struct, IActivation
{
    private TFunction _function;
    private int _derivative;
    private void* _x;
    private void* _first;
    private void* _second;
    private void* _to;

    /// <summary>to = f(x).</summary>
    public static void Value(in TFunction function, Node x, Node to) => Run(function, 0, x, x, x, to);

    /// <summary>to = f'(x) first.</summary>
    public static void Slope(in TFunction function, Node x, Node first, Node to) => Run(function, 1, x, first, first, to);

    /// <summary>to = f''(x) first second.</summary>
    public static void Curvature(in TFunction function, Node x, Node first, Node second, Node to) => Run(function, 2, x, first, second, to);

    protected override void Rows<L, S, TElement>(int start, int end)
    {
        switch (_derivative)
        {
            case 0: ValueLoop<L, TElement>(_function, (TElement*)_x, (TElement*)_to, start, end); break;
            case 1: SlopeLoop<L, TElement>(_function, (TElement*)_x, (TElement*)_first, (TElement*)_to, start, end); break;
            default: CurvatureLoop<L, TElement>(_function, (TElement*)_x, (TElement*)_first, (TElement*)_second, (TElement*)_to, start, end); break;
        }
    }

    private static void Run(in TFunction function, int derivative, Node x, Node first, Node second, Node to)
    {
        var job = Pooled<UnaryJob<TFunction>>.Own;
        job._function = function;
        job._derivative = derivative;
        job._x = x.Pointer;
        job._first = first.Pointer;
        job._second = second.Pointer;
        job._to = to.Pointer;
        job.RunAll(to.Count, 1, to.Type);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ValueLoop<L, TElement>(TFunction function, TElement* x, TElement* to, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = start; i < end; i += L.Count) L.Store(function.Of(L.Load(x + i)), to + i);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void SlopeLoop<L, TElement>(TFunction function, TElement* x, TElement* first, TElement* to, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = start; i < end; i += L.Count)
        {
            var y = function.Of(new Dual<L, One<L>>(L.Load(x + i), One<L>.Unit(0)));
            L.Store(y.Slope.A * L.Load(first + i), to + i);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void CurvatureLoop<L, TElement>(TFunction function, TElement* x, TElement* first, TElement* second, TElement* to, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = start; i < end; i += L.Count)
        {
            var y = function.Of(new Jet2<L>(L.Load(x + i), L.Of(1), L.Of(0)));
            L.Store(y.Second * L.Load(first + i) * L.Load(second + i), to + i);
        }
    }
}

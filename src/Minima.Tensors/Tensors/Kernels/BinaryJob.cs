using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>A function of two numbers over all elements.</summary>
internal interface IBinaryFunction
{
    static abstract string Name { get; }

    static abstract T Of<T>(T x, T y)
        where T : IReal<T>;

    /// <summary>Adds the gradients of both arguments, by tensor operations.</summary>
    static abstract void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass);
}

/// <summary>
/// to = f(x, y); an argument may repeat: one element for all, one row for all rows, or one element for each row. Repeating rows are
/// processed row by row, everything else in blocks.
/// </summary>
internal sealed unsafe class BinaryJob<TFunction> : RowsJob
    where TFunction : struct, IBinaryFunction
{
    private void* _x;
    private void* _y;
    private void* _to;
    private bool _xRepeats;
    private bool _yRepeats;

    /// <summary>Both arguments as long as the result, or of one element that repeats.</summary>
    public static void Run(void* x, bool xRepeats, void* y, bool yRepeats, void* to, int count, ElementType type)
    {
        var job = Pooled<BinaryJob<TFunction>>.Own;
        job._x = x;
        job._y = y;
        job._to = to;
        job._xRepeats = xRepeats;
        job._yRepeats = yRepeats;
        job.RunAll(count, 1, type);
    }

    protected override void Rows<L, S, TElement>(int start, int end)
    {
        if (_xRepeats) ScalarFirst<L, TElement>((TElement*)_x, (TElement*)_y, (TElement*)_to, start, end);
        else if (_yRepeats) ScalarSecond<L, TElement>((TElement*)_x, (TElement*)_y, (TElement*)_to, start, end);
        else Localized<L, TElement>((TElement*)_x, (TElement*)_y, (TElement*)_to, start, end);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Localized<L, TElement>(TElement* x, TElement* y, TElement* to, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = start; i < end; i += L.Count) L.Store(TFunction.Of(L.Load(x + i), L.Load(y + i)), to + i);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ScalarFirst<L, TElement>(TElement* x, TElement* y, TElement* to, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var first = L.Of(double.CreateChecked(*x));
        for (var i = start; i < end; i += L.Count) L.Store(TFunction.Of(first, L.Load(y + i)), to + i);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ScalarSecond<L, TElement>(TElement* x, TElement* y, TElement* to, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var second = L.Of(double.CreateChecked(*y));
        for (var i = start; i < end; i += L.Count) L.Store(TFunction.Of(L.Load(x + i), second), to + i);
    }
}

/// <summary>As <see cref="BinaryJob{TFunction}"/>, for a repeating row or column: in blocks of whole rows. Tails are exact, because the next row begins there.</summary>
internal sealed unsafe class BinaryRowsJob<TFunction> : RowsJob
    where TFunction : struct, IBinaryFunction
{
    private byte* _x;
    private byte* _y;
    private byte* _to;
    private RowSteps _xSteps;
    private RowSteps _ySteps;
    private int _width;

    public static void Run(void* x, RowSteps xSteps, void* y, RowSteps ySteps, void* to, int rows, int width, ElementType type)
    {
        var job = Pooled<BinaryRowsJob<TFunction>>.Own;
        job._x = (byte*)x;
        job._y = (byte*)y;
        job._to = (byte*)to;
        job._xSteps = xSteps;
        job._ySteps = ySteps;
        job._width = width;
        job.RunAll(rows, width, type);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var width = (nint)_width;
        var whole = width - (width % L.Count);
        for (var row = first; row < last; row++)
        {
            var x = (TElement*)_x + ((long)row * _xSteps.Row);
            var y = (TElement*)_y + ((long)row * _ySteps.Row);
            var to = (TElement*)_to + ((long)row * width);
            nint i = 0;
            if (_xSteps.Element == 0 && _ySteps.Element == 0)
            {
                var both = TFunction.Of(L.Of(double.CreateChecked(*x)), L.Of(double.CreateChecked(*y)));
                for (; i < whole; i += L.Count) L.Store(both, to + i);
            }
            else if (_xSteps.Element == 0)
            {
                var scalar = L.Of(double.CreateChecked(*x));
                for (; i < whole; i += L.Count) L.Store(TFunction.Of(scalar, L.Load(y + i)), to + i);
            }
            else if (_ySteps.Element == 0)
            {
                var scalar = L.Of(double.CreateChecked(*y));
                for (; i < whole; i += L.Count) L.Store(TFunction.Of(L.Load(x + i), scalar), to + i);
            }
            else
            {
                for (; i < whole; i += L.Count) L.Store(TFunction.Of(L.Load(x + i), L.Load(y + i)), to + i);
            }

            for (; i < width; i++) S.Store(TFunction.Of(S.Load(x + (i * _xSteps.Element)), S.Load(y + (i * _ySteps.Element))), to + i);
        }
    }
}

/// <summary>The number of elements from a row to the next, and from an element to the next: 0 if it repeats, 1 for neighbours.</summary>
internal readonly record struct RowSteps(int Row, int Element);

using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Layer normalisation of rows: the mean, then the variance around it, then the result, while the row stays in the first-level cache.</summary>
internal sealed unsafe class LayerNormJob : RowsJob
{
    private byte* _from;
    private byte* _weight;
    private byte* _bias;
    private byte* _to;
    private double* _statistics;
    private int _width;
    private double _epsilon;

    /// <param name="from">Rows.</param>
    /// <param name="weight">Factors.</param>
    /// <param name="bias">Summands.</param>
    /// <param name="to">Rows.</param>
    /// <param name="statistics">In double, mean and 1 / deviation of each row.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Run(Node from, Node weight, Node bias, Node to, Node statistics, double epsilon)
    {
        var job = Pooled<LayerNormJob>.Own;
        job._from = from.Pointer;
        job._weight = weight.Pointer;
        job._bias = bias.Pointer;
        job._to = to.Pointer;
        job._statistics = (double*)statistics.Pointer;
        job._width = from.Shape[^1];
        job._epsilon = epsilon;
        job.RunAll(statistics.Shape[0], job._width, from.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var weight = (TElement*)_weight;
        var bias = (TElement*)_bias;
        var whole = _width - (_width % L.Count);
        for (var row = first; row < last; row++)
        {
            var x = (TElement*)_from + ((long)row * _width);
            var to = (TElement*)_to + ((long)row * _width);
            var sum = Sum<L, TElement>(x, 0, whole);
            if (whole < _width) sum += Sum<S, TElement>(x, whole, _width);
            var mean = sum / _width;
            var squares = Squares<L, TElement>(x, 0, whole, mean);
            if (whole < _width) squares += Squares<S, TElement>(x, whole, _width, mean);
            var scale = 1 / Math.Sqrt((squares / _width) + _epsilon);
            Write<L, TElement>(x, weight, bias, to, 0, whole, mean, scale);
            if (whole < _width) Write<S, TElement>(x, weight, bias, to, whole, _width, mean, scale);
            _statistics[2L * row] = mean;
            _statistics[(2L * row) + 1] = scale;
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Sum<L, TElement>(TElement* x, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        // Four chains of additions at once: a single one would be bound by latency.
        var sums = L.Of(0);
        var second = L.Of(0);
        var third = L.Of(0);
        var fourth = L.Of(0);
        var i = start;
        for (; i + (4 * L.Count) <= end; i += 4 * L.Count)
        {
            sums += L.Load(x + i);
            second += L.Load(x + i + L.Count);
            third += L.Load(x + i + (2 * L.Count));
            fourth += L.Load(x + i + (3 * L.Count));
        }

        for (; i < end; i += L.Count) sums += L.Load(x + i);
        return LaneReduction.Sum<L, TElement>((sums + second) + (third + fourth));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Squares<L, TElement>(TElement* x, nint start, nint end, double mean)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        var second = L.Of(0);
        var third = L.Of(0);
        var fourth = L.Of(0);
        var middle = L.Of(mean);
        var i = start;
        for (; i + (4 * L.Count) <= end; i += 4 * L.Count)
        {
            sums = PlusSquare(sums, L.Load(x + i) - middle);
            second = PlusSquare(second, L.Load(x + i + L.Count) - middle);
            third = PlusSquare(third, L.Load(x + i + (2 * L.Count)) - middle);
            fourth = PlusSquare(fourth, L.Load(x + i + (3 * L.Count)) - middle);
        }

        for (; i < end; i += L.Count) sums = PlusSquare(sums, L.Load(x + i) - middle);
        return LaneReduction.Sum<L, TElement>((sums + second) + (third + fourth));
    }

    [MethodImpl(AggressiveInlining)]
    private static L PlusSquare<L>(L sum, L difference)
        where L : struct, ILanes<L> => L.FusedMultiplyAdd(difference, difference, sum);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Write<L, TElement>(TElement* x, TElement* weight, TElement* bias, TElement* to, nint start, nint end, double mean, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (middle, factor) = (L.Of(mean), L.Of(scale));
        for (var i = start; i < end; i += L.Count) L.Store(L.FusedMultiplyAdd(factor * (L.Load(x + i) - middle), L.Load(weight + i), L.Load(bias + i)), to + i);
    }
}

/// <summary>The gradients of layer normalisation: rows of that of the input, and for each block of rows the sums for weight and bias.</summary>
internal sealed unsafe class LayerNormGradientJob : RowsJob
{
    private byte* _x;
    private byte* _weight;
    private byte* _gradient;
    private double* _statistics;
    private byte* _to;
    private byte* _sums;
    private int _width;

    /// <summary>The number of rows of sums.</summary>
    public static int Blocks(Node x)
    {
        var rows = RowsOfBlock(x.Shape[^1]);
        return ((x.Count / x.Shape[^1]) + rows - 1) / rows;
    }

    /// <param name="x">Rows.</param>
    /// <param name="weight">Factors.</param>
    /// <param name="gradient">Rows.</param>
    /// <param name="statistics">The statistics that <see cref="LayerNormJob"/> wrote.</param>
    /// <param name="to">The gradient of x.</param>
    /// <param name="sums">[blocks, 2 width]: parts of the gradients of weight and bias.</param>
    public static void Run(Node x, Node weight, Node gradient, Node statistics, Node to, Node sums)
    {
        var job = Pooled<LayerNormGradientJob>.Own;
        job._x = x.Pointer;
        job._weight = weight.Pointer;
        job._gradient = gradient.Pointer;
        job._statistics = (double*)statistics.Pointer;
        job._to = to.Pointer;
        job._sums = sums.Pointer;
        job._width = x.Shape[^1];
        job.RunAll(statistics.Shape[0], job._width, x.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var sums = (TElement*)_sums + ((long)(first / RowsOfBlock(_width)) * 2 * _width);
        new Span<TElement>(sums, 2 * _width).Clear();
        var weight = (TElement*)_weight;
        var whole = _width - (_width % L.Count);
        for (var row = first; row < last; row++)
        {
            var x = (TElement*)_x + ((long)row * _width);
            var gradient = (TElement*)_gradient + ((long)row * _width);
            var to = (TElement*)_to + ((long)row * _width);
            var mean = _statistics[2L * row];
            var scale = _statistics[(2L * row) + 1];
            double sum = 0;
            double dot = 0;
            Sums<L, TElement>(x, weight, gradient, sums, _width, 0, whole, mean, scale, ref sum, ref dot);
            if (whole < _width) Sums<S, TElement>(x, weight, gradient, sums, _width, whole, _width, mean, scale, ref sum, ref dot);

            // scale (g w - mean of g w - n mean of g w n) with n = scale (x - mean).
            var slope = dot / _width * scale;
            var average = sum / _width;
            Write<L, TElement>(x, weight, gradient, to, 0, whole, mean, scale, average, slope);
            if (whole < _width) Write<S, TElement>(x, weight, gradient, to, whole, _width, mean, scale, average, slope);
        }
    }

    /// <summary>Over a row, the sums of g w and g w n, n the normalised x; over rows, those of g n and g.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Sums<L, TElement>(TElement* x, TElement* weight, TElement* gradient, TElement* sums, nint width, nint start, nint end, double mean, double scale, ref double sum, ref double dot)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var first = L.Of(0);
        var second = L.Of(0);
        var (middle, factor) = (L.Of(mean), L.Of(scale));
        for (var i = start; i < end; i += L.Count)
        {
            var g = L.Load(gradient + i);
            var normal = factor * (L.Load(x + i) - middle);
            var weighted = g * L.Load(weight + i);
            first += weighted;
            second = L.FusedMultiplyAdd(weighted, normal, second);
            L.Store(L.FusedMultiplyAdd(g, normal, L.Load(sums + i)), sums + i);
            L.Store(L.Load(sums + width + i) + g, sums + width + i);
        }

        sum += LaneReduction.Sum<L, TElement>(first);
        dot += LaneReduction.Sum<L, TElement>(second);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Write<L, TElement>(TElement* x, TElement* weight, TElement* gradient, TElement* to, nint start, nint end, double mean, double scale, double average, double slope)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (middle, factor, shift, lean) = (L.Of(mean), L.Of(scale), L.Of(-average), L.Of(slope));
        for (var i = start; i < end; i += L.Count) L.Store(factor * (L.FusedMultiplyAdd(L.Load(gradient + i), L.Load(weight + i), shift) - (lean * (L.Load(x + i) - middle))), to + i);
    }
}

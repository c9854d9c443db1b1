using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>Layer normalisation of rows: the mean, then the variance around it, then the result, while the row is in the first-level cache.</summary>
internal sealed unsafe class LayerNormJob : RowsJob
{
    [ThreadStatic]
    private static LayerNormJob? pooled;

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
        var job = pooled ??= new();
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
        for (var row = first; row < last; row++)
        {
            var at = (long)row * _width;
            Row<L, S, TElement>((TElement*)_from + at, (TElement*)_weight, (TElement*)_bias, (TElement*)_to + at, _statistics + (2L * row), _width, _epsilon);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Row<L, S, TElement>(TElement* x, TElement* weight, TElement* bias, TElement* to, double* statistics, nint width, double epsilon)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var mean = RowSums.Sum<L, TElement>(x, width) / width;
        var square = RowSums.SquaresAround<L, TElement>(x, width, mean);
        var scale = 1 / Math.Sqrt((square / width) + epsilon);
        nint i = 0;
        for (; i + L.Count <= width; i += L.Count) L.Store(L.FusedMultiplyAdd(scale * (L.Load(x + i) - mean), L.Load(weight + i), L.Load(bias + i)), to + i);
        for (; i < width; i++) S.Store(S.FusedMultiplyAdd(scale * (S.Load(x + i) - mean), S.Load(weight + i), S.Load(bias + i)), to + i);
        statistics[0] = mean;
        statistics[1] = scale;
    }
}

/// <summary>The gradients of layer normalisation: rows of the input's, and for each block of rows the sums that weight and bias get.</summary>
internal sealed unsafe class LayerNormGradientJob : RowsJob
{
    [ThreadStatic]
    private static LayerNormGradientJob? pooled;

    private byte* _x;
    private byte* _weight;
    private byte* _gradient;
    private double* _statistics;
    private byte* _to;
    private byte* _sums;
    private int _width;

    /// <summary>How many rows of sums there are.</summary>
    public static int Blocks(Node x)
    {
        var rows = RowsOfBlock(x.Shape[^1]);
        return ((x.Count / x.Shape[^1]) + rows - 1) / rows;
    }

    /// <param name="x">Rows.</param>
    /// <param name="weight">Factors.</param>
    /// <param name="gradient">Rows.</param>
    /// <param name="statistics">What <see cref="LayerNormJob"/> wrote.</param>
    /// <param name="to">The gradient of x.</param>
    /// <param name="sums">[blocks, 2 width]: parts of the gradients of weight and bias.</param>
    public static void Run(Node x, Node weight, Node gradient, Node statistics, Node to, Node sums)
    {
        var job = pooled ??= new();
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
        for (var row = first; row < last; row++)
        {
            var at = (long)row * _width;
            var mean = _statistics[2L * row];
            var scale = _statistics[(2L * row) + 1];
            Sums<L, S, TElement>((TElement*)_x + at, (TElement*)_weight, (TElement*)_gradient + at, sums, _width, mean, scale, out var sum, out var dot);
            Row<L, S, TElement>((TElement*)_x + at, (TElement*)_weight, (TElement*)_gradient + at, (TElement*)_to + at, _width, mean, scale, sum / _width, dot / _width);
        }
    }

    /// <summary>Over a row, the sums of g w and g w n, n the normalised x; over rows, those of g n and g.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Sums<L, S, TElement>(TElement* x, TElement* weight, TElement* gradient, TElement* sums, nint width, double mean, double scale, out double sum, out double dot)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var first = L.Of(0);
        var second = L.Of(0);
        var third = L.Of(0);
        var fourth = L.Of(0);
        for (; i + (2 * L.Count) <= width; i += 2 * L.Count)
        {
            Lane<L, TElement>(x + i, weight + i, gradient + i, sums + i, width, mean, scale, ref first, ref second);
            Lane<L, TElement>(x + i + L.Count, weight + i + L.Count, gradient + i + L.Count, sums + i + L.Count, width, mean, scale, ref third, ref fourth);
        }

        for (; i + L.Count <= width; i += L.Count) Lane<L, TElement>(x + i, weight + i, gradient + i, sums + i, width, mean, scale, ref first, ref second);
        sum = RowSums.Joined<L, TElement>(first + third);
        dot = RowSums.Joined<L, TElement>(second + fourth);
        for (; i < width; i++)
        {
            var g = S.Load(gradient + i);
            var normal = scale * (S.Load(x + i) - mean);
            var weighted = g * S.Load(weight + i);
            var product = weighted * normal;
            sum += double.CreateTruncating(*(TElement*)&weighted);
            dot += double.CreateTruncating(*(TElement*)&product);
            S.Store(S.FusedMultiplyAdd(g, normal, S.Load(sums + i)), sums + i);
            S.Store(S.Load(sums + width + i) + g, sums + width + i);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Lane<L, TElement>(TElement* x, TElement* weight, TElement* gradient, TElement* sums, nint width, double mean, double scale, ref L sum, ref L dot)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var g = L.Load(gradient);
        var normal = scale * (L.Load(x) - mean);
        var weighted = g * L.Load(weight);
        sum += weighted;
        dot = L.FusedMultiplyAdd(weighted, normal, dot);
        L.Store(L.FusedMultiplyAdd(g, normal, L.Load(sums)), sums);
        L.Store(L.Load(sums + width) + g, sums + width);
    }

    /// <summary>scale (g w - mean of g w - n mean of g w n).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Row<L, S, TElement>(TElement* x, TElement* weight, TElement* gradient, TElement* to, nint width, double mean, double scale, double average, double slope)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var tilt = L.Of(-slope * scale * scale);
        var rest = L.Of(-scale * average);
        nint i = 0;
        for (; i + L.Count <= width; i += L.Count) L.Store(L.FusedMultiplyAdd(L.Load(gradient + i) * L.Load(weight + i), L.Of(scale), L.FusedMultiplyAdd(L.Load(x + i) - mean, tilt, rest)), to + i);
        for (; i < width; i++) S.Store(scale * (S.FusedMultiplyAdd(S.Load(gradient + i), S.Load(weight + i), S.Of(-average)) - (slope * (scale * (S.Load(x + i) - mean)))), to + i);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Batch normalisation of [batch, channels, positions], channel by channel: a channel has one row in every sample.</summary>
internal sealed unsafe class BatchNormJob : RowsJob
{
    private byte* _from;
    private byte* _weight;
    private byte* _bias;
    private byte* _to;
    private double* _statistics;
    private int _batch;
    private int _channels;
    private int _positions;
    private double _epsilon;

    public static void Run(Node from, Node weight, Node bias, Node to, Node statistics, double epsilon)
    {
        var job = Pooled<BatchNormJob>.Own;
        job._from = from.Pointer;
        job._weight = weight.Pointer;
        job._bias = bias.Pointer;
        job._to = to.Pointer;
        job._statistics = (double*)statistics.Pointer;
        (job._batch, job._channels, job._positions) = (from.Shape[0], from.Shape[1], from.Shape[2]);
        job._epsilon = epsilon;
        job.RunAll(job._channels, job._batch * job._positions, from.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var channel = first; channel < last; channel++)
        {
            var statistics = _statistics + (3L * channel);
            double count = (double)_batch * _positions;
            var whole = _positions - (_positions % L.Count);
            double sum = 0;
            for (var sample = 0; sample < _batch; sample++)
            {
                var x = At<TElement>(_from, sample, channel);
                sum += Sum<L, TElement>(x, 0, whole);
                if (whole < _positions) sum += Sum<S, TElement>(x, whole, _positions);
            }

            var mean = sum / count;
            double square = 0;
            for (var sample = 0; sample < _batch; sample++)
            {
                var x = At<TElement>(_from, sample, channel);
                square += Squares<L, TElement>(x, 0, whole, mean);
                if (whole < _positions) square += Squares<S, TElement>(x, whole, _positions, mean);
            }

            statistics[0] = mean;
            statistics[1] = square / count;
            statistics[2] = 1 / Math.Sqrt((square / count) + _epsilon);
            var factor = double.CreateTruncating(((TElement*)_weight)[channel]) * statistics[2];
            var summand = double.CreateTruncating(((TElement*)_bias)[channel]);
            for (var sample = 0; sample < _batch; sample++)
            {
                var x = At<TElement>(_from, sample, channel);
                var to = At<TElement>(_to, sample, channel);
                Write<L, TElement>(x, to, 0, whole, mean, factor, summand);
                if (whole < _positions) Write<S, TElement>(x, to, whole, _positions, mean, factor, summand);
            }
        }
    }

    private TElement* At<TElement>(byte* start, int sample, int channel)
        where TElement : unmanaged => (TElement*)start + ((((long)sample * _channels) + channel) * _positions);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Sum<L, TElement>(TElement* x, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        for (var i = start; i < end; i += L.Count) sums += L.Load(x + i);
        return LaneReduction.Sum<L, TElement>(sums);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Squares<L, TElement>(TElement* x, nint start, nint end, double mean)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        var middle = L.Of(mean);
        for (var i = start; i < end; i += L.Count)
        {
            var difference = L.Load(x + i) - middle;
            sums = L.FusedMultiplyAdd(difference, difference, sums);
        }

        return LaneReduction.Sum<L, TElement>(sums);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Write<L, TElement>(TElement* x, TElement* to, nint start, nint end, double mean, double factor, double summand)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (middle, slope, shift) = (L.Of(mean), L.Of(factor), L.Of(summand));
        for (var i = start; i < end; i += L.Count) L.Store(L.FusedMultiplyAdd(slope, L.Load(x + i) - middle, shift), to + i);
    }
}

/// <summary>The gradients of batch normalisation, channel by channel.</summary>
internal sealed unsafe class BatchNormGradientJob : RowsJob
{
    private byte* _x;
    private byte* _weight;
    private byte* _gradient;
    private double* _statistics;
    private byte* _to;
    private byte* _ofWeight;
    private byte* _ofBias;
    private int _batch;
    private int _channels;
    private int _positions;

    public static void Run(Node x, Node weight, Node gradient, Node statistics, Node to, Node ofWeight, Node ofBias)
    {
        var job = Pooled<BatchNormGradientJob>.Own;
        job._x = x.Pointer;
        job._weight = weight.Pointer;
        job._gradient = gradient.Pointer;
        job._statistics = (double*)statistics.Pointer;
        job._to = to.Pointer;
        job._ofWeight = ofWeight.Pointer;
        job._ofBias = ofBias.Pointer;
        (job._batch, job._channels, job._positions) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        job.RunAll(job._channels, job._batch * job._positions, x.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var channel = first; channel < last; channel++)
        {
            var mean = _statistics[3L * channel];
            var scale = _statistics[(3L * channel) + 2];
            double sum = 0;
            double dot = 0;
            var whole = _positions - (_positions % L.Count);
            for (var sample = 0; sample < _batch; sample++)
            {
                var x = At<TElement>(_x, sample, channel);
                var gradient = At<TElement>(_gradient, sample, channel);
                Sums<L, TElement>(x, gradient, 0, whole, mean, ref sum, ref dot);
                if (whole < _positions) Sums<S, TElement>(x, gradient, whole, _positions, mean, ref sum, ref dot);
            }

            dot *= scale;
            ((TElement*)_ofWeight)[channel] = TElement.CreateTruncating(dot);
            ((TElement*)_ofBias)[channel] = TElement.CreateTruncating(sum);
            double count = (double)_batch * _positions;
            var factor = double.CreateTruncating(((TElement*)_weight)[channel]) * scale;
            for (var sample = 0; sample < _batch; sample++)
            {
                var x = At<TElement>(_x, sample, channel);
                var gradient = At<TElement>(_gradient, sample, channel);
                var to = At<TElement>(_to, sample, channel);
                Write<L, TElement>(x, gradient, to, 0, whole, mean, factor, sum / count, dot / count * scale);
                if (whole < _positions) Write<S, TElement>(x, gradient, to, whole, _positions, mean, factor, sum / count, dot / count * scale);
            }
        }
    }

    private TElement* At<TElement>(byte* start, int sample, int channel)
        where TElement : unmanaged => (TElement*)start + ((((long)sample * _channels) + channel) * _positions);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Sums<L, TElement>(TElement* x, TElement* gradient, nint start, nint end, double mean, ref double sum, ref double dot)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var first = L.Of(0);
        var second = L.Of(0);
        var middle = L.Of(mean);
        for (var i = start; i < end; i += L.Count)
        {
            var g = L.Load(gradient + i);
            first += g;
            second = L.FusedMultiplyAdd(g, L.Load(x + i) - middle, second);
        }

        sum += LaneReduction.Sum<L, TElement>(first);
        dot += LaneReduction.Sum<L, TElement>(second);
    }

    /// <summary>factor (g - average - slope (x - mean)).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Write<L, TElement>(TElement* x, TElement* gradient, TElement* to, nint start, nint end, double mean, double factor, double average, double slope)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (middle, all, shift, lean) = (L.Of(mean), L.Of(factor), L.Of(average), L.Of(slope));
        for (var i = start; i < end; i += L.Count) L.Store(all * (L.Load(gradient + i) - shift - (lean * (L.Load(x + i) - middle))), to + i);
    }
}

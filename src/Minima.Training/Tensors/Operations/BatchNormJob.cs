using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>Batch normalisation of [batch, channels, positions], channel by channel: each is one row for every sample.</summary>
internal sealed unsafe class BatchNormJob : RowsJob
{
    [ThreadStatic]
    private static BatchNormJob? pooled;

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
        var job = pooled ??= new();
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
            double sum = 0;
            for (var sample = 0; sample < _batch; sample++) sum += Sum<L, S, TElement>(At<TElement>(_from, sample, channel), _positions);
            var mean = sum / count;
            double square = 0;
            for (var sample = 0; sample < _batch; sample++) square += Squares<L, S, TElement>(At<TElement>(_from, sample, channel), _positions, mean);
            statistics[0] = mean;
            statistics[1] = square / count;
            statistics[2] = 1 / Math.Sqrt((square / count) + _epsilon);
            var factor = double.CreateTruncating(((TElement*)_weight)[channel]) * statistics[2];
            var summand = double.CreateTruncating(((TElement*)_bias)[channel]);
            for (var sample = 0; sample < _batch; sample++) Write<L, S, TElement>(At<TElement>(_from, sample, channel), At<TElement>(_to, sample, channel), _positions, mean, factor, summand);
        }
    }

    private TElement* At<TElement>(byte* start, int sample, int channel)
        where TElement : unmanaged => (TElement*)start + ((((long)sample * _channels) + channel) * _positions);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Sum<L, S, TElement>(TElement* x, nint count)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var sums = L.Of(0);
        for (; i + L.Count <= count; i += L.Count) sums += L.Load(x + i);
        double sum = 0;
        for (var k = 0; k < L.Count; k++) sum += double.CreateTruncating(((TElement*)&sums)[k]);
        for (; i < count; i++) sum += double.CreateTruncating(x[i]);
        return sum;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Squares<L, S, TElement>(TElement* x, nint count, double mean)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var sums = L.Of(0);
        for (; i + L.Count <= count; i += L.Count)
        {
            var difference = L.Load(x + i) - mean;
            sums = L.FusedMultiplyAdd(difference, difference, sums);
        }

        double sum = 0;
        for (var k = 0; k < L.Count; k++) sum += double.CreateTruncating(((TElement*)&sums)[k]);
        for (; i < count; i++) sum += (double.CreateTruncating(x[i]) - mean) * (double.CreateTruncating(x[i]) - mean);
        return sum;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Write<L, S, TElement>(TElement* x, TElement* to, nint count, double mean, double factor, double summand)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        for (; i + L.Count <= count; i += L.Count) L.Store((factor * (L.Load(x + i) - mean)) + summand, to + i);
        for (; i < count; i++) S.Store((factor * (S.Load(x + i) - mean)) + summand, to + i);
    }
}

/// <summary>The gradients of batch normalisation, channel by channel.</summary>
internal sealed unsafe class BatchNormGradientJob : RowsJob
{
    [ThreadStatic]
    private static BatchNormGradientJob? pooled;

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
        var job = pooled ??= new();
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
            for (var sample = 0; sample < _batch; sample++) Sums<L, S, TElement>(At<TElement>(_x, sample, channel), At<TElement>(_gradient, sample, channel), _positions, mean, ref sum, ref dot);
            dot *= scale;
            ((TElement*)_ofWeight)[channel] = TElement.CreateTruncating(dot);
            ((TElement*)_ofBias)[channel] = TElement.CreateTruncating(sum);
            double count = (double)_batch * _positions;
            var factor = double.CreateTruncating(((TElement*)_weight)[channel]) * scale;
            for (var sample = 0; sample < _batch; sample++)
            {
                Write<L, S, TElement>(At<TElement>(_x, sample, channel), At<TElement>(_gradient, sample, channel), At<TElement>(_to, sample, channel), _positions, mean, factor, sum / count, dot / count * scale);
            }
        }
    }

    private TElement* At<TElement>(byte* start, int sample, int channel)
        where TElement : unmanaged => (TElement*)start + ((((long)sample * _channels) + channel) * _positions);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Sums<L, S, TElement>(TElement* x, TElement* gradient, nint count, double mean, ref double sum, ref double dot)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var first = L.Of(0);
        var second = L.Of(0);
        for (; i + L.Count <= count; i += L.Count)
        {
            var g = L.Load(gradient + i);
            first += g;
            second = L.FusedMultiplyAdd(g, L.Load(x + i) - mean, second);
        }

        for (var k = 0; k < L.Count; k++)
        {
            sum += double.CreateTruncating(((TElement*)&first)[k]);
            dot += double.CreateTruncating(((TElement*)&second)[k]);
        }

        for (; i < count; i++)
        {
            sum += double.CreateTruncating(gradient[i]);
            dot += double.CreateTruncating(gradient[i]) * (double.CreateTruncating(x[i]) - mean);
        }
    }

    /// <summary>factor (g - average - slope (x - mean)).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Write<L, S, TElement>(TElement* x, TElement* gradient, TElement* to, nint count, double mean, double factor, double average, double slope)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        for (; i + L.Count <= count; i += L.Count) L.Store(factor * (L.Load(gradient + i) - average - (slope * (L.Load(x + i) - mean))), to + i);
        for (; i < count; i++) S.Store(factor * (S.Load(gradient + i) - average - (slope * (S.Load(x + i) - mean))), to + i);
    }
}

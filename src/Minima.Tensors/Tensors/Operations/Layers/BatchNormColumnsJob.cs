using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Batch normalisation of [batch, channels]: a lane is a channel, and sums run down the columns, in parts that are then added.</summary>
internal sealed unsafe class BatchNormColumnsJob : RowsJob
{
    /// <summary>The number of channels of a block.</summary>
    internal const int Group = 16;

    /// <summary>The number of samples summed before they are added to the total: rounding errors grow with this number, not with the batch.</summary>
    internal const int Part = 128;

    private byte* _from;
    private byte* _weight;
    private byte* _bias;
    private byte* _to;
    private double* _statistics;
    private int _batch;
    private int _channels;
    private double _epsilon;

    public static void Run(Node from, Node weight, Node bias, Node to, Node statistics, double epsilon)
    {
        var job = Pooled<BatchNormColumnsJob>.Own;
        job._from = from.Pointer;
        job._weight = weight.Pointer;
        job._bias = bias.Pointer;
        job._to = to.Pointer;
        job._statistics = (double*)statistics.Pointer;
        (job._batch, job._channels) = (from.Shape[0], from.Shape[1]);
        job._epsilon = epsilon;
        job.RunAll((job._channels + Group - 1) / Group, Group * job._batch, from.Type);
    }

    /// <summary>Writes the lanes as double, with a constant step between them.</summary>
    [MethodImpl(NoInlining)]
    internal static void Spread<L, TElement>(L x, double* to)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < L.Count; i++) to[3 * i] = double.CreateTruncating(((TElement*)&x)[i]);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var channel = first * Group;
        var end = Math.Min(last * Group, _channels);
        for (; channel + L.Count <= end; channel += L.Count) Column<L, TElement>(channel);
        for (; channel < end; channel++) Column<S, TElement>(channel);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Column<L, TElement>(int channel)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var x = (TElement*)_from + channel;
        nint step = _channels;
        var mean = Sum<L, TElement>(x, step, _batch) / _batch;
        var variance = Squares<L, TElement>(x, step, _batch, mean) / _batch;
        var scale = 1.0 / L.SquareRoot(variance + _epsilon);
        Spread<L, TElement>(mean, _statistics + (3 * channel));
        Spread<L, TElement>(variance, _statistics + (3 * channel) + 1);
        Spread<L, TElement>(scale, _statistics + (3 * channel) + 2);
        var factor = scale * L.Load((TElement*)_weight + channel);
        var summand = L.Load((TElement*)_bias + channel);
        var to = (TElement*)_to + channel;
        for (nint i = 0; i < _batch; i++) L.Store(L.FusedMultiplyAdd(factor, L.Load(x + (i * step)) - mean, summand), to + (i * step));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static L Sum<L, TElement>(TElement* x, nint step, nint batch)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var all = L.Of(0);
        for (nint i = 0; i < batch;)
        {
            var part = L.Of(0);
            for (var stop = Math.Min(i + Part, batch); i < stop; i++) part += L.Load(x + (i * step));
            all += part;
        }

        return all;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static L Squares<L, TElement>(TElement* x, nint step, nint batch, L mean)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var all = L.Of(0);
        for (nint i = 0; i < batch;)
        {
            var part = L.Of(0);
            for (var stop = Math.Min(i + Part, batch); i < stop; i++)
            {
                var difference = L.Load(x + (i * step)) - mean;
                part = L.FusedMultiplyAdd(difference, difference, part);
            }

            all += part;
        }

        return all;
    }
}

/// <summary>The gradients of batch normalisation of [batch, channels].</summary>
internal sealed unsafe class BatchNormColumnsGradientJob : RowsJob
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

    public static void Run(Node x, Node weight, Node gradient, Node statistics, Node to, Node ofWeight, Node ofBias)
    {
        var job = Pooled<BatchNormColumnsGradientJob>.Own;
        job._x = x.Pointer;
        job._weight = weight.Pointer;
        job._gradient = gradient.Pointer;
        job._statistics = (double*)statistics.Pointer;
        job._to = to.Pointer;
        job._ofWeight = ofWeight.Pointer;
        job._ofBias = ofBias.Pointer;
        (job._batch, job._channels) = (x.Shape[0], x.Shape[1]);
        job.RunAll((job._channels + BatchNormColumnsJob.Group - 1) / BatchNormColumnsJob.Group, BatchNormColumnsJob.Group * job._batch, x.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var channel = first * BatchNormColumnsJob.Group;
        var end = Math.Min(last * BatchNormColumnsJob.Group, _channels);
        for (; channel + L.Count <= end; channel += L.Count) Column<L, TElement>(channel);
        for (; channel < end; channel++) Column<S, TElement>(channel);
    }

    /// <summary>Reads the lanes that <see cref="BatchNormColumnsJob.Spread"/> wrote.</summary>
    [MethodImpl(NoInlining)]
    private static L Gathered<L, TElement>(double* from)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var x = L.Of(0);
        for (var i = 0; i < L.Count; i++) ((TElement*)&x)[i] = TElement.CreateTruncating(from[3 * i]);
        return x;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Column<L, TElement>(int channel)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var x = (TElement*)_x + channel;
        var gradient = (TElement*)_gradient + channel;
        nint step = _channels;
        var mean = Gathered<L, TElement>(_statistics + (3 * channel));
        var scale = Gathered<L, TElement>(_statistics + (3 * channel) + 2);
        var sum = L.Of(0);
        var dot = L.Of(0);
        for (nint i = 0; i < _batch;)
        {
            var first = L.Of(0);
            var second = L.Of(0);
            for (var stop = Math.Min(i + BatchNormColumnsJob.Part, _batch); i < stop; i++)
            {
                var g = L.Load(gradient + (i * step));
                first += g;
                second = L.FusedMultiplyAdd(g, L.Load(x + (i * step)) - mean, second);
            }

            sum += first;
            dot += second;
        }

        dot *= scale;
        L.Store(dot, (TElement*)_ofWeight + channel);
        L.Store(sum, (TElement*)_ofBias + channel);
        var factor = scale * L.Load((TElement*)_weight + channel);
        var average = sum / _batch;
        var slope = dot / _batch * scale;
        var to = (TElement*)_to + channel;
        for (nint i = 0; i < _batch; i++) L.Store(factor * (L.Load(gradient + (i * step)) - average - (slope * (L.Load(x + (i * step)) - mean))), to + (i * step));
    }
}

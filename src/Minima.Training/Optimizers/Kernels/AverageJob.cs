using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>average += share (w - average) over all parameters, or the exchange of both.</summary>
internal sealed unsafe class AverageJob : BlockJob
{
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _averages;
    private readonly ParameterBlocks _blocks;
    private double _share;
    private bool _swaps;

    public AverageJob(Parameter[] parameters, Tensor[] averages)
    {
        _parameters = parameters;
        _averages = averages;
        _blocks = new ParameterBlocks(parameters);
    }

    public void Blend(double share)
    {
        _share = share;
        _swaps = false;
        Workers.Run(this, _blocks.Count, _blocks.Threads);
    }

    public void Swap()
    {
        foreach (var parameter in _parameters) parameter.Value.Node.Storage!.Version++;
        _swaps = true;
        Workers.Run(this, _blocks.Count, _blocks.Threads);
    }

    public override void Run(int block)
    {
        var (parameter, start, length) = _blocks[block];
        var weights = _parameters[parameter].Value.Node;
        var size = Node.SizeOf(weights.Type);
        var w = weights.Pointer + ((long)start * size);
        var average = _averages[parameter].Node.Pointer + ((long)start * size);
        if (_swaps)
        {
            Swap(w, average, length * size);
        }
        else if (_share == 1)
        {
            // With share 1, copying is exact; average + (w - average) may differ from w by rounding.
            Buffer.MemoryCopy(w, average, (long)length * size, (long)length * size);
        }
        else if (weights.Type == ElementType.Single)
        {
            if (Vector512.IsHardwareAccelerated) Blend<V16, float>((float*)w, (float*)average, _share, length);
            else if (Vector256.IsHardwareAccelerated) Blend<V8, float>((float*)w, (float*)average, _share, length);
            else Blend<V4, float>((float*)w, (float*)average, _share, length);
        }
        else
        {
            if (Vector512.IsHardwareAccelerated) Blend<W8, double>((double*)w, (double*)average, _share, length);
            else if (Vector256.IsHardwareAccelerated) Blend<W4, double>((double*)w, (double*)average, _share, length);
            else Blend<W2, double>((double*)w, (double*)average, _share, length);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Blend<L, TElement>(TElement* weights, TElement* averages, double share, nint count)
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged
    {
        var part = L.Of(share);
        for (nint i = 0; i < count; i += L.Count)
        {
            var average = L.Load(averages + i);
            L.Store(L.FusedMultiplyAdd(L.Load(weights + i) - average, part, average), averages + i);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Swap(byte* x, byte* y, nint bytes)
    {
        for (nint i = 0; i < bytes; i += Vector512<byte>.Count)
        {
            var kept = Vector512.Load(x + i);
            Vector512.Load(y + i).Store(x + i);
            kept.Store(y + i);
        }
    }
}

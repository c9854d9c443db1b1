using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>A sum of terms over all weights, in double and in a fixed order.</summary>
internal sealed unsafe class WeightSumJob<TTerm>(IReadOnlyList<Parameter> parameters, ParameterBlocks blocks) : BlockJob
    where TTerm : struct, ISumTerm
{
    public double Sum() => SumOfBlocks(blocks.Count, blocks.Threads);

    public override void Run(int block)
    {
        var (parameter, start, length) = blocks[block];
        var weights = parameters[parameter].Value.Node;
        SetSum(block, TermSum<TTerm>.Of(weights.Pointer, weights.Pointer, weights.Type, start, length));
    }
}

/// <summary>w = (w - w clipped to [-threshold, threshold]) factor: soft threshold, exact zeros, then shrinkage. NaN stays.</summary>
internal sealed unsafe class ShrinkJob(IReadOnlyList<Parameter> parameters, ParameterBlocks blocks) : BlockJob
{
    private readonly double[] _thresholds = new double[parameters.Count];
    private readonly double[] _factors = new double[parameters.Count];

    /// <summary>The proximal step of l1 |w| + l2/2 w^2 with each parameter's rate: threshold rate l1, factor 1 / (1 + rate l2).</summary>
    public void Shrink(double[] rates, double l1, double l2)
    {
        for (var i = 0; i < rates.Length; i++)
        {
            _thresholds[i] = rates[i] * l1;
            _factors[i] = 1 / (1 + (rates[i] * l2));
            if (Moves(i)) parameters[i].Value.Node.Storage!.Version++;
        }

        Workers.Run(this, blocks.Count, blocks.Threads);
    }

    public override void Run(int block)
    {
        var (parameter, start, length) = blocks[block];
        if (!Moves(parameter)) return;
        var weights = parameters[parameter].Value.Node;
        if (weights.Type == ElementType.Single)
        {
            if (Vector512.IsHardwareAccelerated) Loop<V16, float>(weights, parameter, start, length);
            else if (Vector256.IsHardwareAccelerated) Loop<V8, float>(weights, parameter, start, length);
            else Loop<V4, float>(weights, parameter, start, length);
        }
        else
        {
            if (Vector512.IsHardwareAccelerated) Loop<W8, double>(weights, parameter, start, length);
            else if (Vector256.IsHardwareAccelerated) Loop<W4, double>(weights, parameter, start, length);
            else Loop<W2, double>(weights, parameter, start, length);
        }
    }

    private bool Moves(int parameter) => _thresholds[parameter] != 0 || _factors[parameter] != 1;

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Loop<L, TElement>(Node weights, int parameter, nint start, nint length)
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged
    {
        var w = (TElement*)weights.Pointer;
        var high = L.Of(_thresholds[parameter]);
        var low = L.Of(-_thresholds[parameter]);
        var factor = L.Of(_factors[parameter]);
        for (var i = start; i < start + length; i += L.Count)
        {
            var x = L.Load(w + i);
            L.Store(factor * (x - L.AtLeast(L.AtMost(x, high), low)), w + i);
        }
    }
}

using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>One parameter's memory for one step, and the changes to its gradient before the formula runs.</summary>
internal unsafe struct UpdateBlock
{
    public void* Parameter;
    public void* Gradient;
    public void* First;
    public void* Second;
    public void* Third;

    /// <summary>The factor of the gradient, applied first: accumulation, and clipping by norm.</summary>
    public double Scale;

    /// <summary>The bound to which the gradient is then clipped: [-Limit, Limit].</summary>
    public double Limit;

    /// <summary>The multiple of the parameter that is then added: weight decay as a penalty.</summary>
    public double Decay;

    /// <summary>The factor of the parameter before the step: decoupled weight decay.</summary>
    public double Keep;
}

/// <summary>The innermost loop of every optimizer: one pass over parameter, gradient and state.</summary>
internal static unsafe class UpdateKernel<TRule, TFormula, L, TElement>
    where TRule : struct, IUpdateRule<TRule>
    where TFormula : struct, IUpdateFormula<TRule, TFormula>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    /// <summary>Updates elements <paramref name="start"/> to <paramref name="end"/>; the last lane may reach into the spare line behind a tensor.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Run(TFormula formula, in UpdateBlock block, nint start, nint end)
    {
        var parameters = (TElement*)block.Parameter;
        var gradients = (TElement*)block.Gradient;
        var firsts = (TElement*)block.First;
        var seconds = (TElement*)block.Second;
        var thirds = (TElement*)block.Third;
        var scale = L.Of(block.Scale);
        var high = L.Of(block.Limit);
        var low = L.Of(-block.Limit);
        var decay = L.Of(block.Decay);
        var keep = L.Of(block.Keep);
        for (var i = start; i < end; i += L.Count)
        {
            var parameter = L.Load(parameters + i);
            var gradient = L.FusedMultiplyAdd(parameter, decay, L.AtLeast(L.AtMost(scale * L.Load(gradients + i), high), low));
            var first = TFormula.States > 0 ? L.Load(firsts + i) : default;
            var second = TFormula.States > 1 ? L.Load(seconds + i) : default;
            var third = TFormula.States > 2 ? L.Load(thirds + i) : default;
            parameter = keep * parameter;
            formula.Apply(ref parameter, gradient, ref first, ref second, ref third);
            L.Store(parameter, parameters + i);
            if (TFormula.States > 0) L.Store(first, firsts + i);
            if (TFormula.States > 1) L.Store(second, seconds + i);
            if (TFormula.States > 2) L.Store(third, thirds + i);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Minima.Reals;

namespace Minima;

/// <summary>The derivatives that a compiled kernel computes in addition to the value, or instead of it.</summary>
internal enum KernelKind
{
    Value,

    /// <summary>Value and the derivative with respect to the first input.</summary>
    FirstGradient,

    /// <summary>Value and every derivative that the formula declares.</summary>
    Gradients,

    /// <summary>The second derivative with respect to the first input; the others follow in order.</summary>
    Curvature,
}

/// <summary>
/// The compiled kernels of one formula with its parameters: built on first use, from the formula recorded as a symbol. Only if
/// code can be compiled at run time; otherwise, and for small batches, lanes compute bit-identical results.
/// </summary>
internal sealed class CompiledFormula<TFormula, L, TElement>
    where TFormula : struct, IPointFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    private static readonly RecentResults<Key, CompiledFormula<TFormula, L, TElement>> Recent = new();

    private readonly BoundInputs bound;
    private readonly Symbol symbol;
    private readonly double[] parameters;
    private readonly BoundKernel?[] kernels = new BoundKernel?[14];

    private CompiledFormula(TFormula formula, BoundInputs bound)
    {
        this.bound = bound;
        if (formula is ITextFormula text)
        {
            symbol = text.Symbol;
            parameters = text.Parameters.ToArray();
            return;
        }

        symbol = SymbolGraph.Record(formula, LossDescription<TFormula>.Entry);
        parameters = symbol.Graph.ParameterValues.ToArray();
    }

    /// <summary>The kernels of a formula, some of whose inputs may be bound to constants; caches those of the most recent formulas.</summary>
    public static CompiledFormula<TFormula, L, TElement> Of(in TFormula formula, BoundInputs bound = default)
    {
        var key = new Key(formula, bound);
        return Recent.TryGet(key, out var known) ? known : Recent.Add(key, new(formula, bound));
    }

    /// <summary>A kernel of this formula.</summary>
    [RequiresDynamicCode("compiled kernels are emitted at run time")]
    public BoundKernel Kernel(KernelKind kind, int input, bool streams)
    {
        var index = 2 * ((int)kind + input) + (streams ? 1 : 0);
        return kernels[index] ??= Bind(kind, input, streams);
    }

    /// <summary>The stages of a kernel of this formula, for inspection.</summary>
    public KernelPlan PlanOf(KernelKind kind) =>
        (L.IsSingle ? Plan<F32>(static x => x.X, kind, 0, streams: false) : Plan<F64>(static x => x.X, kind, 0, streams: false)).Plan;

    [RequiresDynamicCode("compiled kernels are emitted at run time")]
    private BoundKernel Bind(KernelKind kind, int input, bool streams)
    {
        var (plan, outputs) = L.IsSingle ? Plan<F32>(static x => x.X, kind, input, streams) : Plan<F64>(static x => x.X, kind, input, streams);
        return KernelCompiler<L, TElement>.Bind(plan, outputs);
    }

    /// <summary>The formula, recorded in the lane operations of one precision, with the requested derivatives.</summary>
    private (KernelPlan Plan, KernelOutputs Outputs) Plan<S>(Func<S, double> read, KernelKind kind, int input, bool streams)
        where S : struct, ILanes<S>
    {
        var graph = new MachineGraph<S>(read);
        string[] targets = [nameof(PointBlock<TElement>.FirstOut), nameof(PointBlock<TElement>.SecondOut), nameof(PointBlock<TElement>.ThirdOut), nameof(PointBlock<TElement>.FourthOut)];
        var differentiated = Enumerable.Range(0, TFormula.Arity).Where(i => (TFormula.Differentiated & (InputSet)(1 << i)) != 0).ToArray();
        int[] nodes = graph.Record(() => kind switch
        {
            KernelKind.Value => [symbol.Evaluate<Recorded<S>>(Leaves<S>(graph), parameters).Index],
            KernelKind.FirstGradient => Differentiate<S, One<Recorded<S>>>(graph, [0]),
            KernelKind.Gradients when differentiated.Length == 1 => Differentiate<S, One<Recorded<S>>>(graph, differentiated),
            KernelKind.Gradients when differentiated.Length == 2 => Differentiate<S, Two<Recorded<S>>>(graph, differentiated),
            KernelKind.Gradients when differentiated.Length == 3 => Differentiate<S, Three<Recorded<S>>>(graph, differentiated),
            KernelKind.Gradients => Differentiate<S, Four<Recorded<S>>>(graph, differentiated),
            _ => [Curve<S>(graph, input)],
        });
        string[] written = kind switch
        {
            KernelKind.Value => [],
            KernelKind.Gradients => [.. differentiated.Select(i => targets[i])],
            _ => [targets[0]],
        };
        return (new KernelPlan(graph, nodes), new KernelOutputs(written, kind < KernelKind.Curvature, streams));
    }

    /// <summary>The inputs; bound ones are arguments, except the neutral 0 and 1, which make a simpler kernel.</summary>
    private Recorded<S>[] Leaves<S>(MachineGraph graph)
        where S : struct, ILanes<S> => [.. Enumerable.Range(0, TFormula.Arity).Select(i => new Recorded<S>(bound[i] switch
        {
            null => graph.Input(i),
            0 or 1 => graph.Constant(bound[i]!.Value),
            var value => graph.Slot(value.Value),
        }))];

    private int[] Differentiate<S, P>(MachineGraph graph, int[] inputs)
        where S : struct, ILanes<S>
        where P : struct, IPartials<P, Recorded<S>>
    {
        var leaves = Leaves<S>(graph).Select((x, i) => new Dual<Recorded<S>, P>(x, inputs.Contains(i) ? P.Unit(Array.IndexOf(inputs, i)) : P.Zero)).ToArray();
        var result = symbol.Evaluate<Dual<Recorded<S>, P>>(leaves, parameters);
        return [result.Value.Index, .. inputs.Select((_, k) => graph.Derivative(result.Value.Index, P.At(result.Slope, k).Index))];
    }

    private int Curve<S>(MachineGraph graph, int input)
        where S : struct, ILanes<S>
    {
        var leaves = Leaves<S>(graph).Select((x, i) => new Jet2<Recorded<S>>(x, i == input ? Recorded<S>.Of(1) : Recorded<S>.Of(0), Recorded<S>.Of(0))).ToArray();
        var result = symbol.Evaluate<Jet2<Recorded<S>>>(leaves, parameters);
        return graph.Derivative(result.Value.Index, result.Second.Index);
    }

    private readonly record struct Key(TFormula Formula, BoundInputs Bound);
}

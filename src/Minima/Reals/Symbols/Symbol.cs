using System.Buffers;
using System.Runtime.CompilerServices;

namespace Minima.Reals;

/// <summary>
/// A formula as an expression: an index into a <see cref="SymbolGraph"/>. A loss evaluated with it records itself; the result can be
/// printed, differentiated, and evaluated with any other number type (<see cref="Evaluate{T}(ReadOnlySpan{T})"/>).
/// </summary>
/// <remarks>
/// Recording simplifies nothing, so that evaluating a recorded formula performs the same operations in the same order;
/// equal expressions are one node.
/// </remarks>
public readonly struct Symbol : IReal<Symbol>, IEquatable<Symbol>
{
    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

    internal Symbol(SymbolGraph graph, int index)
    {
        Graph = graph;
        Index = index;
    }

    /// <summary>The graph of the expression.</summary>
    public SymbolGraph Graph { get; }

    /// <summary>The index of the expression's node.</summary>
    public int Index { get; }

    /// <summary>The node itself.</summary>
    public SymbolNode Node => Graph[Index];

    public static Symbol operator +(Symbol left, Symbol right) => left.Graph.Make(SymbolKind.Add, left, right);

    public static Symbol operator -(Symbol left, Symbol right) => left.Graph.Make(SymbolKind.Subtract, left, right);

    public static Symbol operator *(Symbol left, Symbol right) => left.Graph.Make(SymbolKind.Multiply, left, right);

    public static Symbol operator /(Symbol left, Symbol right) => left.Graph.Make(SymbolKind.Divide, left, right);

    public static Symbol operator -(Symbol x) => x.Graph.Add(new SymbolNode(SymbolKind.Negate, x.Index));

    public static Symbol operator +(double left, Symbol right) => right.Graph.Constant(left) + right;

    public static Symbol operator +(Symbol left, double right) => left + left.Graph.Constant(right);

    public static Symbol operator -(double left, Symbol right) => right.Graph.Constant(left) - right;

    public static Symbol operator -(Symbol left, double right) => left - left.Graph.Constant(right);

    public static Symbol operator *(double left, Symbol right) => right.Graph.Constant(left) * right;

    public static Symbol operator *(Symbol left, double right) => left * left.Graph.Constant(right);

    public static Symbol operator /(double left, Symbol right) => right.Graph.Constant(left) / right;

    public static Symbol operator /(Symbol left, double right) => left / left.Graph.Constant(right);

    public static bool operator ==(Symbol left, Symbol right) => left.Equals(right);

    public static bool operator !=(Symbol left, Symbol right) => !left.Equals(right);

    /// <summary>A constant; or a parameter, if <paramref name="name"/> is the name of one and <paramref name="value"/> its value.</summary>
    /// <exception cref="InvalidOperationException">No formula is being recorded on this thread.</exception>
    public static Symbol Of(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        var graph = SymbolGraph.Recording ?? throw new InvalidOperationException("A symbol belongs to a graph: record a formula with SymbolGraph.Record.");
        return graph.ParameterOf(name, value) ?? graph.Add(SymbolNode.Constant(value, IsVariable(name)));
    }

    public static Symbol IfLess(Symbol left, Symbol right, Symbol yes, Symbol no) =>
        left.Graph.Add(new SymbolNode(SymbolKind.IfLess, left.Index, right.Index, yes.Index, no.Index));

    public static Symbol Apply<TPrimitive>(TPrimitive primitive, Symbol x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => x.Graph.Apply(SymbolFunction.Of(primitive), x);

    public static Symbol Apply<TPrimitive>(TPrimitive primitive, Symbol x, Symbol y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => x.Graph.Apply(SymbolFunction.Of(primitive), x, y);

    public static Symbol Apply<TPrimitive>(TPrimitive primitive, Symbol x, Symbol y, Symbol z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => x.Graph.Apply(SymbolFunction.Of(primitive), x, y, z);

    public static Symbol StraightThrough(Symbol value, Symbol path) => value.Graph.Make(SymbolKind.StraightThrough, value, path);

    /// <summary>A power whose exponent keeps its name.</summary>
    public static Symbol Pow(Symbol x, double exponent, [CallerArgumentExpression(nameof(exponent))] string name = "") =>
        x.Graph.Make(SymbolKind.Power, x, Of(exponent, name));

    public static Symbol Pow(Symbol x, Symbol y) => x.Graph.Make(SymbolKind.Power, x, y);

    /// <summary>Evaluates the expression with another number type and its recorded parameters.</summary>
    public T Evaluate<T>(ReadOnlySpan<T> inputs)
        where T : IReal<T> => Graph.Evaluate(Index, inputs, Graph.ParameterValues);

    /// <summary>Evaluates the expression with another number type and other parameters.</summary>
    public T Evaluate<T>(ReadOnlySpan<T> inputs, ReadOnlySpan<double> parameters)
        where T : IReal<T> => Graph.Evaluate(Index, inputs, parameters);

    /// <summary>True if the text of an argument is the name of a field or a variable: a number that may change.</summary>
    internal static bool IsVariable(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && !name.StartsWith("double.", StringComparison.Ordinal) && !name.StartsWith("Math.", StringComparison.Ordinal)
        && !name.AsSpan().ContainsAnyExcept(IdentifierCharacters);

    /// <summary>
    /// The derivative with respect to input <paramref name="input"/>, from the table of primitives by the same dual numbers as every
    /// gradient: the same derivatives at kinks, and 0 for 0 times an infinite slope. Constants are folded; <see cref="Simplify"/> makes it short.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Symbol Derivative(int input) => Derivative(input, guarded: true);

    /// <summary>The derivative; without guards, 0 times infinity is not handled: displayed formulas need none.</summary>
    internal Symbol Derivative(int input, bool guarded)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Graph.Inputs.Count);
        var (graph, index) = (Graph, Index);
        using var chain = Folded.Guarding(guarded);
        return graph.Record(_ =>
        {
            var inputs = new SymbolDual[graph.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = new(new(new(graph.Input(i)), i == input ? SymbolTangent.Unit(0) : SymbolTangent.Zero));
            }

            return SymbolTangent.At(graph.Evaluate<SymbolDual>(index, inputs, graph.ParameterValues).Number.Slope, 0).Symbol;
        });
    }

    /// <summary>The expression with constants folded and equal branches merged; every input gives the same number, up to rounding.</summary>
    public Symbol Fold()
    {
        var (graph, index) = (Graph, Index);
        return graph.Record(_ =>
        {
            var inputs = new Folded[graph.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = new(graph.Input(i));
            }

            return graph.Evaluate<Folded>(index, inputs, graph.ParameterValues).Symbol;
        });
    }

    /// <summary>
    /// The expression as a person would write it: exact as mathematics, without operations that serve floating point only (stable forms, guards against
    /// overflow and NaN). For display, not for execution: that is <see cref="Fold"/>.
    /// </summary>
    public Symbol Simplify() => Display.Simplifier.Of(this).ToSymbol();

    public bool Equals(Symbol other) => ReferenceEquals(Graph, other.Graph) && Index == other.Index;

    public override bool Equals(object? obj) => obj is Symbol other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Graph, Index);
}

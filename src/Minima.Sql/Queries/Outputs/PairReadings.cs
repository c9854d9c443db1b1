using Minima.Reals;
using Minima.Reals.Primitives;

namespace Minima.Sql;

/// <summary>A loss of several scores of a row, whose derivatives are computed as pairs of derivatives along each score and along each two together.</summary>
/// <param name="graph">The graph, whose first inputs are the scores.</param>
/// <param name="outputs">The number of scores.</param>
internal abstract class PairReadings(SymbolGraph graph, int outputs) : IOutputReadings
{
    private Jet2<Folded>[]? _own;

    /// <inheritdoc/>
    public Symbol Value => graph.Record(_ => Own[0].Value.Symbol);

    /// <inheritdoc/>
    public Symbol SlopeSize => graph.Record(_ => Sum(Own.Select(jet => Abs(jet.First))).Symbol);

    /// <inheritdoc/>
    public Symbol CurvatureSize => graph.Record(_ => Sum(Enumerable.Range(0, Outputs).SelectMany(k => Enumerable.Range(k, Outputs - k).Select(l => Abs(Mixed(k, l))))).Symbol);

    /// <inheritdoc/>
    public Symbol AbsoluteSlope => SlopeSize;

    /// <summary>The number of scores.</summary>
    protected int Outputs => outputs;

    /// <summary>The graph with the expressions.</summary>
    protected SymbolGraph Graph => graph;

    private Jet2<Folded>[] Own => _own ??= [.. Enumerable.Range(0, Outputs).Select(k => Along(k, k))];

    /// <inheritdoc/>
    public Symbol Gradient(int index) => graph.Record(_ => Own[index].First.Symbol);

    /// <inheritdoc/>
    /// <remarks>If negative curvature is left out, so is that between two scores.</remarks>
    public Symbol SecondDerivative(int k, int l, bool isPositive) => graph.Record(_ =>
    {
        if (!isPositive) return Mixed(k, l).Symbol;
        return k == l ? Folded.IfLess(Own[k].Second, Number(0), Number(0), Own[k].Second).Symbol : Number(0).Symbol;
    });

    /// <summary>The loss.</summary>
    /// <param name="scores">The scores, with their derivatives.</param>
    protected abstract Jet2<Folded> Read(Jet2<Folded>[] scores);

    /// <summary>A number that does not depend on the scores.</summary>
    protected static Jet2<Folded> Constant(Folded value) => new(value, Number(0), Number(0));

    protected static Folded Number(double value) => Folded.Of(value, "");

    private Folded Mixed(int k, int l) => k == l ? Own[k].Second : (Along(k, l).Second - Own[k].Second - Own[l].Second) * Number(0.5);

    private Jet2<Folded> Along(int k, int l) => Read([.. Enumerable.Range(0, Outputs).Select(at => new Jet2<Folded>(new(graph.Input(at)), Number(at == k || at == l ? 1 : 0), Number(0)))]);

    private static Folded Sum(IEnumerable<Folded> terms) => terms.Aggregate((sum, term) => sum + term);

    private static Folded Abs(Folded x) => Folded.Apply(default(Abs), x);
}

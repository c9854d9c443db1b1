using Minima.Reals;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Symbols;

public sealed class SymbolTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void A_recorded_formula_reads_as_the_formula(string key) => Verdict.Holds(new RecordedLaw(), key);

    [Fact]
    public void Parameters_keep_their_names_and_may_be_exchanged()
    {
        var symbol = SymbolGraph.Record(Loss.Create("huber", ("delta", 1.5)));
        Assert.Equal(["prediction", "target"], symbol.Graph.Inputs);
        Assert.Equal([new SymbolParameter("delta", 1.5)], symbol.Graph.Parameters);
        F64[] inputs = [new(4), new(0)];
        Assert.Equal(1.5 * (4 - 0.75), symbol.Evaluate<F64>(inputs).X);
        Assert.Equal(2 * (4 - 1.0), symbol.Evaluate<F64>(inputs, [2]).X);
    }

    [Fact]
    public void Equal_expressions_are_one_node()
    {
        var graph = new SymbolGraph(["x"], []);
        var symbol = graph.Record(g => (g.Input(0) + 1.0) * (g.Input(0) + 1.0));
        Assert.Equal(4, graph.NodesOf(symbol).Count);
        Assert.Equal(symbol.Node.A, symbol.Node.B);
        Assert.NotEqual(graph.Constant(0.0).Index, graph.Constant(-0.0).Index);
        Assert.Equal(graph.Constant(double.NaN).Index, graph.Constant(double.NaN).Index);
    }

    [Fact]
    public void A_constant_outside_a_recording_is_refused() =>
        Assert.Contains("SymbolGraph.Record", Assert.Throws<InvalidOperationException>(() => Symbol.Of(1)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_number_of_inputs_must_fit()
    {
        var symbol = SymbolGraph.Record(Loss.Create("huber"));
        Assert.Throws<ArgumentException>(() => symbol.Evaluate<F64>([new(1)]));
        Assert.Throws<ArgumentException>(() => symbol.Evaluate<F64>([new(1), new(2)], [1, 2]));
    }
}

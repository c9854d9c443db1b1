using Minima.Reals;
using Xunit;

namespace Minima.Tests.Text;

/// <summary>Parameter values are exchanged without reading the text again.</summary>
public sealed class SweepTests
{
    private const string Huber = "abs(p - t) <= delta ? 0.5*(p - t)^2 : delta*(abs(p - t) - delta/2)";

    [Fact]
    public void Ten_thousand_values_are_one_graph()
    {
        var loss = Loss.Parse(Huber, ("delta", 1.0));
        var graph = SymbolOf(loss);
        for (var i = 1; i <= 10_000; i++)
        {
            var delta = 0.001 * i;
            var other = loss.With(("delta", delta));
            Assert.Equal(graph, SymbolOf(other));
            if (i % 100 == 0)
            {
                Assert.Equal(delta * (20 - delta / 2), other.Evaluate(new LossBatch<double> { Prediction = [20], Target = [0] }).Value);
            }
        }

        Assert.Equal(1.0, loss.Parameters[0]);
    }

    [Fact]
    public void The_same_text_is_read_once()
    {
        Assert.Equal(SymbolOf(Loss.Parse(Huber, ("delta", 1.0))), SymbolOf(Loss.Parse(Huber, ("delta", 2.0))));
        var first = SymbolOf(Loss.Parse("p + 0"));
        for (var i = 1; i <= 64; i++)
        {
            Loss.Parse($"p + {i}");
        }

        Assert.NotEqual(first, SymbolOf(Loss.Parse("p + 0")));
    }

    [Fact]
    public void Parameters_of_other_losses_are_exchanged_too()
    {
        var loss = Loss.Create("quantile_huber", ("quantile", 0.9)).With(("kappa", 2.0));
        Assert.Equal([0.9, 2.0], loss.Parameters.Cast<double>());
        Assert.Equal(LossError.ParameterDomain, Assert.Throws<LossException>(() => loss.With(("kappa", 0.0))).Error);
        Assert.Equal(LossError.UnknownParameter, Assert.Throws<LossException>(() => loss.With(("delta", 1.0))).Error);
        Assert.Equal(LossError.ParameterDomain, Assert.Throws<LossException>(() => Loss.Create("hampel").With(("a", 100.0))).Error);
    }

    [Fact]
    public void Formulas_are_equal_by_graph_and_bits()
    {
        var loss = Loss.Parse("a * p", ("a", 0.0));
        Assert.Equal(Formula(loss), Formula(loss.With(("a", 0.0))));
        Assert.Equal(Formula(loss).GetHashCode(), Formula(loss.With(("a", 0.0))).GetHashCode());
        Assert.NotEqual(Formula(loss), Formula(loss.With(("a", -0.0))));
        Assert.NotEqual(Formula(loss), Formula(loss.With(("a", 1.0))));
        Assert.NotEqual(Formula(loss), Formula(Loss.Parse("a * p + 0", ("a", 0.0))));
    }

    [Fact]
    public void The_entry_tells_what_is_known()
    {
        var entry = Loss.Parse("w * abs(p - t)^q", ("q", 1.5)).Entry;
        Assert.Equal("formula", entry.Key);
        Assert.True(entry.IsText);
        Assert.Equal("w * abs(p - t)^q", entry.Formula);
        Assert.Equal("prediction target w", string.Join(" ", entry.Inputs.Select(i => i.Name)));
        Assert.Equal([true, false, true], entry.Inputs.Select(i => i.Differentiated));
        Assert.Equal(("q", 1.5), (entry.Parameters[0].Name, (double)entry.Parameters[0].Default!));
        Assert.Equal("PointLoss3", entry.Shape);
        Assert.Null(Catalogue.TryFind(entry.Key));
        Assert.Equal("formula(q=1.5)", Loss.Parse("w * abs(p - t)^q", ("q", 1.5)).ToString());
        Assert.Equal(3.0, Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal) { ["q"] = 3 }).Parameters[0]);
    }

    private static ILoss Formula(Loss loss) => loss.Accept(new Boxed());

    private static Symbol SymbolOf(Loss loss) => ((ITextFormula)Formula(loss)).Symbol;

    private sealed class Boxed : LossVisitor<ILoss>
    {
        public override ILoss Point<TFormula>(Loss loss, TFormula formula) => formula.Loss;

        public override ILoss Other(Loss loss) => throw new NotSupportedException();
    }
}

using Minima.Analysis;
using Minima.Reals;
using Minima.Tests.Matrix;
using Minima.Writers;
using Xunit;

namespace Minima.Tests.Writers;

/// <summary>A formula that is displayed has its parameters by name, and is the loss at other values of them too.</summary>
public sealed class ParameterLetterTests
{
    /// <summary>The displayed formula of the default, at the parameters of other settings, gives what the loss gives there.</summary>
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void What_is_displayed_holds_at_other_parameters(string key)
    {
        var shown = LossFormula.DisplayedOf(Catalogue.Find(key).CreateExample());
        var formula = shown.Value.Simplify();
        foreach (var other in Settings(key, shown))
        {
            var function = PointFunction.Of(other);
            var names = other.Entry.Inputs.Select(i => i.Name).ToArray();
            var parameters = formula.Graph.Parameters.Select(p => ValueOf(other, p.Name) ?? p.Value).ToArray();
            foreach (var point in shown.Value.Graph.Facts.Points)
            {
                var x = names.Select((name, i) => formula.Graph.Inputs.ToList().IndexOf(name) is >= 0 and var at ? point[at] : function.BoundTo(i)[0]).ToArray();
                var inputs = Array.ConvertAll(point, v => new F64(v));
                var (named, displayed, calculated) = (shown.Value.Evaluate<F64>(inputs, parameters).X, formula.Evaluate<F64>(inputs, parameters).X, function.Value(x));
                Assert.True(Agree(named, calculated), FormattableString.Invariant($"{other} at ({string.Join(", ", x)}): with names {named}, calculated {calculated}"));

                // What is displayed leaves out clamps that hold far out; there it is another number at the default too.
                if (Agree(formula.Evaluate<F64>(inputs).X, shown.Value.Evaluate<F64>(inputs).X))
                {
                    // Terms that all but cancel, which the loss does not calculate so, are calculated with more digits.
                    var exact = Agree(displayed, calculated) ? default : formula.Evaluate<Ball>(Array.ConvertAll(inputs, v => new Ball(v.X)), parameters);
                    Assert.True(Agree(displayed, calculated) || (exact.IsKnown && Agree(exact.High, calculated)) || IsBeyond(shown.Value, inputs, parameters), FormattableString.Invariant($"{other} at ({string.Join(", ", x)}): displayed {displayed}, calculated {calculated}"));
                }
            }
        }
    }

    /// <summary>No number of a formula is left that comes of a parameter: each is named, or said to be held.</summary>
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Every_parameter_is_in_the_formula_or_held(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var shown = LossFormula.DisplayedOf(loss);
        var formula = shown.Value.Simplify();
        var named = formula.Graph.NodesOf(formula).Select(i => formula.Graph[i]).Where(n => n.Kind == SymbolKind.Parameter).Select(n => formula.Graph.Parameters[n.A].Name).ToHashSet();
        Assert.All(loss.Entry.Parameters, p => Assert.True(named.Contains(p.Name) || shown.Fixed.Contains(p.Name), $"{key}: '{p.Name}' is neither in {FormulaWriter.Write(loss, FormulaLanguage.Text)} nor among what is held: {string.Join(", ", shown.Fixed)}"));
        Assert.Equal(shown.Fixed, FormulaWriter.FixedParameters(loss));
    }

    /// <summary>These lost parameters at their defaults.</summary>
    [Theory]
    [InlineData("sigmoid_focal", "gamma")]
    [InlineData("bce_with_logits", "pos_weight", "label_smoothing")]
    [InlineData("gaussian_focal", "alpha", "beta")]
    [InlineData("quality_focal", "beta")]
    [InlineData("varifocal", "gamma")]
    [InlineData("ppo_value", "clip")]
    [InlineData("ppo_clip", "clip")]
    [InlineData("beta_nll", "beta")]
    [InlineData("dpo", "label_smoothing")]
    public void Parameters_that_were_hidden(string key, params string[] names) =>
        Assert.Empty(names.Intersect(FormulaWriter.FixedParameters(Catalogue.Find(key).CreateExample())));

    /// <summary>Settings in which only parameters differ that are not held; and the default with each such parameter a little changed.</summary>
    private static IEnumerable<Loss> Settings(string key, ParametricFormula shown)
    {
        var own = Catalogue.Find(key).CreateExample();
        foreach (var other in Subjects.Of(key).Where(l => own.Entry.Parameters.Select((p, i) => (p.Name, i)).All(p => !shown.Fixed.Contains(p.Name) || Equals(own.Parameters[p.i], l.Parameters[p.i]))))
        {
            if (other.Entry.Parameters.Select((p, i) => (p, i)).All(p => p.p.BindsInput is null || other.Parameters[p.i] is double))
            {
                yield return other;
            }
        }

        for (var i = 0; i < own.Parameters.Count; i++)
        {
            var parameter = own.Entry.Parameters[i];
            if (shown.Fixed.Contains(parameter.Name) || own.Parameters[i] is not double value)
            {
                continue;
            }

            foreach (var changed in new[] { 0.77 * value, 1.29 * value, value + 0.11 }.Where(parameter.Domain.Contains))
            {
                Loss? loss = null;
                try
                {
                    loss = Loss.Create(own.Entry, own.Entry.Parameters.Select((p, k) => (p.Name, Value: k == i ? changed : own.Parameters[k])).ToDictionary(p => p.Name, p => p.Value));
                }
                catch (LossException)
                {
                    continue; // Not a value that goes with the others.
                }

                yield return loss;
            }
        }
    }

    private static bool Agree(double a, double b) => !double.IsFinite(a) || !double.IsFinite(b) || Math.Abs(a - b) <= 1e-6 * (1 + Math.Abs(b));

    /// <summary>A branch is taken, or a clamp holds, that no point of the default reaches: what is displayed does not have it.</summary>
    private static bool IsBeyond(Symbol formula, F64[] inputs, double[] parameters)
    {
        var graph = formula.Graph;
        var own = graph.ParameterValues.ToArray();
        return graph.NodesOf(formula).Where(i => graph[i].Kind == SymbolKind.IfLess || graph[i].Function?.Name is "clamp" or "max").Any(i =>
        {
            int Way(F64[] at, double[] values)
            {
                double Value(int node) => graph.Evaluate<F64>(node, at, values).X;
                return graph[i].Kind == SymbolKind.IfLess || graph[i].Function!.Name == "max" ? Value(graph[i].A).CompareTo(Value(graph[i].B)) switch { < 0 => -1, _ when graph[i].Kind == SymbolKind.IfLess => 1, var order => order }
                    : Value(i).CompareTo(Value(graph[i].A));
            }

            var way = Way(inputs, parameters);
            return graph.Facts.Points.All(point => Way(Array.ConvertAll(point, v => new F64(v)), own) != way);
        });
    }

    /// <summary>The derivative, too, is that of the loss at a parameter where an expression of the formula is no number.</summary>
    [Theory]
    [InlineData("ppo_clip", "clip", 1.0)]
    [InlineData("ppo_clip", "clip", 2.5)]
    public void The_derivative_holds_where_a_logarithm_would_not(string key, string parameter, double value)
    {
        var other = Loss.Create(key, (parameter, value));
        var shown = LossFormula.DisplayedDerivativeOf(Catalogue.Find(key).CreateExample(), 0);
        var formula = LossFormula.DisplayedOf(Catalogue.Find(key).CreateExample()).Value.Simplify();
        var (slope, calculated) = (LossFormula.DerivativeOf(other, 0, guarded: true), LossFormula.ValueOf(other));
        foreach (var point in shown.Graph.Facts.Points)
        {
            var inputs = Array.ConvertAll(point, v => new F64(v));
            Assert.True(Agree(shown.Evaluate<F64>(inputs, [value]).X, slope.Evaluate<F64>(inputs).X), $"{key} at {parameter} = {value} and ({string.Join(", ", point)})");
            var (truth, named) = (calculated.Evaluate<F64>(inputs).X, formula.Evaluate<F64>(inputs, [value]).X);
            Assert.True(!double.IsFinite(truth) || (double.IsFinite(named) && Agree(named, truth)), $"{key} at {parameter} = {value} and ({string.Join(", ", point)}): displayed {named}, calculated {truth}");
        }

        Assert.DoesNotContain("log(1 - clip)", FormulaWriter.Write(Catalogue.Find(key).CreateExample(), FormulaLanguage.Text) + FormulaWriter.WriteDerivative(Catalogue.Find(key).CreateExample(), FormulaLanguage.Text), StringComparison.Ordinal);
    }

    private static double? ValueOf(Loss loss, string name)
    {
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            if (loss.Entry.Parameters[i].Name == name)
            {
                return loss.Parameters[i] switch { double number => number, int whole => whole, _ => null };
            }
        }

        return null;
    }
}

using Minima.Analysis;
using Minima.Reals;
using Minima.Writers;
using Xunit;

namespace Minima.Tests.Writers;

/// <summary>What is displayed of a row loss, with the letters' own numbers put in, is the engine's value and gradient.</summary>
public sealed class RowLettersTests
{
    private const int Classes = RowExpression.Classes;

    private static readonly FormulaLanguage[] Mathematics = [FormulaLanguage.Text, FormulaLanguage.Latex, FormulaLanguage.MathMl];

    /// <summary>Every row loss.</summary>
    public static TheoryData<string> Keys => [.. Catalogue.All.Where(e => e.Row is not null).Select(e => e.Key)];

    /// <summary>Every row loss whose formula is written out for three classes and has a block in it.</summary>
    public static TheoryData<string> WithLetters => [.. HaveLetters.Split(' ')];

    private const string HaveLetters =
        "asymmetric_single balanced_softmax brier_multi class_balanced_ce confidence_penalty cross_entropy fenchel_young jeffreys ldam logit_adjusted logitnorm_ce mbls normalized_ce probs_cross_entropy reverse_kl seesaw soft_cross_entropy soft_ordinal softmax_focal sparsemax spherical squared_emd z_loss";

    [SlowFact]
    public void Blocks_are_found_where_they_are_used() => Assert.Equal(
        HaveLetters,
        string.Join(' ', Catalogue.All.Where(e => e.Row is not null && RowExpression.Of(e.CreateExample()) is { IsDisplayedOfProbability: false, OfClasses.Letters: not null }).Select(e => e.Key).Order(StringComparer.Ordinal)));

    /// <summary>Over three classes, those too that are displayed over a probability.</summary>
    [SlowTheory]
    [SlowData(nameof(Keys))]
    public void Value_and_derivatives_are_the_engines(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var displayed = RowExpression.Of(loss).OfClasses;
        var value = displayed.Value.Simplify();
        var slopes = Enumerable.Range(0, Classes).Select(k => displayed.Derivative(k).Simplify()).ToArray();
        var parameters = displayed.Value.Graph.ParameterValues.ToArray();
        foreach (var row in Rows(loss))
        {
            var (term, gradient) = Engine(loss, row);
            var point = Array.ConvertAll(displayed.PointOf(row[..displayed.Columns.Count], parameters), v => new F64(v));
            Near(term, value.Evaluate<F64>(point).X, row);
            for (var k = 0; k < Classes; k++)
            {
                Near(gradient[k], slopes[k].Evaluate<F64>(point).X, row);
            }
        }
    }

    [Theory]
    [SlowData(nameof(WithLetters))]
    public void Letters_are_explained_and_nothing_of_the_calculation_is_left(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var expression = RowExpression.Of(loss);
        foreach (var language in Mathematics)
        {
            // Long names are no calculation. Where kinks are, or scores that the loss makes of the predictions, there is more to write.
            string Short(string text) => loss.Entry.Parameters.Aggregate(text, (t, p) => t.Replace(p.Name.Replace("_", "\\_", StringComparison.Ordinal), "a", StringComparison.Ordinal).Replace(p.Name, "a", StringComparison.Ordinal));
            string[] texts = [expression.Write(language), .. Enumerable.Range(0, Classes).Select(k => expression.WriteDerivative(language, k))];
            var hasMore = texts.Any(text => text.Contains("otherwise", StringComparison.Ordinal)) || expression.Write(FormulaLanguage.Text).Contains("softmax(z)", StringComparison.Ordinal);
            Assert.All(texts, text => Assert.InRange(Short(text).Length, 1, (language == FormulaLanguage.MathMl ? 6000 : 500) * (hasMore ? 2 : 1)));
            Assert.All(texts, text => Assert.DoesNotContain("shift", text, StringComparison.Ordinal));
        }

        Assert.Contains("\nwith ", expression.Write(FormulaLanguage.Text), StringComparison.Ordinal);
    }

    /// <summary>A largest of nothing is how code begins; it says nothing to a reader.</summary>
    [Theory]
    [SlowData(nameof(Keys))]
    public void No_infinity_is_displayed(string key)
    {
        var expression = RowExpression.Of(Catalogue.Find(key).CreateExample());
        string[] texts = [expression.Write(FormulaLanguage.Text), expression.WriteDerivative(FormulaLanguage.Text)];
        Assert.All(texts, text => Assert.DoesNotContain("∞", text, StringComparison.Ordinal));
    }

    private static void Near(double expected, double shown, double[] row) =>
        Assert.True(Math.Abs(expected - shown) <= 1e-9 * (1 + Math.Abs(expected)), FormattableString.Invariant($"at ({string.Join(", ", row)}) displayed {shown:R}, the engine has {expected:R}"));

    /// <summary>Ordinary rows, ties, and rows beyond what clips and thresholds let through.</summary>
    private static IEnumerable<double[]> Rows(Loss loss)
    {
        var random = new Random(2511);
        var (prediction, target) = (loss.DomainOf(0), loss.DomainOf(1));
        for (var n = 0; n < 200; n++)
        {
            var x = Enumerable.Range(0, Classes).Select(_ => prediction.IsReal ? (n % 3 == 0 ? random.Next(-2, 3) : 4 * random.NextDouble() - 2) : prediction.Contains(1) ? random.NextDouble() : -3 * random.NextDouble()).ToArray();
            if (prediction.Contains(1e-9) && !prediction.IsReal && n % 4 == 0)
            {
                x[random.Next(Classes)] = 1e-9;
            }

            if ((loss.Entry.Key == "logitnorm_ce" && x.All(v => v == 0)) || (loss.Entry.Key == "bi_tempered" && x.Distinct().Count() < Classes))
            {
                continue; // There the length has no slope; the level that is displayed takes the largest score to be one class's.
            }

            var t = Enumerable.Range(0, Classes).Select(_ => target.IsReal ? 4 * random.NextDouble() - 2 : random.NextDouble()).ToArray();
            var sum = target.IsReal ? 1 : t.Sum();
            yield return [.. x, .. t.Select(v => v / sum)];
        }
    }

    private static (double Value, double[] Gradient) Engine(Loss loss, double[] row)
    {
        var takesLabels = loss.Entry.Inputs[1].Kind != InputKind.Row;
        var (value, gradient) = (new double[1], new double[Classes]);
        loss.Evaluate(new LossBatch<double>
        {
            Prediction = row.AsSpan(0, Classes),
            Labels = takesLabels ? [0] : [],
            Target = takesLabels ? [] : row.AsSpan(Classes, Classes),
            Classes = Classes,
            Gradient = gradient,
            Terms = value,
            Reduction = Reduction.None,
        });
        return (value[0], gradient);
    }
}

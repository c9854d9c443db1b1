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

    /// <summary>Every row loss whose formula is written out for three classes and has a block in it.</summary>
    public static TheoryData<string> Keys => [.. Catalogue.All.Where(e => e.Row is not null && RowExpression.Of(e.CreateExample()).Letters is not null).Select(e => e.Key)];

    public static TheoryData<string> WithoutLetters =>
        [.. Catalogue.All.Where(e => e.Row is not null && RowExpression.Of(e.CreateExample()) is { IsOfLogProbability: false, Letters: null }).Select(e => e.Key)];

    [Fact]
    public void Blocks_are_found_where_they_are_used() =>
        Assert.Equal("asymmetric_single brier_multi confidence_penalty fenchel_young jeffreys normalized_ce probs_cross_entropy reverse_kl soft_ordinal sparsemax squared_emd", string.Join(' ', Keys.Select(row => row.Data).Order(StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Value_and_derivatives_are_the_engines(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var expression = RowExpression.Of(loss);
        var letters = expression.Letters!;
        var value = letters.Value.Simplify();
        var slopes = Enumerable.Range(0, Classes).Select(k => letters.Derivative(k).Simplify()).ToArray();
        foreach (var row in Rows(loss))
        {
            var (term, gradient) = Engine(loss, row);
            var point = Array.ConvertAll(letters.PointOf(row[..expression.Inputs.Count]), v => new F64(v));
            Near(term, value.Evaluate<F64>(point).X, row);
            for (var k = 0; k < Classes; k++)
            {
                Near(gradient[k], slopes[k].Evaluate<F64>(point).X, row);
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithoutLetters))]
    public void Without_letters_too(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var expression = RowExpression.Of(loss);
        var slopes = Enumerable.Range(0, Classes).Select(k => expression.DisplayedDerivative(k)).ToArray();
        foreach (var row in Rows(loss))
        {
            var gradient = Engine(loss, row).Gradient;
            var point = Array.ConvertAll(row[..expression.Inputs.Count], v => new F64(v));
            for (var k = 0; k < Classes; k++)
            {
                Near(gradient[k], slopes[k].Evaluate<F64>(point).X, row);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Letters_are_explained_and_nothing_of_the_calculation_is_left(string key)
    {
        var expression = RowExpression.Of(Catalogue.Find(key).CreateExample());
        foreach (var language in Mathematics)
        {
            string[] texts = [expression.Write(language), .. Enumerable.Range(0, Classes).Select(k => expression.WriteDerivative(language, k))];
            Assert.All(texts, text => Assert.InRange(text.Length, 1, language == FormulaLanguage.MathMl ? 6000 : key == "squared_emd" ? 850 : 500));
            Assert.All(texts, text => Assert.DoesNotContain("shift", text, StringComparison.Ordinal));
        }

        Assert.Contains("\nwith ", expression.Write(FormulaLanguage.Text), StringComparison.Ordinal);
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
        loss.Evaluate(new RowBatch<double>
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

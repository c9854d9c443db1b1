using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Minima.Analysis;
using Minima.Reals;
using Minima.Writers;
using Xunit;

namespace Minima.Tests.Writers;

/// <summary>What is displayed of a row loss has its parameters by name, is the loss at other values of them too, and shares its letters with the entry's own formula.</summary>
public sealed class RowParameterTests
{
    private const int Classes = RowExpression.Classes;

    private static readonly FormulaLanguage[] Mathematics = [FormulaLanguage.Text, FormulaLanguage.Latex, FormulaLanguage.MathMl];

    public static TheoryData<string> Keys => [.. Catalogue.All.Where(e => e.Row is not null).Select(e => e.Key)];

    /// <summary>A number, or one for each class, stands in the formula in every markup; a choice is said to be held, unless it is in the formula too.</summary>
    [Theory]
    [SlowData(nameof(Keys))]
    public void Every_number_is_in_the_formula(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var expression = RowExpression.Of(loss);
        foreach (var language in Mathematics)
        {
            var text = expression.Write(language);
            foreach (var parameter in loss.Entry.Parameters)
            {
                var isChoice = parameter.Kind is ParameterKind.Boolean or ParameterKind.Choice or ParameterKind.Integer;
                Assert.True(isChoice ? IsNamed(text, parameter.Name) != expression.FixedParameters.Contains(parameter.Name) : IsNamed(text, parameter.Name) && !expression.FixedParameters.Contains(parameter.Name), $"{key}: '{parameter.Name}' is not in {text}");
            }
        }
    }

    /// <summary>The formula of the example, at other values of its numbers, is what the loss is there.</summary>
    [SlowTheory]
    [SlowData(nameof(Keys))]
    public void It_holds_at_other_values(string key)
    {
        var own = Catalogue.Find(key).CreateExample();
        var displayed = RowExpression.Of(own).OfClasses;
        foreach (var other in Others(own))
        {
            var parameters = displayed.Value.Graph.Parameters.Select(p => ValueOf(other, p.Name) ?? p.Value).ToArray();
            var function = RowFunction.Of(other);
            var takesLabels = displayed.Columns.Count == Classes;
            foreach (var row in RowRecorder.OfClasses(other, namesClasses: false).Graph.Facts.Points)
            {
                var point = Array.ConvertAll(displayed.PointOf(row, parameters), v => new F64(v));
                if (point.AsSpan(displayed.Columns.Count).ToArray().Any(v => v.X is > 0 and < 1e-290))
                {
                    continue; // A probability that small has lost its digits; nobody calculates with what is displayed.
                }

                var shown = displayed.Value.Evaluate<F64>(point, parameters).X;
                var calculated = function.Value(row[..Classes], takesLabels ? new(0, []) : new(-1, row[Classes..]));
                Assert.True(!double.IsFinite(calculated) || !double.IsFinite(shown) || Math.Abs(shown - calculated) <= 1e-7 * (1 + Math.Abs(calculated)), FormattableString.Invariant($"{other} at ({string.Join(", ", row)}): displayed {shown}, calculated {calculated}"));
            }
        }
    }

    /// <summary>A letter that the derived formula defines is not in the entry's formula, or is defined there and means the same.</summary>
    [SlowTheory]
    [SlowData(nameof(Keys))]
    public void A_letter_means_one_thing_on_the_page(string key)
    {
        var entry = Catalogue.Find(key);
        var text = RowExpression.Of(entry.CreateExample()).Write(FormulaLanguage.Text);
        foreach (Match match in Regex.Matches(text, @"(?:with|    ) (?<letter>[A-Za-z])(?:_k|[₁₂₃])? = (?<meaning>[^\n]*)"))
        {
            var (letter, meaning) = (match.Groups["letter"].Value, match.Groups["meaning"].Value);
            Assert.DoesNotContain(entry.Parameters, p => p.Name == letter);
            var isUsed = Regex.IsMatch(entry.Formula, $"(?<![A-Za-z0-9_]){letter}(_[a-z])?(?![A-Za-z0-9])");
            var isSame = Regex.IsMatch(entry.Formula, $"(?<![A-Za-z0-9_]){letter}(_[a-z])? = {Regex.Escape(meaning)}(?![A-Za-z0-9])") || (meaning.StartsWith("min(max(", StringComparison.Ordinal) && entry.Formula.Contains($"{letter} = clip(", StringComparison.Ordinal))
                || meaning.StartsWith("max(0, x_k - ", StringComparison.Ordinal) || meaning.StartsWith("sparsemax", StringComparison.Ordinal);
            Assert.True(!isUsed || isSame, $"{key}: {letter} is {meaning} in what is derived, and another thing in {entry.Formula}");
        }
    }

    /// <summary>A letter with an index in an entry's formula is the prediction, the target, the label or a weight, a parameter, or the formula says what it is.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_letter_of_an_entry_is_explained(string key)
    {
        var entry = Catalogue.Find(key);
        foreach (var letter in Regex.Matches(entry.Formula, @"(?<![A-Za-z0-9_])([A-Za-z])_[yjk](?![A-Za-z0-9])").Select(m => m.Groups[1].Value).Distinct().Except(["x", "t", "w", "y"]))
        {
            Assert.True(Regex.IsMatch(entry.Formula, $"(?<![A-Za-z0-9_]){letter}(_[yjk])? (=|<-) ") || entry.Parameters.Any(p => p.Name == letter), $"{key}: {letter} in {entry.Formula}");
        }
    }

    /// <summary>These lost parameters at their defaults.</summary>
    [Theory]
    [InlineData("cross_entropy", "label_smoothing")]
    [InlineData("class_balanced_ce", "class_counts₁")]
    [InlineData("balanced_softmax", "class_counts_k")]
    [InlineData("logit_adjusted", "τ log prior_k")]
    [InlineData("seesaw", "log class_counts₁")]
    [InlineData("probs_cross_entropy", "1 - ε")]
    public void Parameters_that_were_hidden(string key, string part) => Assert.Contains(part, RowExpression.Of(Catalogue.Find(key).CreateExample()).Write(FormulaLanguage.Text), StringComparison.Ordinal);

    /// <summary>The example with each of its numbers a little changed; of a number for each class, all of them and each another way.</summary>
    private static IEnumerable<Loss> Others(Loss own)
    {
        for (var i = 0; i < own.Parameters.Count; i++)
        {
            var parameter = own.Entry.Parameters[i];
            object[] changed = own.Parameters[i] switch
            {
                ImmutableArray<double> list => [ImmutableArray.Create(1.29 * list[0], 0.77 * list[1], list[2]), ImmutableArray.Create(list[0], 1.1 * list[1], 1.2 * list[2])],
                double value when parameter.Kind == ParameterKind.NumberOrNumbers => [ImmutableArray.Create(0.9 * value, 0.4 * value, 0.7 * value), value],
                double value => [0.77 * value, 1.29 * value, value + 0.11],
                _ => [],
            };
            foreach (var value in changed.Where(v => v is not double number || parameter.Domain.Contains(number)))
            {
                Loss? loss = null;
                try
                {
                    loss = Loss.Create(own.Entry, own.Entry.Parameters.Select((p, k) => (p.Name, Value: k == i ? value : own.Parameters[k])).ToDictionary(p => p.Name, p => p.Value));
                }
                catch (LossException)
                {
                    continue; // Not a value that goes with the others.
                }

                yield return loss;
            }
        }
    }

    private static double? ValueOf(Loss loss, string name)
    {
        foreach (var (parameter, value) in loss.Entry.Parameters.Zip(loss.Parameters))
        {
            for (var k = 0; k < Classes && RowRecorder.IsPerClass(parameter); k++)
            {
                if (ClassNames.Of(parameter, k) == name)
                {
                    return PerClass.Of(value)[k];
                }
            }

            if (parameter.Name == name)
            {
                return value switch { double number => number, int whole => whole, _ => null };
            }
        }

        return null;
    }

    private static bool IsNamed(string text, string name) =>
        Regex.IsMatch(text, $"(?<![A-Za-z0-9_]){name.Replace("_", @"\\?_", StringComparison.Ordinal)}(?![A-Za-z0-9])")
        || (MathNames.Letter(name) is { } letter && MathNames.Character(letter) is { } character && (text.Contains(character, StringComparison.Ordinal) || text.Contains('\\' + letter, StringComparison.Ordinal)));
}

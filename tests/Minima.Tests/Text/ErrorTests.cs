using Xunit;

namespace Minima.Tests.Text;

/// <summary>Every error points at its character, says what stands there and what to write.</summary>
public sealed class ErrorTests
{
    public static TheoryData<string, int, string> Errors => new()
    {
        // What is missing or too much.
        { "", 1, "the end of the text" },
        { "  ", 3, "(p - t)^2" },
        { "p +", 4, "a number, a name, a function, '-' or '('" },
        { "p + * t", 5, "found '*'" },
        { "(p - t", 7, "an operator or ')'" },
        { "p - t)", 6, "there is no '('" },
        { "()*p", 2, "found ')'" },
        { "(p", 3, "')' was expected" },
        { "2^", 3, "the end of the text" },
        { "p ^ / 2", 5, "found '/'" },
        { "- ", 3, "the end of the text" },
        { "p t", 3, "write a product with '*'" },
        { "2p", 2, "2 * p" },
        { "p (t)", 1, "'p' is not a function but an input" },
        { "2 (p)", 3, "write a product with '*'" },
        { "(p)(t)", 4, "write a product with '*'" },
        { "p 2", 3, "one decimal point" },
        { "1 - 2", 1, "the prediction: use p" },
        { "t", 1, "the prediction: use p" },

        // Numbers.
        { "p * 1e999", 5, "1.8e308" },
        { "p * 1e-999", 5, "4.9e-324" },
        { "p * 1.", 6, "write 1.0" },
        { "p * .", 5, "write 1.0" },
        { "p * 1.2.3", 8, "one decimal point" },
        { "p * 1_000", 6, "a product" },
        { "p * 0x10", 6, "a product" },
        { "p * 1,5", 6, "a decimal point is '.'" },
        { "p + 1e", 6, "a product" },
        { "p + 1/0", 6, "Infinity" },
        { "p + 0/0", 6, "NaN" },
        { "p + 1e308*10", 10, "Infinity" },
        { "p + 10^1000", 7, "Infinity" },
        { "p + (-8)^(1/3)", 9, "NaN" },

        // Signs, and what other languages write.
        { "+p", 1, "leave it out" },
        { "p - +t", 5, "leave it out" },
        { "p ** 2", 3, "'^'" },
        { "p == t ? 1 : 2", 3, "there is no '=='" },
        { "p = t", 3, "without '='" },
        { "p => t ? 1 : 2", 3, "write '>='" },
        { "p =< t ? 1 : 2", 3, "write '<='" },
        { "p != t ? 1 : 2", 3, "there is no '!='" },
        { "!p", 1, "swap the branches" },
        { "p < t && t < 1 ? 1 : 2", 7, "nest them" },
        { "p < t & t < 1 ? 1 : 2", 7, "nest them" },
        { "p < t || t < 1 ? 1 : 2", 7, "nest them" },
        { "p < t and t < 1 ? 1 : 2", 7, "nest them" },
        { "p < t or t < 1 ? 1 : 2", 7, "nest them" },
        { "|p - t|", 1, "abs(x)" },
        { "p % 2", 3, "remainder" },
        { "[p]", 1, "write '('" },
        { "(p]", 3, "write ')'" },
        { "{p}", 1, "write '('" },
        { "p;", 2, "without ';'" },
        { "\"p\"", 1, "without quotes" },
        { "\\delta", 1, "LaTeX" },
        { "p - $t", 5, "names begin with a letter" },
        { "p ~ t", 3, "nearly equal" },
        { "p, t", 2, "',' only separates the arguments" },
        { "max(,p)", 5, "a value was expected" },
        { "max(p,)", 7, "found ')'" },
        { "p : t", 3, "belongs to a condition" },

        // Look-alikes.
        { "p \u2212 t", 3, "write '-'" },
        { "p \u2013 t", 3, "write '-'" },
        { "p \u2014 t", 3, "write '-'" },
        { "2 \u00d7 p", 3, "'*'" },
        { "2 \u00b7 p", 3, "'*'" },
        { "p \u00f7 2", 3, "'/'" },
        { "p \u2264 t ? 1 : 2", 3, "write '<='" },
        { "p \u2265 t ? 1 : 2", 3, "write '>='" },
        { "p \u2260 t ? 1 : 2", 3, "there is no '!='" },
        { "p\u00b2", 2, "'^2'" },
        { "p\u00b3", 2, "'^3'" },
        { "p\u2074", 2, "'^'" },
        { "\u221ap", 1, "sqrt(x)" },
        { "p < \u221e ? 1 : 2", 5, "infinity" },
        { "\uff08p\uff09", 1, "write '('" },
        { "max(p\uff0c t)", 6, "write ','" },
        { "p \uff1c t ? 1 : 2", 3, "write '<'" },
        { "p < t \uff1f 1 : 2", 7, "write '?'" },
        { "max(p\u3001t)", 6, "separate arguments with ','" },
        { "p\u00a0+ t", 2, "type a space" },
        { "\uff50 - t", 1, "write 'p'" },
        { "p + \ud83d\ude00", 5, "found '\ud83d\ude00'" },
        { "p + \ud83d", 5, "found" },
        { "p + \0", 5, "found" },

        // Comparisons.
        { "p < t", 3, "use it only before '?'" },
        { "(p < t)", 4, "use it only before '?'" },
        { "1 + (p < t)", 8, "use it only before '?'" },
        { "(p < t) * 2", 4, "use it only before '?'" },
        { "-(p < t)", 5, "use it only before '?'" },
        { "(p < t)^2", 4, "use it only before '?'" },
        { "abs(p < t)", 7, "use it only before '?'" },
        { "(p < t) < 1 ? 1 : 2", 4, "use it only before '?'" },
        { "p < (t < 1) ? 1 : 2", 8, "use it only before '?'" },
        { "p < t ? p < t : 2", 11, "use it only before '?'" },
        { "p < t < 1 ? 1 : 2", 7, "two sides" },
        { "p ? 1 : 2", 3, "a condition was expected before '?'" },
        { "p < t ? 1", 10, "':'" },
        { "p < t ? 1, 2", 10, "':'" },
        { "p < t ? : 2", 9, "found ':'" },
        { "p < t ? 1 :", 12, "the end of the text" },
        { "p < t ? 1 : 2 : 3", 15, "belongs to a condition" },
        { "p < t ? 1 : 2 ? 3 : 4", 15, "a condition was expected before '?'" },
        { "p < ? 1 : 2", 5, "found '?'" },

        // Names and functions.
        { "abz(p)", 1, "did you mean 'abs'" },
        { "p + Log(p)", 5, "did you mean 'log'" },
        { "softpluss(p)", 1, "did you mean 'softplus'" },
        { "frobnicate(p)", 1, "there is no function with this name" },
        { "log10(p)", 1, "2.302585092994046" },
        { "square(p)", 1, "x^2" },
        { "if(p, t)", 1, "a < b ? x : y" },
        { "mean(p)", 1, "reduction" },
        { "floor(p)", 1, "no slope" },
        { "abs - p", 1, "'abs' is a function" },
        { "p - log", 5, "'log' is a function" },
        { "log p", 1, "write log(...)" },
        { "w(p) + w", 1, "'w' is not a function but an input" },
        { "delta(p) + delta", 1, "'delta' is not a function but a parameter" },
        { "abs()", 1, "takes one argument" },
        { "abs(p, t)", 1, "takes one argument" },
        { "2*hypot(p)", 3, "takes two arguments" },
        { "max(p)", 1, "at least two arguments" },
        { "clamp(p, 1)", 1, "three arguments" },
        { "clamp(p, 1, 0)", 1, "low <= high" },
        { "abs(p", 6, "an operator, ',' or ')'" },
        { "max(p; t)", 6, "without ';'" },
        { "p + t + a + b + c", 17, "at most four inputs" },
        { "p + a + b + c + d", 17, "prediction, a, b, c" },
        { "p + mask", 5, "belongs to the batch" },
        { "sample_weight * p", 1, "belongs to the batch" },
        { "p + weighted_mean", 5, "belongs to the batch" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_points_at_the_character(string text, int column, string fragment)
    {
        var error = Refused(text);
        Assert.Equal(LossError.Formula, error.Error);
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
        Assert.Equal(column, error.Column);
        Assert.Equal(column - 1, error.Position);
        Assert.Contains($"column {column}:", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, error.Text);
        Assert.NotEmpty(error.Found);
        Assert.NotEmpty(error.Expected);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Picture_shows_the_place()
    {
        Assert.Equal("abs(p - t]^2\n         ^", Refused("abs(p - t]^2").Picture);
        Assert.Equal("p +\n   ^", Refused("p +").Picture);
        Assert.Equal("\n^", Refused("").Picture);
        Assert.Equal("\u91cd\u91cf * p p\n\u3000\u3000     ^", Refused("\u91cd\u91cf * p p").Picture);
        Assert.Equal("p +  * t\n     ^", Refused("p +\t * t").Picture);
    }

    [Fact]
    public void Picture_of_a_long_text_is_short()
    {
        var text = string.Concat(Enumerable.Repeat("p + ", 100)) + "* t" + string.Concat(Enumerable.Repeat(" + p", 100));
        var lines = Refused(text).Picture.Split('\n');
        Assert.InRange(lines[0].Length, 50, 80);
        Assert.StartsWith("...", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("...", lines[0], StringComparison.Ordinal);
        Assert.Equal('*', lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Places_in_several_lines_have_a_line()
    {
        var error = Refused("abs(p - t)\n  + * 2\n+ 1");
        Assert.Equal((2, 5), (error.Line, error.Column));
        Assert.Contains("line 2, column 5:", error.Message, StringComparison.Ordinal);
        Assert.Equal("  + * 2\n    ^", error.Picture);
    }

    [Fact]
    public void Parameters_must_be_used_and_numbers()
    {
        Assert.Equal(LossError.UnknownParameter, Error(() => Loss.Parse("p - t", ("delta", 1.0)), "does not use the parameter 'delta'").Error);
        Assert.Equal(LossError.UnknownParameter, Error(() => Loss.Parse("dleta * p", ("delta", 1.0)), "did you mean 'dleta'").Error);
        Assert.Equal(LossError.UnknownParameter, Error(() => Loss.Parse("p - t", ("p", 1.0)), "'p' is the prediction").Error);
        Assert.Equal(LossError.UnknownParameter, Error(() => Loss.Parse("p - t", ("target", 1.0)), "'target' is the target").Error);
        Assert.Equal(LossError.UnknownParameter, Error(() => Loss.Parse("p - abs", ("abs", 1.0)), "'abs' is a function").Error);
        Assert.Equal(LossError.UnknownParameter, Error(() => TextLoss.Entry("d * p", "d", "d"), "twice").Error);
        Assert.Equal(LossError.ParameterType, Error(() => Loss.Parse("d * p", ("d", "x")), "'d' is 'x'; it must be a number").Error);
        Assert.Equal(LossError.ParameterType, Error(() => Loss.Parse("d * p", ("d", null)), "it must be a number").Error);
        Assert.Equal(LossError.ParameterDomain, Error(() => Loss.Parse("d * p", ("d", double.NaN)), "'d' is NaN").Error);
        var entry = TextLoss.Entry("d * p", "d");
        Assert.Equal(LossError.ParameterDomain, Error(() => entry.Create(entry, [double.NaN]), "'d' is NaN").Error);
        Assert.Equal(LossError.MissingParameter, Error(() => Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal)), "'d' is missing").Error);
        Assert.Equal(LossError.UnknownParameter, Error(() => Loss.Parse("d * p", ("d", 1.0)).With(("e", 2.0)), "no parameter 'e'").Error);
    }

    [Fact]
    public void Batches_are_refused_with_the_names_of_the_text()
    {
        var loss = Loss.Parse("w * (p - t)^2");
        Assert.Equal(LossError.MissingInput, Error(() => loss.Evaluate(new LossBatch<double> { Prediction = [1], Target = [2] }), "formula: input 'w' is missing").Error);
        Assert.Equal(LossError.Shape, Error(() => loss.Evaluate(new LossBatch<double> { Prediction = [1], Target = [2], ["w"] = new() { Values = [1, 2] } }), "'w' has 2 elements").Error);
        Assert.Equal(LossError.UnknownInput, Error(() => loss.Evaluate(new LossBatch<double> { Prediction = [1], Target = [2], ["w"] = new() { Values = [1] }, ["v"] = new() { Values = [1] } }), "prediction, target, w").Error);
        Assert.Equal(LossError.UnknownInput, Error(() => loss.Evaluate(new LossBatch<double> { Prediction = [1], Target = [2], ["w"] = new() { Values = [1] }, TargetGradient = new double[1] }), "'target' has no gradient").Error);
    }

    [Fact]
    public void A_text_in_place_of_a_name_is_told_where_it_belongs() =>
        Assert.Contains("Loss.Parse", Error(() => Loss.Create("abs(p - t)"), "there is no loss").Message, StringComparison.Ordinal);

    [Fact]
    public void Exceptions_without_text_say_so()
    {
        Assert.Equal(LossError.Formula, new FormulaException().Error);
        Assert.Equal("x", new FormulaException("x").Message);
        Assert.Equal("", new FormulaException("x", new InvalidOperationException()).Text);
    }

    private static FormulaException Refused(string text) => Assert.Throws<FormulaException>(() => Loss.Parse(text, Given(text)));

    private static Dictionary<string, object?> Given(string text) =>
        text.Contains("delta(", StringComparison.Ordinal) ? new(StringComparer.Ordinal) { ["delta"] = 1.0 } : new(StringComparer.Ordinal);

    private static LossException Error(Action action, string fragment)
    {
        var error = Assert.ThrowsAny<LossException>(action);
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
        return error;
    }
}

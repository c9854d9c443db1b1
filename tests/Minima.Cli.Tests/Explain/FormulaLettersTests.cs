using System.Text.RegularExpressions;
using Minima.Analysis;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Writers;
using Xunit;

namespace Minima.Cli.Tests.Explain;

/// <summary>Wherever a formula is displayed every parameter is in it, and one letter means one thing.</summary>
public sealed class FormulaLettersTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_formula_of_an_entry_names_every_parameter(string key)
    {
        var entry = Catalogue.Find(key);
        foreach (var parameter in entry.Parameters)
        {
            Assert.True(IsNamed(entry.Formula, parameter.Name), $"{key}: '{parameter.Name}' is not in {entry.Formula}");
            Assert.True(IsNamed(entry.ChineseFormula, parameter.Name), $"{key}: '{parameter.Name}' is not in {entry.ChineseFormula}");
        }
    }

    /// <summary>Also where a parameter's value hides it from what is derived: an exponent of 1, a weight of 1, one that is left out.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void What_is_explained_names_every_parameter(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        if (loss.Entry.Row is not null)
        {
            return; // Its own formula stands first, or beside the derived one, in RowExplanation: the test below.
        }

        foreach (var chinese in (bool[])[false, true])
        {
            var shown = ReadableFormula.Value(loss, chinese);
            Assert.All(loss.Entry.Parameters, p => Assert.True(IsNamed(shown, p.Name), $"{key}: '{p.Name}' is not in {shown}"));
        }
    }

    /// <summary>What is derived from the code names every parameter itself, in LaTeX as on the pages, or is said to hold at its value only; of rows only a choice is.</summary>
    [Theory]
    [SlowData(nameof(Keys))]
    public void What_is_derived_names_every_parameter(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        if (!loss.Entry.IsPoint && loss.Entry.Row is null)
        {
            return;
        }

        var row = loss.Entry.Row is null ? null : RowExpression.Of(loss);
        var latex = row?.Write(FormulaLanguage.Latex) ?? FormulaWriter.Write(loss, FormulaLanguage.Latex);
        string[] held = row is null ? [.. FormulaWriter.FixedParameters(loss)] : [.. row.FixedParameters.Where(name => loss.Entry.Parameters.First(p => p.Name == name).Kind is ParameterKind.Boolean or ParameterKind.Choice or ParameterKind.Integer)];
        Assert.All(loss.Entry.Parameters, p => Assert.True(IsNamed(latex, p.Name) || held.Contains(p.Name), $"{key}: '{p.Name}' is not in {latex}, and not held"));
    }

    [SlowTheory]
    [SlowData(nameof(Keys))]
    public void What_is_explained_of_rows_names_every_parameter(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        if (loss.Entry.Row is null || loss.Entry.Parameters.Count == 0)
        {
            return;
        }

        foreach (var tongue in (Tongue[])[new(Chinese: false), new(Chinese: true)])
        {
            var shown = string.Join(' ', new RowExplanation(loss, tongue, new TextLayout(100), ascii: false).Formulas().Select(line => line.Text.Trim()));
            Assert.All(loss.Entry.Parameters, p => Assert.True(IsNamed(shown, p.Name), $"{key}: '{p.Name}' is not in {shown}"));
        }
    }

    /// <summary>The letter p is the prediction in what is derived from the code: no formula of elements makes it a probability of another letter.</summary>
    [Theory]
    [SlowData(nameof(Keys))]
    public void The_letter_p_is_the_prediction(string key)
    {
        var entry = Catalogue.Find(key);
        Assert.False(entry.IsPoint && entry.Inputs[0].Name == "prediction" && Regex.IsMatch(entry.Formula, @"(?<![A-Za-z0-9_])p = sigmoid\("), $"{key}: p is sigmoid of another letter in {entry.Formula}, and the prediction in {ReadableFormula.Value(entry.CreateExample(), chinese: false)}");
    }

    private static bool IsNamed(string formula, string parameter) =>
        GeneralFormula.Names(formula, parameter) || (parameter.Length <= 2 && Regex.IsMatch(formula, $"(?<![A-Za-z0-9]){parameter}(?![a-z])", RegexOptions.IgnoreCase));
}

using System.Text.RegularExpressions;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>
/// The formula of an entry in its own words, which names every parameter. What is derived from the code holds at the parameters that are
/// given: one that is 0 or 1, or left out, is not seen in it. Where one is missing, the entry's own formula stands beside it.
/// </summary>
internal static class GeneralFormula
{
    /// <summary>The lines of the entry's own formula where <paramref name="written"/> lacks a parameter; else none.</summary>
    public static IReadOnlyList<string> Beside(Loss loss, string written, bool chinese)
    {
        var entry = loss.Entry;
        var own = chinese ? entry.ChineseFormula : entry.Formula;
        return own.Length == 0 || entry.Parameters.All(p => Names(written, p.Name)) ? [] : ReadableFormula.Lines(own);
    }

    /// <summary>Whether a formula, as text, LaTeX or MathML, has a parameter by its name or by its Greek letter.</summary>
    public static bool Names(string formula, string parameter)
    {
        var word = parameter.Replace("_", @"(\\?_|\s)", StringComparison.Ordinal);
        return Regex.IsMatch(formula, $"(?<![A-Za-z0-9_]){word}(?![A-Za-z0-9])", RegexOptions.None, TimeSpan.FromSeconds(10))
            || (MathNames.Letter(parameter) is { } letter && MathNames.Character(letter) is { } character && (formula.Contains(character, StringComparison.Ordinal) || formula.Contains('\\' + letter, StringComparison.Ordinal)));
    }
}

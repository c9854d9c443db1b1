using System.Text.RegularExpressions;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>
/// The declared formula of an entry, which names every parameter. A formula derived from the code holds at the given parameters only:
/// a parameter that is 0, 1 or omitted does not appear in it. If one is missing, the declared formula is shown beside it.
/// </summary>
internal static class GeneralFormula
{
    /// <summary>The lines of the entry's own formula if <paramref name="written"/> lacks a parameter; otherwise none.</summary>
    public static IReadOnlyList<string> Beside(Loss loss, string written, bool chinese)
    {
        var entry = loss.Entry;
        var own = chinese ? entry.ChineseFormula : entry.Formula;
        return own.Length == 0 || entry.Parameters.All(p => Names(written, p.Name)) ? [] : ReadableFormula.Lines(own);
    }

    /// <summary>Checks if a formula, as text, LaTeX or MathML, contains a parameter by its name or by its Greek letter.</summary>
    public static bool Names(string formula, string parameter)
    {
        var word = parameter.Replace("_", @"(\\?_|\s)", StringComparison.Ordinal);
        return Regex.IsMatch(formula, $"(?<![A-Za-z0-9_]){word}(?![A-Za-z0-9])", RegexOptions.None, TimeSpan.FromSeconds(10))
            || (MathNames.Letter(parameter) is { } letter && MathNames.Character(letter) is { } character && (formula.Contains(character, StringComparison.Ordinal) || formula.Contains('\\' + letter, StringComparison.Ordinal)));
    }
}

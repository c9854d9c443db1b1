using Minima.Analysis;
using Minima.Tabular;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>The forms that a formula is printed in, by the words of the command line.</summary>
internal static class Forms
{
    /// <summary>Each word, and the language of the writer.</summary>
    public static IReadOnlyList<(string Word, FormulaLanguage Language)> All { get; } =
    [
        ("text", FormulaLanguage.Text),
        ("latex", FormulaLanguage.Latex),
        ("mathml", FormulaLanguage.MathMl),
        ("sql", FormulaLanguage.Sql),
        ("csharp", FormulaLanguage.CSharp),
        ("python", FormulaLanguage.Python),
        ("javascript", FormulaLanguage.JavaScript),
    ];

    public static IEnumerable<string> Words => All.Select(f => f.Word);

    /// <summary>The formula, or its derivative with respect to the first input.</summary>
    /// <exception cref="NotSupportedException">The loss cannot be written in this form.</exception>
    public static string Write(Loss loss, string word, bool derivative, bool chinese = false)
    {
        var language = All.First(f => f.Word == word).Language;
        if (!derivative && FormulaWriter.WriteGeneral(loss, language) is { } declared)
        {
            return language == FormulaLanguage.Latex && TryDerive(loss, language, derivative: false) is { } written
                ? $"{declared}\n% at these parameters:\n{string.Join('\n', written.Split('\n').Select(line => "% " + line.TrimStart('%', ' ')))}"
                : declared;
        }

        return Derive(loss, language, derivative, chinese);
    }

    /// <summary>Derives the form from the code alone.</summary>
    /// <exception cref="NotSupportedException">The loss cannot be written in this form.</exception>
    private static string Derive(Loss loss, FormulaLanguage language, bool derivative, bool chinese = false)
    {
        if (RowExpression.CanWrite(loss))
        {
            var row = RowForms.Write(RowExpression.Of(loss), language, derivative);
            return language == FormulaLanguage.Text && chinese ? Translated(row) : Noted(loss, row, language, derivative);
        }

        var text = derivative ? FormulaWriter.WriteDerivative(loss, language) : FormulaWriter.Write(loss, language);
        return language == FormulaLanguage.Text && chinese ? Translated(text) : Noted(loss, text, language, derivative);
    }

    /// <summary>Adds the entry's own formula in a comment if the derived form lacks a parameter at the given values.</summary>
    private static string Noted(Loss loss, string text, FormulaLanguage language, bool derivative)
    {
        if (derivative || loss.Entry.Latex.Length > 0 || language is not (FormulaLanguage.Latex or FormulaLanguage.MathMl) || GeneralFormula.Beside(loss, text, chinese: false) is not { Count: > 0 } general)
        {
            return text;
        }

        var own = string.Join(";  ", general);
        return language == FormulaLanguage.Latex ? $"% in general: {own}\n{text}" : $"<!-- in general: {own.Replace("--", "- -", StringComparison.Ordinal)} -->\n{text}";
    }

    /// <summary>The three English words of a formula as text; no name of a formula is one of them.</summary>
    public static string Translated(string text) => text
        .Replace(" if ", " 若 ", StringComparison.Ordinal)
        .Replace(" otherwise", " 其他情形", StringComparison.Ordinal)
        .Replace("\nwith ", "\n其中 ", StringComparison.Ordinal);

    /// <summary>Writes the formula or its derivative, or returns null if the loss cannot be written in this form.</summary>
    public static string? TryWrite(Loss loss, string word, bool derivative, bool chinese = false) => OrNull(() => Write(loss, word, derivative, chinese));

    /// <summary>Derives the form from the code alone, or returns null if that is not possible.</summary>
    public static string? TryDerive(Loss loss, FormulaLanguage language, bool derivative) => OrNull(() => Derive(loss, language, derivative));

    private static string? OrNull(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}

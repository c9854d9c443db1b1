using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>The forms that a formula is printed in, by the words of the command line.</summary>
internal static class Forms
{
    private const string Text = "text";

    /// <summary>Each word, and the language of the writer; null for text that is read in a terminal.</summary>
    public static IReadOnlyList<(string Word, FormulaLanguage? Language)> All { get; } =
    [
        (Text, null),
        ("latex", FormulaLanguage.Latex),
        ("mathml", FormulaLanguage.MathMl),
        ("sql", FormulaLanguage.Sql),
        ("csharp", FormulaLanguage.CSharp),
        ("python", FormulaLanguage.Python),
    ];

    public static IEnumerable<string> Words => All.Select(f => f.Word);

    /// <summary>The formula, or its derivative with respect to the first input.</summary>
    /// <exception cref="NotSupportedException">The loss cannot be written in this form.</exception>
    public static string Write(Loss loss, string word, bool derivative, bool chinese = false)
    {
        var language = All.First(f => f.Word == word).Language;
        return language is { } known
            ? derivative ? FormulaWriter.WriteDerivative(loss, known) : FormulaWriter.Write(loss, known)
            : derivative ? ReadableFormula.Derivative(loss, chinese) ?? throw new NotSupportedException($"{loss.Entry.Key}: there is no text of the derivative") : ReadableFormula.Value(loss, chinese);
    }

    /// <summary>The same, or null where it cannot be written so.</summary>
    public static string? TryWrite(Loss loss, string word, bool derivative)
    {
        try
        {
            return Write(loss, word, derivative);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}

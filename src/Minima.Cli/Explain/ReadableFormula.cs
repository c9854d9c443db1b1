namespace Minima.Cli.Explain;

/// <summary>The formula and the derivative of a loss as a person reads them in a terminal.</summary>
internal static class ReadableFormula
{
    /// <summary>The formula, on one or more lines.</summary>
    public static string Value(Loss loss, bool chinese) => string.Join('\n', (chinese ? loss.Entry.ChineseFormula : loss.Entry.Formula).Split(';', StringSplitOptions.TrimEntries));

    /// <summary>The derivative, or null where there is no text of it.</summary>
    public static string? Derivative(Loss loss, bool chinese) => null;
}

using System.Text.RegularExpressions;

namespace Minima.Cli.Explain;

/// <summary>The formula and the derivative of a loss as a person reads them in a terminal.</summary>
internal static class ReadableFormula
{
    /// <summary>Derivatives longer than this are shown only with --as.</summary>
    private const int LongestShown = 900;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The formula: as written from the graph, or the entry's own text if that is shorter or there is no graph; both if a parameter is missing in the first.</summary>
    public static string Value(Loss loss, bool chinese)
    {
        var own = chinese ? loss.Entry.ChineseFormula : loss.Entry.Formula;
        var written = Forms.TryWrite(loss, "text", derivative: false, chinese);
        if (written is null || (own.Length > 0 && written.Length > LongestShown))
        {
            return string.Join('\n', Lines(own));
        }

        var general = GeneralFormula.Beside(loss, written, chinese);
        return general.Count == 0 ? written : $"{string.Join('\n', general)}\n\n{(chinese ? "在这些参数下：" : "at these parameters:")}\n{written}";
    }

    /// <summary>The parts of a formula that are code, and the sentences that may follow it in a Chinese formula.</summary>
    public static (string Code, string Sentences) Parts(string formula)
    {
        var lines = Lines(formula).ToLookup(line => line.Any(letter => letter >= '\u2e80'));
        return lines.Contains(true) ? (string.Join(";  ", lines[false]), string.Join('；', lines[true]) + "。") : (formula, "");
    }

    /// <summary>The definitions of a formula, each on a line of its own: semicolons outside brackets separate them, as in <c>-log N(y; m, s); s = exp(a)</c>.</summary>
    public static string[] Lines(string formula)
    {
        var (lines, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i < formula.Length; i++)
        {
            depth += formula[i] is '(' or '[' or '{' ? 1 : formula[i] is ')' or ']' or '}' ? -1 : 0;
            if (formula[i] is not (';' or '；') || depth != 0) continue;
            lines.Add(formula[start..i].Trim());
            start = i + 1;
        }

        return [.. lines, formula[start..].Trim()];
    }

    /// <summary>Renames p to x or s, and t to y, in a derived formula if the loss's own formula uses these letters.</summary>
    public static string Lettered(LossEntry entry, string written)
    {
        (string From, string[] To)[] letters = [("p", ["x", "s"]), ("t", ["y"])];
        if (entry.IsText || !entry.IsPoint) return written;
        foreach (var (from, others) in letters)
        {
            if (Has(entry.Formula, from)) continue;
            if (others.FirstOrDefault(letter => Has(entry.Formula, letter) && !entry.Inputs.Any(input => input.Name == letter)) is { } other) written = Regex.Replace(written, Alone(from), other, RegexOptions.None, Limit);
        }

        return written;
    }

    private static bool Has(string formula, string letter) => Regex.IsMatch(formula, Alone(letter), RegexOptions.None, Limit);

    private static string Alone(string letter) => $"(?<![A-Za-z0-9_]){letter}(?![A-Za-z0-9_])";

    /// <summary>The derivative with respect to the first input, or null if there is none or it is too long to read.</summary>
    public static string? Derivative(Loss loss, bool chinese) =>
        loss.Entry.Inputs[0].Differentiated && Forms.TryWrite(loss, "text", derivative: true, chinese) is { } text && text.Length <= LongestShown ? text : null;
}

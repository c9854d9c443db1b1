namespace Minima.Writers;

/// <summary>LaTeX with amsmath.</summary>
internal sealed class LatexMarkup : Markup
{
    public static readonly LatexMarkup Instance = new();

    public override string Minus => "-";

    public override string Times => " ";

    public override string Application => "";

    public override string Apart => " \\, ";

    public override bool IsWord(string piece) => piece.StartsWith("\\mathrm", StringComparison.Ordinal);

    public override string Number(string digits) => Scientific.Parts(digits) is var (mantissa, exponent)
        ? (mantissa.Length == 0 ? "" : mantissa + " \\cdot ") + $"10^{{{exponent}}}"
        : digits;

    public override string Name(string name) => MathNames.Letter(name) is { } letter
        ? letter.Length == 1 ? letter : "\\" + letter
        : $"\\mathrm{{{Escaped(name)}}}";

    public override string Word(string word) => word switch
    {
        "e" => "e",
        "infinity" => "\\infty",
        "nan" => "\\mathrm{NaN}",
        "pi" or "log" or "max" or "min" or "sin" or "cos" or "tanh" or "arctan" or "cosh" or "Gamma" or "Phi" or "varphi" or "psi" or "sigma" or "tau" => "\\" + word,
        "psi'" => "\\psi'",
        "psi''" => "\\psi''",
        "I0" => "I_{0}",
        "I1" => "I_{1}",
        _ => word.Length > 1 ? $"\\operatorname{{{word}}}" : word,
    };

    public override string Indexed(string letter, int index) => FormattableString.Invariant($"{letter}_{{{index}}}");

    public override string Indexed(string letter, string index) => $"{letter}_{{{index}}}";

    public override string Subscripted(string written, string index) => $"{written}_{{{index}}}";

    public override string Row(params IReadOnlyList<string> pieces)
    {
        var text = "";
        foreach (var piece in pieces)
        {
            // A command absorbs the letters after it.
            var apart = text.Length > 0 && piece.Length > 0 && char.IsLetter(text[^1]) && char.IsLetterOrDigit(piece[0]) && EndsInCommand(text);
            text += (apart ? " " : "") + piece;
        }

        return text.Replace("  ", " ", StringComparison.Ordinal);
    }

    public override string Sign(string sign) => sign switch
    {
        "," => ", ",
        "<=" => " \\le ",
        ">=" => " \\ge ",
        "!=" => " \\ne ",
        _ => $" {sign} ",
    };

    public override string Fraction(string above, string below) => $"\\frac{{{above}}}{{{below}}}";

    public override string Raised(string x, string exponent) => $"{x}^{{{exponent}}}";

    public override string Root(string x) => $"\\sqrt{{{x}}}";

    public override string Parentheses(string x) => IsTall(x) ? $"\\left({x}\\right)" : $"({x})";

    public override string Magnitude(string x) => $"\\left|{x}\\right|";

    public override string Cases(IReadOnlyList<(string Value, string? Condition)> cases) =>
        "\\begin{cases} "
        + string.Join(" \\\\ ", cases.Select(c => c.Value + " & " + (c.Condition is { } condition ? "\\text{if } " + condition : "\\text{otherwise}")))
        + " \\end{cases}";

    public override string Whole(string formula, IReadOnlyList<string> definitions) =>
        definitions.Count == 0 ? formula : formula + ", \\quad " + string.Join(", \\quad ", definitions);

    private static bool IsTall(string x) => x.AsSpan().ContainsAny("^_") || x.Contains("\\frac", StringComparison.Ordinal) || x.Contains("\\left", StringComparison.Ordinal)
        || x.Contains("\\begin", StringComparison.Ordinal) || x.Contains("\\sqrt", StringComparison.Ordinal);

    private static bool EndsInCommand(string text)
    {
        var at = text.Length;
        while (at > 0 && char.IsAsciiLetter(text[at - 1]))
        {
            at--;
        }

        return at > 0 && text[at - 1] == '\\';
    }

    /// <summary>A name as escaped text.</summary>
    private static string Escaped(string name) => string.Concat(name.Select(c => c switch
    {
        '\\' => "\\backslash ",
        '^' => "\\hat{\\ }",
        '~' => "\\tilde{\\ }",
        '_' or '#' or '$' or '%' or '&' or '{' or '}' => "\\" + c,
        ' ' => "\\ ",
        _ => c.ToString(),
    }));
}

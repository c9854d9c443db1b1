using System.Globalization;
using System.Text;

namespace Minima.Writers;

/// <summary>Mathematics as text for a terminal: Unicode letters and superscripts, one case to a line.</summary>
/// <remarks>
/// A fraction and a choice between cases look different in a product, in a sum and alone, and a part is written before its surroundings.
/// So both are kept between control characters, which no name has, until those are known.
/// </remarks>
internal sealed class PlainMarkup : Markup
{
    public static readonly PlainMarkup Instance = new();

    private const char OpenFraction = '\u0010';
    private const char CloseFraction = '\u0011';
    private const char OpenCases = '\u0012';
    private const char CloseCases = '\u0013';
    private const char NextCase = '\u0014';
    private const char Condition = '\u0015';
    private const char Product = '\u0016';

    public override string Minus => "-";

    public override string Times => Product.ToString();

    public override string Apart => Times;

    public override string Application => "";

    public override string Number(string digits) => digits;

    public override bool IsWord(string piece) => false;

    public override string Name(string name) => MathNames.Letter(name) is { } letter ? MathNames.Character(letter) ?? letter : name;

    public override string Word(string word) => word switch
    {
        "infinity" => "∞",
        "nan" => "NaN",
        "Gamma" => "Γ",
        "Phi" => "Φ",
        "psi'" => "ψ′",
        "psi''" => "ψ″",
        "I0" => "I₀",
        "I1" => "I₁",
        _ => MathNames.Character(word) ?? word,
    };

    public override string Indexed(string letter, int index) => letter + string.Concat(index.ToString(CultureInfo.InvariantCulture).Select(d => (char)('₀' + (d - '0'))));

    public override string Indexed(string letter, string index) => $"{letter}_{index}";

    public override string Subscripted(string written, string index) => char.IsAsciiDigit(index[0]) ? Indexed(written, index[0] - '0') : Indexed(written, index);

    public override string Row(params IReadOnlyList<string> pieces)
    {
        if (pieces.All(p => p != Times))
        {
            return string.Concat(pieces);
        }

        // Adjacent factors: a fraction among them is put in parentheses.
        return string.Concat(pieces.Select(piece => piece.Length > 1 && IsWhole(piece, OpenFraction, CloseFraction) ? $"({piece[1..^1]})" : piece));
    }

    public override string Sign(string sign) => sign switch
    {
        "" => " ",
        "," => ", ",
        "<=" => " ≤ ",
        ">=" => " ≥ ",
        "!=" => " ≠ ",
        _ => $" {sign} ",
    };

    public override string Fraction(string above, string below) =>
        Vulgar(above, below) ?? $"{OpenFraction}{Held(above, products: false)} / {Held(below, products: true)}{CloseFraction}";

    private static string? Vulgar(string above, string below) => (above, below) switch
    {
        ("1", "2") => "½",
        ("1", "3") => "⅓",
        ("2", "3") => "⅔",
        ("1", "4") => "¼",
        ("3", "4") => "¾",
        ("1", "6") => "⅙",
        ("1", "8") => "⅛",
        _ => null,
    };

    public override string Raised(string x, string exponent) =>
        x == "e" ? $"exp({exponent})"
        : exponent.All(char.IsAsciiDigit) ? x + string.Concat(exponent.Select(Superscript))
        : exponent == "½" ? Root(x)
        : $"{x}^{(exponent.All(char.IsLetterOrDigit) ? exponent : $"({exponent})")}";

    public override string Root(string x) => "√" + (x.All(char.IsLetterOrDigit) ? x : $"({x})");

    public override string Parentheses(string x) => IsWhole(x, OpenFraction, CloseFraction) ? $"({x[1..^1]})" : IsWhole(x, OpenCases, CloseCases) ? x : $"({x})";

    public override string Magnitude(string x) => $"|{x}|";

    public override string Cases(IReadOnlyList<(string Value, string? Condition)> cases) =>
        OpenCases + string.Join(NextCase, cases.Select(c => c.Value + Condition + (c.Condition is { } condition ? "if " + condition : "otherwise"))) + CloseCases;

    public override string Whole(string formula, IReadOnlyList<string> definitions)
    {
        var text = IsWhole(formula, OpenCases, CloseCases) ? Stacked(formula) : Plain(formula);
        return string.Join('\n', definitions.Select((d, i) => (i == 0 ? "with " : "     ") + Plain(d)).Prepend(text));
    }

    /// <summary>One case to a line, the conditions below each other.</summary>
    private static string Stacked(string cases)
    {
        var rows = Split(cases[1..^1], NextCase).Select(c => Split(c, Condition).Select(Plain).ToArray()).ToArray();
        var width = rows.Max(r => r[0].Length);
        return string.Join('\n', rows.Select(r => r[0].PadRight(width) + "  " + r[1]));
    }

    /// <summary>The text without control characters; nested cases are in braces.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c switch
            {
                OpenFraction or CloseFraction => "",
                OpenCases => "{",
                CloseCases => "}",
                NextCase => "; ",
                Condition or Product => " ",
                _ => c.ToString(),
            });
        }

        return plain.ToString();
    }

    /// <summary>A numerator or denominator: sums, and below the bar products too, in parentheses.</summary>
    private static string Held(string x, bool products)
    {
        var depth = 0;
        var inside = false;
        for (var i = 0; i < x.Length; i++)
        {
            depth += x[i] is '(' or OpenCases or OpenFraction ? 1 : x[i] is ')' or CloseCases or CloseFraction ? -1 : 0;
            inside ^= x[i] == '|';
            var splits = depth == 0 && !inside && ((x[i] is '+' or '-' && i > 0) || (products && x[i] == Product));
            if (splits || (products && x[i] == OpenFraction))
            {
                return $"({x})";
            }
        }

        return x;
    }

    /// <summary>True if the text is one part between these two marks.</summary>
    private static bool IsWhole(string text, char open, char close)
    {
        if (text.Length < 2 || text[0] != open || text[^1] != close)
        {
            return false;
        }

        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
            if (depth == 0 && i < text.Length - 1)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Splits at a mark, but not inside nested cases.</summary>
    private static List<string> Split(string text, char mark)
    {
        var pieces = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == OpenCases ? 1 : text[i] == CloseCases ? -1 : 0;
            if (depth == 0 && text[i] == mark)
            {
                pieces.Add(text[start..i]);
                start = i + 1;
            }
        }

        pieces.Add(text[start..]);
        return pieces;
    }

    private static char Superscript(char digit) => digit switch { '1' => '¹', '2' => '²', '3' => '³', _ => (char)('⁰' + (digit - '0')) };
}

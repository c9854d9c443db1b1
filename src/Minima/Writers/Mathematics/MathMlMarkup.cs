using System.Globalization;
using System.Net;

namespace Minima.Writers;

/// <summary>MathML Core, for browsers.</summary>
internal sealed class MathMlMarkup : Markup
{
    public static readonly MathMlMarkup Instance = new();

    public override string Minus => "<mo form=\"prefix\">−</mo>";

    public override string Times => "<mo>&#x2062;</mo>";

    public override string Application => "<mo>&#x2061;</mo>";

    public override string Apart => Times + "<mspace width=\"0.17em\"/>";

    public override bool IsWord(string piece)
    {
        var at = piece.StartsWith("<msup>", StringComparison.Ordinal) ? "<msup>".Length : 0;
        return piece.AsSpan(at).StartsWith("<mi>") && piece.IndexOf('<', at + 4) - at > 5;
    }

    public override string Number(string digits)
    {
        if (Scientific.Parts(digits) is not var (mantissa, exponent))
        {
            return $"<mn>{digits}</mn>";
        }

        var power = exponent[0] == '-' ? Raised(Number("10"), Row(Minus, Number(exponent[1..]))) : Raised(Number("10"), Number(exponent));
        return mantissa.Length == 0 ? power : Row(Number(mantissa), "<mo>⋅</mo>", power);
    }

    public override string Name(string name)
    {
        var letter = MathNames.Letter(name) ?? name;
        return $"<mi>{WebUtility.HtmlEncode(MathNames.Character(letter) ?? letter)}</mi>";
    }

    public override string Word(string word) => word switch
    {
        "infinity" => "<mi>∞</mi>",
        "pi" => "<mi>π</mi>",
        "Gamma" => "<mi mathvariant=\"normal\">Γ</mi>",
        "Phi" => "<mi mathvariant=\"normal\">Φ</mi>",
        "varphi" => "<mi>φ</mi>",
        "sigma" => "<mi>σ</mi>",
        "psi" => "<mi>ψ</mi>",
        "tau" => "<mi>τ</mi>",
        "psi'" => "<msup><mi>ψ</mi><mo>′</mo></msup>",
        "psi''" => "<msup><mi>ψ</mi><mo>″</mo></msup>",
        "I0" => "<msub><mi>I</mi><mn>0</mn></msub>",
        "I1" => "<msub><mi>I</mi><mn>1</mn></msub>",
        "nan" => "<mi>NaN</mi>",
        _ => $"<mi>{word}</mi>",
    };

    public override string Indexed(string letter, int index) => $"<msub><mi>{letter}</mi><mn>{index.ToString(CultureInfo.InvariantCulture)}</mn></msub>";

    public override string Indexed(string letter, string index) => $"<msub><mi>{letter}</mi><mi>{index}</mi></msub>";

    public override string Subscripted(string written, string index) => $"<msub>{written}{(char.IsAsciiDigit(index[0]) ? $"<mn>{index}</mn>" : $"<mi>{index}</mi>")}</msub>";

    public override string Row(params IReadOnlyList<string> pieces) => pieces.Count == 1 ? pieces[0] : $"<mrow>{string.Concat(pieces)}</mrow>";

    public override string Sign(string sign) => sign switch
    {
        "," => "<mo separator=\"true\">,</mo>",
        "-" => "<mo>−</mo>",
        "<" => "<mo>&lt;</mo>",
        ">" => "<mo>&gt;</mo>",
        "<=" => "<mo>≤</mo>",
        ">=" => "<mo>≥</mo>",
        "!=" => "<mo>≠</mo>",
        _ => $"<mo>{sign}</mo>",
    };

    public override string Fraction(string above, string below) => $"<mfrac>{above}{below}</mfrac>";

    public override string Raised(string x, string exponent) => $"<msup>{x}{exponent}</msup>";

    public override string Root(string x) => $"<msqrt>{x}</msqrt>";

    public override string Parentheses(string x) => $"<mrow><mo>(</mo>{x}<mo>)</mo></mrow>";

    public override string Magnitude(string x) => $"<mrow>{Fence("prefix", "|")}{x}{Fence("postfix", "|")}</mrow>";

    public override string Cases(IReadOnlyList<(string Value, string? Condition)> cases) =>
        Braced(string.Concat(cases.Select(c => $"<mtr>{Cell("left", c.Value)}{Cell("left", c.Condition is { } condition ? $"<mrow><mtext>if&#xA0;</mtext>{condition}</mrow>" : "<mtext>otherwise</mtext>")}</mtr>")));

    public override string Whole(string formula, IReadOnlyList<string> definitions) =>
        Element($"<mrow>{formula}{string.Concat(definitions.Select(d => $"{Sign(",")}<mspace width=\"1.5em\"/>{d}"))}</mrow>");

    /// <summary>The element of a whole formula.</summary>
    public static string Element(string formula) => $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">{formula}</math>";

    /// <summary>A bracket as high as its content.</summary>
    /// <param name="form">prefix for the opening one, postfix for the closing one.</param>
    /// <param name="sign">The sign; empty for a side without one.</param>
    public static string Fence(string form, string sign) => $"<mo form=\"{form}\" fence=\"true\" stretchy=\"true\">{sign}</mo>";

    /// <summary>Rows of cases after a brace.</summary>
    public static string Braced(string rows) => $"<mrow>{Fence("prefix", "{")}<mtable>{rows}</mtable></mrow>";

    /// <summary>A cell of a row.</summary>
    public static string Cell(string align, string x) => $"<mtd style=\"text-align:{align}\">{x}</mtd>";
}

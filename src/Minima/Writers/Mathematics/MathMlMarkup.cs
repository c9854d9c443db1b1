using System.Globalization;
using System.Net;

namespace Minima.Writers;

/// <summary>MathML Core, as browsers draw it.</summary>
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

    public override string Magnitude(string x) => $"<mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">|</mo>{x}<mo form=\"postfix\" fence=\"true\" stretchy=\"true\">|</mo></mrow>";

    public override string Cases(IReadOnlyList<(string Value, string? Condition)> cases) =>
        "<mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">{</mo><mtable>"
        + string.Concat(cases.Select(c => $"<mtr><mtd style=\"text-align:left\">{c.Value}</mtd><mtd style=\"text-align:left\">{(c.Condition is { } condition ? $"<mrow><mtext>if&#xA0;</mtext>{condition}</mrow>" : "<mtext>otherwise</mtext>")}</mtd></mtr>"))
        + "</mtable></mrow>";

    public override string Whole(string formula, IReadOnlyList<string> definitions) =>
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mrow>"
        + formula
        + string.Concat(definitions.Select(d => $"<mo separator=\"true\">,</mo><mspace width=\"1.5em\"/>{d}"))
        + "</mrow></math>";
}

namespace Minima.Writers;

/// <summary>Converts LaTeX that the file of a loss declares to MathML Core. It supports only the LaTeX that the formulas of the catalogue use.</summary>
internal sealed class DeclaredLatex
{
    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal)
    {
        ["Gamma"] = "Γ",
        ["Delta"] = "Δ",
        ["Theta"] = "Θ",
        ["Lambda"] = "Λ",
        ["Xi"] = "Ξ",
        ["Pi"] = "Π",
        ["Sigma"] = "Σ",
        ["Phi"] = "Φ",
        ["Psi"] = "Ψ",
        ["Omega"] = "Ω",
        ["epsilon"] = "ϵ",
        ["phi"] = "ϕ",
        ["ell"] = "ℓ",
        ["infty"] = "∞",
        ["partial"] = "∂",
        ["nabla"] = "∇",
        ["varnothing"] = "∅",
        ["top"] = "⊤",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal) { "log", "exp", "sin", "cos", "tan", "tanh", "cosh", "sinh", "arctan", "arg", "det" };

    private static readonly HashSet<string> Limits = new(StringComparer.Ordinal) { "max", "min", "sup", "inf", "lim" };

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["cdot"] = "⋅",
        ["times"] = "×",
        ["circ"] = "∘",
        ["odot"] = "⊙",
        ["in"] = "∈",
        ["notin"] = "∉",
        ["le"] = "≤",
        ["ge"] = "≥",
        ["ne"] = "≠",
        ["approx"] = "≈",
        ["sim"] = "∼",
        ["propto"] = "∝",
        ["to"] = "→",
        ["leftarrow"] = "←",
        ["wedge"] = "∧",
        ["vee"] = "∨",
        ["neg"] = "¬",
        ["mid"] = "∣",
        ["dots"] = "…",
        ["cup"] = "∪",
        ["cap"] = "∩",
        ["setminus"] = "∖",
        ["pm"] = "±",
    };

    private static readonly Dictionary<string, string> Fences = new(StringComparer.Ordinal)
    {
        ["lVert"] = "‖",
        ["rVert"] = "‖",
        ["lvert"] = "|",
        ["rvert"] = "|",
        ["lbrace"] = "{",
        ["rbrace"] = "}",
        ["{"] = "{",
        ["}"] = "}",
        ["lfloor"] = "⌊",
        ["rfloor"] = "⌋",
        ["lceil"] = "⌈",
        ["rceil"] = "⌉",
        ["langle"] = "⟨",
        ["rangle"] = "⟩",
    };

    private static readonly Dictionary<string, string> Spaces = new(StringComparer.Ordinal) { [","] = "0.17em", [";"] = "0.28em", ["enspace"] = "0.5em", ["quad"] = "1em", ["qquad"] = "2em", [" "] = "0.25em" };

    private static readonly Dictionary<string, string> Accents = new(StringComparer.Ordinal) { ["hat"] = "^", ["bar"] = "¯", ["tilde"] = "~", ["overline"] = "¯" };

    private readonly string _latex;
    private int _at;

    private DeclaredLatex(string latex) => _latex = latex;

    /// <summary>Converts LaTeX to one math element.</summary>
    /// <exception cref="FormatException">An unknown command, or an unclosed brace, bracket or environment.</exception>
    public static string ToMathMl(string latex)
    {
        var reader = new DeclaredLatex(latex);
        var row = reader.Row("");
        return reader._at < latex.Length ? throw reader.NotUnderstood(reader._at) : MathMlMarkup.Element(row);
    }

    /// <summary>Atoms with their scripts, until an end: a brace, \right, \end, or the end of a cell.</summary>
    private string Row(string inside)
    {
        var (pieces, count) = ("", 0);
        while (!IsAtEnd(inside))
        {
            if (_latex[_at] == ' ')
            {
                _at++;
                continue;
            }

            var start = _at;
            var atom = Atom();
            var command = _latex[start] == '\\' ? _latex[(start + 1).._at].Split('{')[0] : "";
            var (isLarge, isFunction) = (command is "sum" or "prod" || Limits.Contains(command), command == "operatorname" || Functions.Contains(command) || Limits.Contains(command));
            pieces += Scripted(atom, isLarge);
            count += isFunction ? 2 : 1;
            if (isFunction) pieces += IsBeforeFence() ? "<mo>&#x2061;</mo>" : "<mo>&#x2061;</mo><mspace width=\"0.17em\"/>";
        }

        return count == 1 ? pieces : $"<mrow>{pieces}</mrow>";
    }

    private bool IsAtEnd(string inside) => _at >= _latex.Length || _latex[_at] == '}' || Is("\\right") || Is("\\end{") || (inside.Length > 0 && (_latex[_at] == '&' || Is("\\\\")));

    /// <summary>True for a command by its whole name: \right is not \rightarrow.</summary>
    private bool Is(string command) => string.CompareOrdinal(_latex, _at, command, 0, command.Length) == 0 && (!char.IsAsciiLetter(command[^1]) || _at + command.Length >= _latex.Length || !char.IsAsciiLetter(_latex[_at + command.Length]));

    private bool IsBeforeFence()
    {
        while (_at < _latex.Length && _latex[_at] == ' ') _at++;
        return _at >= _latex.Length || _latex[_at] is '(' or '[' or ',' or '}' || Is("\\left") || Is("\\lVert") || Is("\\right");
    }

    private string Scripted(string atom, bool isLarge)
    {
        var (below, above, hasPower) = ("", "", false);
        while (_at < _latex.Length && " _^'".Contains(_latex[_at], StringComparison.Ordinal))
        {
            switch (_latex[_at++])
            {
                case '_' when below.Length == 0:
                    below = Argument();
                    break;
                case '^' when !hasPower:
                    (above, hasPower) = (Beside(above, Argument()), true);
                    break;
                case '\'' when !hasPower:
                    above = Beside(above, "<mo>′</mo>");
                    break;
                case ' ':
                    break;
                default:
                    throw NotUnderstood(_at - 1);
            }
        }

        var (under, over) = isLarge ? ("munder", "mover") : ("msub", "msup");
        return (below.Length, above.Length) switch
        {
            (0, 0) => atom,
            (_, 0) => $"<{under}>{atom}{below}</{under}>",
            (0, _) => $"<{over}>{atom}{above}</{over}>",
            _ => isLarge ? $"<munderover>{atom}{below}{above}</munderover>" : $"<msubsup>{atom}{below}{above}</msubsup>",
        };
    }

    private static string Beside(string first, string second) => first.Length == 0 ? second : $"<mrow>{first}{second}</mrow>";

    /// <summary>The content of braces, or one atom.</summary>
    private string Argument()
    {
        while (_at < _latex.Length && _latex[_at] == ' ') _at++;
        if (_at >= _latex.Length) throw NotUnderstood(_at);
        return Atom();
    }

    private string Atom()
    {
        var c = _latex[_at];
        switch (c)
        {
            case '{':
                _at++;
                var inner = Row("");
                Take("}");
                return inner;
            case '\\':
                return Command();
            case '_' or '^' or '\'' or '&' or '$' or '#' or '%':
                throw NotUnderstood(_at);
        }

        if (char.IsAsciiDigit(c))
        {
            var start = _at;
            while (_at < _latex.Length && (char.IsAsciiDigit(_latex[_at]) || (_latex[_at] == '.' && _at + 1 < _latex.Length && char.IsAsciiDigit(_latex[_at + 1])))) _at++;
            return $"<mn>{_latex[start.._at]}</mn>";
        }

        _at++;
        return char.IsAsciiLetter(c) ? $"<mi>{c}</mi>" : "()[]|".Contains(c, StringComparison.Ordinal) ? $"<mo stretchy=\"false\">{c}</mo>" : MathMlMarkup.Instance.Sign(c.ToString());
    }

    private string Command()
    {
        var start = ++_at;
        while (_at < _latex.Length && char.IsAsciiLetter(_latex[_at])) _at++;
        if (_at == start) _at++;
        var name = _at <= _latex.Length ? _latex[start.._at] : "";
        if (MathNames.Character(name) is { } greek && !Letters.ContainsKey(name)) return $"<mi>{greek}</mi>";
        if (Letters.TryGetValue(name, out var letter)) return char.IsUpper(name[0]) ? $"<mi mathvariant=\"normal\">{letter}</mi>" : $"<mi>{letter}</mi>";
        if (Functions.Contains(name) || Limits.Contains(name)) return $"<mi>{name}</mi>";
        if (Operators.TryGetValue(name, out var sign)) return $"<mo>{sign}</mo>";
        if (Fences.TryGetValue(name, out var fence)) return $"<mo stretchy=\"false\">{fence}</mo>";
        if (Spaces.TryGetValue(name, out var width)) return $"<mspace width=\"{width}\"/>";
        if (Accents.TryGetValue(name, out var accent)) return $"<mover accent=\"true\">{Argument()}<mo stretchy=\"{(name == "overline" ? "true" : "false")}\">{accent}</mo></mover>";
        switch (name)
        {
            case "frac":
                return $"<mfrac>{Argument()}{Argument()}</mfrac>";
            case "sqrt":
                return $"<msqrt>{Argument()}</msqrt>";
            case "underset":
                var below = Argument();
                return $"<munder>{Argument()}{below}</munder>";
            case "sum":
                return "<mo largeop=\"true\" movablelimits=\"false\">∑</mo>";
            case "prod":
                return "<mo largeop=\"true\" movablelimits=\"false\">∏</mo>";
            case "int":
                return "<mo largeop=\"true\">∫</mo>";
            case "text":
                return $"<mtext>{Raw().Replace(" ", "&#xA0;", StringComparison.Ordinal)}</mtext>";
            case "mathrm" or "operatorname":
                var word = Raw().Replace("\\_", "_", StringComparison.Ordinal);
                return word.Length == 1 ? $"<mi mathvariant=\"normal\">{word}</mi>" : $"<mi>{word}</mi>";
            case "mathbb" or "mathbf" or "mathcal":
                return $"<mi>{Alphabet(name, Raw())}</mi>";
            case "Big":
                return Atom();
            case "left":
                return Fenced();
            case "begin":
                return Environment();
            default:
                throw NotUnderstood(start - 1);
        }
    }

    private string Fenced()
    {
        var (open, inner) = (Fence("prefix"), Row(""));
        Take("\\right");
        return $"<mrow>{open}{inner}{Fence("postfix")}</mrow>";
    }

    private string Fence(string form)
    {
        var start = _at;
        if (_at >= _latex.Length) throw NotUnderstood(_at);
        if (_latex[_at++] == '\\')
        {
            while (_at < _latex.Length && char.IsAsciiLetter(_latex[_at])) _at++;
            if (_at == start + 1) _at++;
        }

        var sign = _latex[start.._at];
        var fence = sign[0] == '\\' && Fences.TryGetValue(sign[1..], out var found) ? found : sign is "(" or ")" or "[" or "]" or "|" ? sign : sign == "." ? "" : throw NotUnderstood(start);
        return MathMlMarkup.Fence(form, fence);
    }

    private string Environment()
    {
        var name = Raw();
        if (name is not ("cases" or "aligned")) throw NotUnderstood(_at);
        var (rows, cells, column) = ("", "", 0);
        while (true)
        {
            var align = name == "cases" || column++ % 2 == 1 ? "left" : "right";
            cells += MathMlMarkup.Cell(align, Row(name));
            if (_at < _latex.Length && _latex[_at] == '&')
            {
                _at++;
                continue;
            }

            rows += $"<mtr>{cells}</mtr>";
            (cells, column) = ("", 0);
            if (!Is("\\\\")) break;
            _at += 2;
        }

        Take("\\end{" + name + "}");
        return name == "cases" ? MathMlMarkup.Braced(rows) : $"<mtable displaystyle=\"true\">{rows}</mtable>";
    }

    /// <summary>The unchanged text in braces.</summary>
    private string Raw()
    {
        Take("{");
        var end = _latex.IndexOf('}', _at);
        if (end < 0) throw NotUnderstood(_at);
        var text = _latex[_at..end];
        _at = end + 1;
        return text;
    }

    private void Take(string expected)
    {
        if (!Is(expected)) throw NotUnderstood(_at);
        _at += expected.Length;
    }

    private static string Alphabet(string alphabet, string letter) => (alphabet, letter) switch
    {
        ("mathbb", "R") => "ℝ",
        ("mathbb", "N") => "ℕ",
        ("mathbb", "Z") => "ℤ",
        (_, [>= '0' and <= '9' and var digit]) => char.ConvertFromUtf32(0x1D7CE + digit - '0'),
        ("mathbb", [>= 'A' and <= 'Z' and var c]) => char.ConvertFromUtf32(0x1D538 + c - 'A'),
        ("mathbf", [>= 'A' and <= 'Z' and var c]) => char.ConvertFromUtf32(0x1D400 + c - 'A'),
        ("mathcal", "L") => "ℒ",
        ("mathcal", [>= 'A' and <= 'Z' and var c]) => char.ConvertFromUtf32(0x1D49C + c - 'A'),
        _ => letter,
    };

    private FormatException NotUnderstood(int at) => new($"the LaTeX cannot be parsed at character {at + 1}: {_latex}");
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Minima.Training.Tests.Formulas;

/// <summary>Reads the LaTeX in which losses on tensors declare their formulas.</summary>
internal sealed partial class FormulaReader
{
    private static readonly HashSet<string> Stops = [.. "+ - = < > , ) ] } )| & : ; \\rVert \\rfloor \\rceil \\} \\le \\ge \\ne \\in \\wedge \\vee \\text \\\\ / \\cdot \\dots \\end \\quad \\leftarrow \\sim \\propto \\to".Split(' '), string.Empty];

    private static readonly HashSet<string> Relations = ["=", "<", ">", "\\le", "\\ge", "\\ne", "\\in"];

    private static readonly HashSet<string> BuiltIn = ["log", "exp", "sin", "cos", "tan", "tanh", "arctan", "max", "min", "softmax", "sg", "std", "var", "sgn", "clip", "argmin", "argmax", "count"];

    private readonly List<string> _tokens;
    private readonly HashSet<string> _functions;
    private int _at;

    private FormulaReader(string latex, HashSet<string> functions)
    {
        _functions = functions;
        _tokens = [.. Tokens().Matches(latex).Select(token => token.Value)];
    }

    private string Next => _at < _tokens.Count ? _tokens[_at] : "";

    /// <summary>The formula itself and its definitions, in the order in which they stand; <paramref name="orders"/> are the letters whose values are sorted, and how.</summary>
    public static (FormulaNode? Formula, List<Definition> Definitions) Read(string latex, HashSet<string> functions, Dictionary<string, bool> orders)
    {
        var text = Plain(latex);
        foreach (Match match in Heads().Matches(text)) functions.Add(Canonical(match.Groups["head"].Value));
        FormulaNode? formula = null;
        var definitions = new List<Definition>();
        foreach (var whole in Clauses(text))
        {
            var clause = Remarks().Replace(whole, "");
            if (Sorting().Match(clause) is { Success: true } sorted)
            {
                orders[Canonical(sorted.Groups["head"].Value)] = sorted.Groups["way"].Value == "\\ge";
                continue;
            }

            if (formula is not null && Numbering().IsMatch(clause)) continue;
            var reader = new FormulaReader(clause, functions);
            var left = reader.Expression();
            if (reader.Next == "=")
            {
                var written = clause[..clause.IndexOf('=', StringComparison.Ordinal)].Replace(" ", "", StringComparison.Ordinal);
                var heads = new List<FormulaNode>();
                var right = left;
                while (reader.Skip("="))
                {
                    heads.Add(right);
                    right = reader.Expression();
                }

                if (reader.Next is not "") throw reader.Unread();
                if (heads.Select(head => Definition(head, right, written)).OfType<Definition>().ToList() is { Count: > 0 } said)
                {
                    definitions.AddRange(said);
                    formula ??= right;
                }
                else
                {
                    formula ??= new Operation("both", left, right);
                }
            }
            else if (formula is null)
            {
                if (reader.Next is not "") throw reader.Unread();
                formula = left;
            }
        }

        return (formula, definitions);
    }

    /// <summary>A condition, as a reading states it.</summary>
    public static FormulaNode Condition(string latex, HashSet<string> functions) => new FormulaReader(Plain(latex), functions).Relation();

    public static string Canonical(string text) => text.Replace("\\mathrm{", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("operatorname", "", StringComparison.Ordinal).Replace("varepsilon", "epsilon", StringComparison.Ordinal).Trim();

    private static Definition? Definition(FormulaNode left, FormulaNode right, string written) => left switch
    {
        Name name => new(name.Text, [], [], right, written),
        Marked { Mark: "mean", Of: Name name } => new("mean " + name.Text, [], [], right, written),
        Indexed { Of: Marked { Mark: "mean", Of: Name name } } mean => new("mean " + name.Text, [], mean.At, right, written),
        Several { Bracket: "(", Members: [Indexed { Of: Name name }, Name { Text: "\\dots" }, ..] } => new(name.Text, [], [], right, written),
        Indexed { Of: Name same } when right is Indexed { Of: Name other } && same.Text == other.Text => null,
        Indexed { Of: Name name } indexed => new(name.Text, [], indexed.At, right, written),
        Indexed { Of: Call call } indexed when call.Arguments.All(a => a is Name) => new(call.Function, [.. call.Arguments.Select(a => ((Name)a).Text)], indexed.At, right, written),
        Call call when !BuiltIn.Contains(call.Function) && call.Arguments.All(a => a is Name or Number) => new(call.Function, [.. call.Arguments.Select(a => a is Name name ? name.Text : ((Number)a).Value.ToString(CultureInfo.InvariantCulture))], call.At, right, written),
        Call { Function: "cos", Arguments: [Indexed { Of: Name angle } at] } => new("cos " + angle.Text, [], at.At, right, written),
        _ => null,
    };

    private static string Plain(string latex) => Spaces().Replace(latex, " ").Replace("\\left|", " |( ", StringComparison.Ordinal).Replace("\\right|", " )| ", StringComparison.Ordinal)
        .Replace("\\lbrace", "\\{", StringComparison.Ordinal).Replace("\\rbrace", "\\}", StringComparison.Ordinal)
        .Replace("\\arg\\min", "\\operatorname{argmin}", StringComparison.Ordinal).Replace("\\arg\\max", "\\operatorname{argmax}", StringComparison.Ordinal);

    /// <summary>Clauses end where a space of the width of a letter follows a comma, or a line ends.</summary>
    private static IEnumerable<string> Clauses(string text)
    {
        var depth = 0;
        var from = 0;
        var all = Continued().Replace(text.Replace("\\begin{aligned}", " ", StringComparison.Ordinal).Replace("\\end{aligned}", " ", StringComparison.Ordinal), " +");
        for (var i = 0; i < all.Length; i++)
        {
            if (string.CompareOrdinal(all, i, "\\begin", 0, 6) == 0) depth++;
            if (string.CompareOrdinal(all, i, "\\end{", 0, 5) == 0) depth--;
            if (depth > 0) continue;
            var end = string.CompareOrdinal(all, i, ", \\quad", 0, 7) == 0 ? 7 : string.CompareOrdinal(all, i, "\\\\", 0, 2) == 0 ? 2 : 0;
            if (end == 0) continue;
            yield return all[from..i].Trim(' ', '&');
            from = i + end;
        }

        yield return all[from..].Trim(' ', '&');
    }

    private FormatException Unread() => new($"'{Next}' is not expected after: {string.Join(' ', _tokens.Take(_at).TakeLast(8))}");

    private void Take(string token)
    {
        if (Next != token) throw new FormatException($"'{token}' is expected, '{Next}' is there after: {string.Join(' ', _tokens.Take(_at).TakeLast(8))}");
        _at++;
    }

    private bool Skip(string token)
    {
        if (Next != token) return false;
        _at++;
        return true;
    }

    private FormulaNode Relation()
    {
        var left = Comparison();
        while (Next is "\\wedge" or "\\vee")
        {
            var sign = _tokens[_at++];
            left = new Operation(sign, left, Comparison());
        }

        return left;
    }

    private FormulaNode Comparison()
    {
        if (Skip("\\neg")) return new Marked("not", Comparison());
        var left = Expression();
        FormulaNode? all = null;
        while (Relations.Contains(Next))
        {
            var sign = _tokens[_at++];
            var right = Expression();
            FormulaNode one = new Operation(sign, left, right);
            all = all is null ? one : new Operation("\\wedge", all, one);
            left = right;
        }

        return all ?? left;
    }

    private FormulaNode Expression()
    {
        FormulaNode left;
        if (Skip("-")) left = new Marked("-", Term());
        else
        {
            Skip("+");
            left = Term();
        }

        while (Next is "+" or "-")
        {
            var sign = _tokens[_at++];
            left = new Operation(sign, left, Term());
        }

        return left;
    }

    private FormulaNode Term()
    {
        var left = Factor();
        while (true)
        {
            if (Next is "/" or "\\cdot") left = new Operation(_tokens[_at++], left, Factor());
            else if (!Stops.Contains(Next)) left = new Operation("*", left, Factor());
            else return left;
        }
    }

    private FormulaNode Factor() => After(Atom());

    /// <summary>What stands below and above a value.</summary>
    private FormulaNode After(FormulaNode of)
    {
        while (true)
        {
            if (Next == "'" && of is Name primed)
            {
                _at++;
                of = primed with { Text = primed.Text + "'" };
            }
            else if (Next == "'" && of is Indexed { Of: Name inner } outer)
            {
                _at++;
                of = outer with { Of = inner with { Text = inner.Text + "'" } };
            }
            else if (Skip("_"))
            {
                of = of is Indexed indexed ? new Indexed(indexed.Of, [.. indexed.At, .. Indices()]) : new Indexed(of, Indices());
            }
            else if (Skip("^"))
            {
                of = Power(of);
            }
            else if (Next == "(" && (of is Name || of is Indexed { Of: Name }) && FunctionOf(of) is { } function)
            {
                of = new Call(function, Arguments(), of is Indexed at ? at.At : []);
            }
            else
            {
                return of;
            }
        }
    }

    private string? FunctionOf(FormulaNode of)
    {
        var name = of is Name own ? own : (Name)((Indexed)of).Of;
        return _functions.Contains(name.Text) ? name.Text : null;
    }

    private FormulaNode Power(FormulaNode of)
    {
        var isGroup = Next == "{";
        var name = of as Name ?? (of as Indexed)?.Of as Name;
        if (isGroup && _at + 2 < _tokens.Count && _tokens[_at + 2] == "}" && _tokens[_at + 1] is "+" or "*" && name is not null)
        {
            var mark = _tokens[_at + 1];
            _at += 3;
            return Renamed(of, name, name.Text + mark);
        }

        if (isGroup && _tokens[_at + 1] == "0" && _tokens[_at + 2] == "}" && name is not null)
        {
            _at += 3;
            return Renamed(of, name, name.Text + "^0");
        }

        if (isGroup && _tokens[_at + 1] == "\\top")
        {
            _at += 3;
            return new Marked("transposed", of);
        }

        if (isGroup && _tokens[_at + 1] == "\\circ")
        {
            _at += 3;
            return new Operation("*", of, new Number(Math.PI / 180));
        }

        if (isGroup && _tokens[_at + 1] == "(" && name is not null)
        {
            // A step of an iteration, as in P^{(l+1)}_{ij}: an index that stands above.
            _at += 2;
            var step = Expression();
            Take(")");
            Take("}");
            return of is Indexed indexed ? new Indexed(Renamed(indexed.Of, name, name.Text + "^"), [step, .. indexed.At]) : new Indexed(Renamed(of, name, name.Text + "^"), [step]);
        }

        return new Operation("^", of, Group());
    }

    private static FormulaNode Renamed(FormulaNode of, Name name, string text) => of is Indexed indexed ? indexed with { Of = name with { Text = text } } : name with { Text = text };

    private FormulaNode Group()
    {
        if (!Skip("{")) return Atom();
        var inner = Expression();
        Take("}");
        return inner;
    }

    private FormulaNode[] Indices()
    {
        if (!Skip("{")) return [Atom()];
        var all = new List<FormulaNode>();
        while (!Skip("}"))
        {
            if (Skip(",")) continue;
            if (Skip("\\cdot"))
            {
                all.Add(new Name("\\cdot"));
                continue;
            }

            if (Next.Length > 1 && char.IsAsciiDigit(Next[0]))
            {
                all.AddRange(_tokens[_at++].Select(digit => new Number(digit - '0')));
                continue;
            }

            if (Next == "(")
            {
                _at++;
                all.Add(new Ranked(Expression()));
                Take(")");
                continue;
            }

            var start = _at;
            var one = Next == "-" ? null : Factor();
            if (one is null || Next is "+" or "-" or "/")
            {
                _at = start;
                one = Expression();
            }

            all.Add(one);
        }

        return [.. all];
    }

    private FormulaNode[] Arguments()
    {
        Take("(");
        var all = new List<FormulaNode> { Member() };
        while (Skip(",")) all.Add(Member());
        Take(")");
        return [.. all];
    }

    private FormulaNode Member() => Skip("\\dots") ? new Name("\\dots") : Relation();

    private List<FormulaNode> Members(string end)
    {
        var all = new List<FormulaNode> { Member() };
        while (Skip(",")) all.Add(Member());
        if (end.Length > 0 && Next != ":") Take(end);
        return all;
    }

    private FormulaNode Atom()
    {
        var token = Next;
        if (token.Length == 0) throw Unread();
        _at++;
        if (char.IsAsciiDigit(token[0])) return new Number(double.Parse(token, CultureInfo.InvariantCulture));
        switch (token)
        {
            case "{":
                _at--;
                return Group();
            case "\\frac":
                return new Operation("/", Group(), Group());
            case "\\sqrt":
                return new Call("sqrt", [Group()], []);
            case "(":
                var members = Members(")");
                return members.Count == 1 ? members[0] : new Several("(", [.. members], null);
            case "[":
                var inside = Members("]");
                return inside.Count == 1 ? inside[0] : new Several("[", [.. inside], null);
            case "|(":
                var magnitude = Expression();
                Take(")|");
                return new Marked("abs", magnitude);
            case "\\lVert":
                var length = Expression();
                Take("\\rVert");
                return new Call("norm", [length], Skip("_") ? Next == "{" ? Order() : [new Name(_tokens[_at++])] : []);
            case "\\lfloor":
                var floored = Expression();
                if (Skip("\\rceil")) return new Marked("round", floored);
                Take("\\rfloor");
                return new Marked("floor", floored);
            case "\\lceil":
                var raised = Expression();
                Take("\\rceil");
                return new Marked("ceiling", raised);
            case "\\{":
                var set = Members("\\}");
                if (!Skip(":")) return new Several("{", [.. set], null);
                return new Several("{", [.. set], [.. Members("\\}")]);
            case "\\bar" or "\\overline":
                return new Marked("mean", Group());
            case "\\hat":
                return new Call("hat", [Group()], []);
            case "\\tilde":
                return Group() is Name hatted ? hatted with { Text = hatted.Text + token[1..] } : throw Unread();
            case "\\mathbb{E}":
                Take("[");
                var expected = Expression();
                Take("]");
                return new Marked("expected", expected);
            case "\\sum" or "\\prod":
                return Big(token[1..]);
            case "\\begin":
                return Rows();
            case "\\infty":
                return new Number(double.PositiveInfinity);
            case "\\Gamma" or "\\Phi" when Next == "(":
                return new Call(token[1..], Arguments(), []);
            case "\\sigma" when Next == "(":
                return new Call("logistic", Arguments(), []);
        }

        if (token.StartsWith("\\operatorname{", StringComparison.Ordinal) || (token[0] == '\\' && BuiltIn.Contains(token[1..]))) return Function(Canonical(token));
        if (token.StartsWith("\\mathrm{", StringComparison.Ordinal)) return new Name(token[8..^1].Replace("\\_", "_", StringComparison.Ordinal), true);
        if (token[0] == '\\' && Stops.Contains(token)) throw Unread();
        if (token[0] == '\\') return new Name(Canonical(token));
        return char.IsAsciiLetter(token[0]) ? new Name(token) : throw Unread();
    }

    private FormulaNode[] Order()
    {
        Take("{");
        var order = Factor();
        Take("}");
        return [order];
    }

    private FormulaNode Function(string name)
    {
        if (name is "max" or "min" or "argmax" or "argmin" && Next == "_") return Big(name);
        FormulaNode[] at = Skip("_") ? name == "log" ? [Group()] : Indices() : [];
        FormulaNode? power = null;
        if (Skip("^")) power = Group();
        FormulaNode[] arguments = Next is "(" or "\\{" ? Next == "(" ? Arguments() : [Atom()] : [Factor()];
        FormulaNode call = new Call(name, arguments, at);
        return power is null ? call : new Operation("^", call, power);
    }

    /// <summary>A sign over many values: its body ends at the next sign of a sum.</summary>
    private Over Big(string sign)
    {
        List<FormulaNode> below = [];
        FormulaNode? above = null;
        if (Skip("_"))
        {
            if (Skip("{"))
            {
                while (!Skip("}"))
                {
                    if (Next is "," or ":") _at++;
                    else below.Add(Relation());
                }
            }
            else
            {
                below.Add(Atom());
            }
        }

        if (Skip("^")) above = Group();
        return new Over(sign, [.. below], above, Term());
    }

    private Cases Rows()
    {
        Take("{");
        while (!Skip("}")) _at++;
        var rows = new List<(FormulaNode, FormulaNode?)>();
        while (Next != "\\end")
        {
            var value = Expression();
            Take("&");
            FormulaNode? condition = null;
            if (Next.StartsWith("\\text{otherwise", StringComparison.Ordinal)) _at++;
            else
            {
                if (Next.StartsWith("\\text", StringComparison.Ordinal)) _at++;
                condition = Relation();
                while (Skip(",")) condition = new Operation("\\wedge", condition, Relation());
            }

            rows.Add((value, condition));
            Skip("\\\\");
        }

        _at++;
        while (!Skip("}")) _at++;
        return new Cases([.. rows]);
    }

    [GeneratedRegex(@"\\(mathrm|operatorname|mathbb|text|mathbf)\{[^}]*\}|\\[A-Za-z]+|\\[{}\\]|\|\(|\)\||[0-9]+(\.[0-9]+)?|[^\s]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tokens();

    [GeneratedRegex(@"\\left(?=[\s(\[\\])(?!\|)|\\right(?=[\s)\]\\])(?!\|)|\\Big|\\,|\\;|\\!|\{\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<![\w}^_(])(?<head>\\?[A-Za-z]+)'?(_\{[A-Za-z]+\})? ?\((\\?[a-zA-Z]|[a-z], [a-z])\)(_\{[a-z]+\})? =", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Heads();

    /// <summary>Where a definition holds, in brackets behind it.</summary>
    [GeneratedRegex(@"\\(enspace|quad) +\(.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Remarks();

    /// <summary>A letter's places, as in a = 0, ..., n - 1.</summary>
    [GeneratedRegex(@"^[a-z] = [^(]*\\dots", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Numbering();

    [GeneratedRegex(@"\\\\\s*&\s*\+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Continued();

    [GeneratedRegex(@"^(?<head>\\?[A-Za-z]+)_\{\(1\)\} ?(?<way>\\[gl]e)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sorting();
}

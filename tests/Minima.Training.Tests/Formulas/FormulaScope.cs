namespace Minima.Training.Tests.Formulas;

/// <summary>What letters stand for: indices of the signs around, then definitions, then parameters and inputs by name, then the letters of the field.</summary>
internal sealed class FormulaScope
{
    public List<Definition> Definitions { get; init; } = [];

    /// <summary>Conditions on a letter wherever a sign runs over it, as the words of a loss say of it: n a negative, p a positive.</summary>
    public Dictionary<string, FormulaNode> Conditions { get; init; } = [];

    public Dictionary<string, FormulaNode> Ends { get; init; } = [];

    /// <summary>Letters that count from 0 though a sum leaves the first place out.</summary>
    public HashSet<string> FromZero { get; init; } = [];

    public Dictionary<string, FormulaValue> Named { get; init; } = [];

    public Dictionary<string, bool> Orders { get; init; } = [];

    /// <summary>The number of the first place where a sign does not say it.</summary>
    public int First { get; set; }

    private Dictionary<string, FormulaValue> _locals = [];

    /// <summary>Lengths that are being looked for: a definition by itself does not say them.</summary>
    private readonly HashSet<(string, FormulaNode)> _asked = [];

    private int _depth;

    public void Let(string letter, FormulaValue value) => _locals[letter] = value;

    public FormulaValue Value(FormulaNode node)
    {
        if (_depth > 150) throw new FormatException($"the definitions go round at {node}, with {string.Join(", ", _locals.Select(one => one.Key + "=" + one.Value))}");
        _depth++;
        try
        {
            return node switch
            {
                Number number => number.Value,
                Known known => known.Value,
                Name name => Find(name) ?? new FormulaValue { Word = name.Text },
                Indexed indexed => At(indexed),
                Call call => Function(call),
                Operation operation => Operate(operation),
                Marked marked => Mark(marked),
                Over over => Run(over),
                Cases cases => Value((cases.Rows.FirstOrDefault(row => row.Condition is null || Value(row.Condition).IsTrue).Value ?? throw new FormatException("no case holds"))),
                Several several => Members(several),
                _ => throw new FormatException($"{node} has no value of its own"),
            };
        }
        finally
        {
            _depth--;
        }
    }

    private T With<T>(IEnumerable<(string Letter, FormulaValue Value)> letters, Func<T> f)
    {
        var kept = _locals;
        _locals = new(kept);
        foreach (var (letter, value) in letters) _locals[letter] = value;
        try
        {
            return f();
        }
        finally
        {
            _locals = kept;
        }
    }

    private FormulaValue? Find(Name name)
    {
        if (name.IsUpright && Named.TryGetValue(name.Text, out var own)) return own;
        if (_locals.TryGetValue(name.Text, out var local)) return local;
        if (Definitions.FirstOrDefault(d => d.Head == name.Text && d.Letters.Length == 0 && d.At.Length == 0) is { } plain) return Value(plain.Body);
        if (Definitions.FirstOrDefault(d => d.Head == name.Text && d.Letters.Length == 0 && d.At.All(at => at is Name)) is { } indexed) return Spread(indexed, []);
        if (Named.TryGetValue(name.Text, out var value)) return value;
        return name.Text switch
        {
            "e" => Math.E,
            "pi" => Math.PI,
            _ => null,
        };
    }

    /// <summary>A definition by an index, over all of its places.</summary>
    private FormulaValue Spread(Definition definition, List<(string, FormulaValue)> letters)
    {
        return With(letters, () => Axis(0));

        FormulaValue Axis(int axis)
        {
            if (axis == definition.At.Length) return Value(definition.Body);
            var letter = ((Name)definition.At[axis]).Text;
            var (count, from) = Length(letter, [definition.Body]);
            return FormulaValue.Stack([.. Enumerable.Range(0, count).Select(i => With([(letter, FormulaValue.Place(i, from))], () => Axis(axis + 1)))]);
        }
    }

    private FormulaValue At(Indexed indexed)
    {
        if (indexed.At.Any(at => at is Name { Text: var letter } && _locals.TryGetValue(letter, out var local) && local.Members is not null))
        {
            return At(indexed with { At = [.. indexed.At.SelectMany(at => at is Name word && _locals.TryGetValue(word.Text, out var pair) && pair.Members is { } places ? places.Select(place => new Known(place)).ToArray<FormulaNode>() : [at])] });
        }

        if (indexed.Of is Marked { Mark: "mean", Of: Name averaged })
        {
            if (Defined("mean " + averaged.Text, [], indexed.At) is { } mean) return mean;
            if (Value(indexed.At[0]).Members is { } over) return over.Average(one => Value(new Indexed(averaged, [new Known(one)])).Scalar);
        }

        if (indexed.At.Any(at => at is Ranked) && indexed.Of is Name ranked) return InOrder(ranked, indexed.At);
        if (indexed.At[0] is Name { Text: "\\cdot" }) return Places(Value(indexed.Of), indexed.At);
        if (indexed.Of is Name { } name && !(_locals.ContainsKey(name.Text) && !_locals[name.Text].IsNumber))
        {
            if (Defined(name.Text, [], indexed.At) is { } defined) return defined;
            if (Defined("cos " + name.Text, [], indexed.At) is { } cosine) return Math.Acos(cosine.Scalar);
            if (indexed.At[0] is Number digit && Named.TryGetValue(name.Text + digit.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), out var numbered)) return Places(numbered, indexed.At[1..]);
        }

        if (indexed.Of is Call { At.Length: 0 } call && Defined(call.Function, call.Arguments, indexed.At) is { } ofCall) return ofCall;
        var of = Value(indexed.Of);
        if (of.Word is not null) throw new FormatException($"nothing says what {of.Word} is");
        return Places(of, indexed.At);
    }

    private FormulaValue Places(FormulaValue of, FormulaNode[] at)
    {
        if (at.Length == 0) return of;
        if (at[0] is Name { Text: "\\cdot" }) return of.Items(item => Places(item, at[1..]));
        var place = Value(at[0]);
        return place.Members is { } members ? Places(members.Aggregate(of, (x, member) => x.Item(member.At)), at[1..]) : Places(of.Item(place.From < 0 ? place.At - First : place.At), at[1..]);
    }

    private FormulaValue InOrder(Name name, FormulaNode[] at)
    {
        var key = Orders.ContainsKey(name.Text) ? name.Text : Orders.Keys.First();
        var keys = Value(new Name(key)).Numbers;
        var order = Enumerable.Range(0, keys.Length).ToArray();
        order = Orders[key] ? [.. order.OrderByDescending(i => keys[i])] : [.. order.OrderBy(i => keys[i])];
        var place = Value(((Ranked)at[0]).Place);
        var i = place.From < 0 ? (int)place.Scalar - 1 : place.At;
        if (i < 0 || i >= order.Length) throw new PlaceException("beyond the order");
        return Value(name).Item(order[i]);
    }

    /// <summary>The definition that fits the arguments and indices, the one of a certain place before the general one.</summary>
    private FormulaValue? Defined(string head, FormulaNode[] arguments, FormulaNode[] at)
    {
        var all = Definitions.Where(d => d.Head == head && d.Letters.Length == arguments.Length && d.At.Length <= at.Length && (d.At.Length > 0 || arguments.Length > 0)).ToList();
        if (all.Count == 0) return null;
        foreach (var same in all.Where(d => d.At.Zip(at).All(pair => pair.First == pair.Second) && !d.At.All(x => x is Number)))
        {
            if (all.Count > 1 && arguments.Length == 0 && !same.At.Any(x => x is Name { } letter && _locals.ContainsKey(letter.Text) && all.Any(d => d != same && d.At.Any(y => y is Number || (y is Name certain && IsCertain(certain, all.Count)))))) return Places(Value(same.Body), at[same.At.Length..]);
        }

        foreach (var definition in all.OrderByDescending(d => d.At.Length).ThenByDescending(d => d.At.Count(x => x is Number || (x is Name letter && IsCertain(letter, all.Count)))).ThenByDescending(d => d.Letters.Count(x => char.IsAsciiDigit(x[0]))))
        {
            var letters = new List<(string, FormulaValue)>();
            var fits = true;
            for (var i = 0; i < arguments.Length && fits; i++)
            {
                var value = Value(arguments[i]);
                if (char.IsAsciiDigit(definition.Letters[i][0])) fits = value.Scalar == double.Parse(definition.Letters[i], System.Globalization.CultureInfo.InvariantCulture);
                else letters.Add((definition.Letters[i], value));
            }

            for (var i = 0; i < definition.At.Length && fits; i++)
            {
                if (definition.At[i] == at[i] && at[i] is Name { } word && Find(word) is null) continue;
                var value = Value(at[i]);
                switch (definition.At[i])
                {
                    case Name letter when IsCertain(letter, all.Count):
                        fits = Same(value, Named[letter.Text]);
                        break;
                    case Name letter:
                        letters.Add((letter.Text, value));
                        break;
                    case Operation { Sign: "+", Left: Name before, Right: Number by }:
                        letters.Add((before.Text, value.Scalar - by.Value));
                        break;
                    case Number number:
                        fits = value.IsNumber && value.Scalar == number.Value;
                        break;
                    default:
                        fits = value.IsNumber && Value(definition.At[i]).Scalar == value.Scalar;
                        break;
                }
            }

            if (fits) return With(letters, () => Places(Value(definition.Body), at[definition.At.Length..]));
        }

        return null;
    }

    /// <summary>A letter that is a place already, such as the class y, beside a definition for any place.</summary>
    private bool IsCertain(Name letter, int definitions) => definitions > 1 && Named.TryGetValue(letter.Text, out var place) && place.IsNumber && (place.From >= 0 || char.IsAsciiLetterUpper(letter.Text[0]));

    private FormulaValue Function(Call call)
    {
        if (call.Function == "logistic" && Find(new Name("sigma")) is { } factor) return FormulaValue.Zip(factor, Value(call.Arguments[0]), (a, b) => a * b);
        if (call.Function == "cos" && call.Arguments is [Indexed { Of: Name angle } places] && Defined("cos " + angle.Text, [], places.At) is { } cosine) return cosine;
        if (Defined(call.Function, call.Arguments, call.At) is { } defined) return defined;
        if (call.At.Length == 0 && Definitions.FirstOrDefault(d => d.Head == call.Function && d.Letters.Length == call.Arguments.Length && d.Letters.Length > 0) is { } spread) return Spread(spread, [.. spread.Letters.Zip(call.Arguments, (letter, argument) => (letter, Value(argument)))]);
        if (call.Function == "softmax" && call.At is [Name over])
        {
            var (count, from) = Length(over.Text, call.Arguments);
            var all = FormulaFunctions.Softmax(FormulaValue.Stack([.. Enumerable.Range(0, count).Select(i => With([(over.Text, FormulaValue.Place(i, from))], () => Value(call.Arguments[0])))]));
            return _locals.TryGetValue(over.Text, out var here) ? all.Item(here.At) : all;
        }

        if (call.Function == "softmax" && call.Arguments.Length > 1) return FormulaFunctions.Softmax(Members(new("[", call.Arguments, null)));
        if (call is { Function: "norm", At: [Name { Text: "F" }] }) return FormulaFunctions.At("norm", [Value(call.Arguments[0])], null);
        return FormulaFunctions.At(call.Function, [.. call.Arguments.Select(Value)], call.At.Length == 0 ? null : Value(call.At[0]));
    }

    private FormulaValue Operate(Operation operation)
    {
        if (operation.Sign == "^" && operation.Left is Name { Text: "e" } && !Named.ContainsKey("e") && !Definitions.Any(d => d.Head == "e" && d.At.Length == 0)) return Value(operation.Right).Map(Math.Exp);
        if (operation.Sign is "\\wedge") return Value(operation.Left).IsTrue && Value(operation.Right).IsTrue ? 1 : 0;
        if (operation.Sign is "\\vee") return Value(operation.Left).IsTrue || Value(operation.Right).IsTrue ? 1 : 0;
        var a = Value(operation.Left);
        FormulaValue b;
        try
        {
            b = Value(operation.Right!);
        }
        catch (PlaceException) when (operation.Sign == "*" && a.IsNumber && a.Scalar == 0)
        {
            return 0; // A condition that does not hold takes away what is not there.
        }

        switch (operation.Sign)
        {
            case "+" or "-" when a.IsNumber && b.IsNumber && (a.From < 0 || b.From < 0):
                return new() { Numbers = [operation.Sign == "+" ? a.Scalar + b.Scalar : a.Scalar - b.Scalar], From = Math.Max(a.From, b.From) };
            case "+":
                return FormulaValue.Zip(a, b, (x, y) => x + y);
            case "-":
                return FormulaValue.Zip(a, b, (x, y) => x - y);
            case "/":
                return FormulaValue.Zip(a, b, (x, y) => x / y);
            case "^" when a.Rank == 2 && b.IsNumber && b.Scalar == -1:
                return a.Inverse();
            case "^":
                return FormulaValue.Zip(a, b, Math.Pow);
            case "\\cdot":
                return FormulaValue.Dot(a, b);
            case "*" when (a.Rank == 2 && b.Rank == 1) || (b.Rank == 2 && a.Rank == 1) || (a.Rank > 0 && b.Rank == 2 && (IsTransposed(operation.Left) || IsTransposed(operation.Right))):
                return FormulaValue.Product(a, b);
            case "*":
                return FormulaValue.Zip(a, b, Times);
            case "both":
                return Math.Abs(a.Scalar - b.Scalar) <= 1e-12 * Math.Abs(a.Scalar) ? a : throw new FormatException($"the two sides are {a} and {b}");
            case "\\in":
                return b.Members!.Any(member => Same(member, a)) ? 1 : 0;
            case "=" or "\\ne":
                return Same(a, b) == (operation.Sign == "=") ? 1 : 0;
            default:
                var (x, y) = a.From >= 0 && b.From >= 0 ? (a.At, b.At) : (a.Scalar, b.Scalar);
                return operation.Sign switch { "<" => x < y, ">" => x > y, "\\le" => x <= y, _ => x >= y } ? 1 : 0;
        }
    }

    /// <summary>0 log 0 is 0.</summary>
    private static double Times(double x, double y) => (x == 0 && double.IsInfinity(y)) || (y == 0 && double.IsInfinity(x)) ? 0 : x * y;

    private static bool IsTransposed(FormulaNode node) => node is Marked { Mark: "transposed" } or Operation { Sign: "*", Right: Marked { Mark: "transposed" } };

    private static bool Same(FormulaValue a, FormulaValue b) => (a, b) switch
    {
        ({ Members: { } x }, { Members: { } y }) => x.Length == y.Length && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        ({ Word: { } x }, { Word: { } y }) => x == y,
        ({ Word: not null }, _) or (_, { Word: not null }) => false,
        _ => a.From >= 0 && b.From >= 0 ? a.At == b.At : a.Numbers.SequenceEqual(b.Numbers),
    };

    private FormulaValue Mark(Marked marked)
    {
        if (marked.Mark == "mean" && marked.Of is Name bare && Definitions.FirstOrDefault(d => d.Head == "mean " + bare.Text) is { } defined) return Value(defined.Body);
        var of = Value(marked.Of);
        return marked.Mark switch
        {
            "-" => of.Map(x => -x),
            "not" => of.IsTrue ? 0 : 1,
            "abs" when of.Members is { } members => members.Length,
            "abs" when of.Rank > 0 && marked.Of is Name => of.Shape[0],
            "abs" => of.Map(Math.Abs),
            "floor" => of.Map(Math.Floor),
            "ceiling" => of.Map(Math.Ceiling),
            "round" => of.Map(x => Math.Round(x)),
            "expected" => of.Numbers.Average(),
            "mean" when of.Rank == 2 => FormulaValue.Of([.. Enumerable.Range(0, of.Shape[1]).Select(j => of.Numbers.Where((_, i) => i % of.Shape[1] == j).Average())], [of.Shape[1]]),
            "mean" => of.Numbers.Average(),
            "transposed" => of.Transposed,
            _ => throw new FormatException(marked.Mark),
        };
    }

    private FormulaValue Members(Several several)
    {
        if (several.Rule is { } rule)
        {
            // The set of all places, or pairs of places, that a rule holds for.
            var members = several.Members.SelectMany(member => member is Several pair ? pair.Members : [member]).ToArray();
            var letters = new List<string>();
            foreach (var member in members) letters.Add(member is Name name ? name.Text : ((Name)((Operation)member).Left).Text);
            var conditions = members.OfType<Operation>().Cast<FormulaNode>().Concat(rule).ToArray();
            return new() { Members = [.. Each(letters, conditions, [.. conditions]).Select(places => places.Length == 1 ? places[0] : new FormulaValue { Members = places })] };
        }

        if (several is { Bracket: "[", Members: [Indexed { At: [.. var before, Number] } entry, Name { Text: "\\dots" }, Indexed, .. var more] })
        {
            var row = Places(Value(entry.Of), before);
            return FormulaValue.Of([.. row.Numbers, .. more.Select(one => Value(one).Scalar)], [row.Numbers.Length + more.Length]);
        }

        if (several.Members.Any(member => member is Name { Text: "\\dots" }))
        {
            return several.Members[0] is Indexed { Of: Name name } ? several.Bracket == "{"
                    ? new() { Members = [.. Distinct(Value(name))] }
                    : Value(name)
                : new() { Members = [.. Enumerable.Range((int)Value(several.Members[0]).Scalar, (int)Value(several.Members[^1]).Scalar - (int)Value(several.Members[0]).Scalar + 1).Select(i => FormulaValue.Place(i, 0))] };
        }

        if (several.Members.Length > 1 && several.Members[1] is Name { Text: "\\dots" }) return Value(((Indexed)several.Members[0]).Of);
        var values = several.Members.Select(Value).ToArray();
        if (several.Bracket == "[") return FormulaValue.Of([.. values.SelectMany(value => value.Numbers)], [values.Sum(value => value.Numbers.Length)]);
        return several.Bracket == "(" && values.All(value => value.From < 0 && value.Rank == 0 && value.IsNumber) ? FormulaValue.Stack(values) : new() { Members = values };
    }

    private static IEnumerable<FormulaValue> Distinct(FormulaValue values) => values.Numbers.Distinct().Select(x => new FormulaValue { Numbers = [x], From = values.From });

    /// <summary>How many places a letter has, by the values whose index it is.</summary>
    private (int Count, int From) Length(string letter, IEnumerable<FormulaNode> where)
    {
        if (Ends.TryGetValue(letter, out var end)) return ((int)Value(end).Scalar, First);
        return where.Select(node => Length(letter, node, 0)).FirstOrDefault(found => found is not null) is { } count ? (count, First) : throw new FormatException($"nothing says how far {letter} goes");
    }

    private int? Length(string letter, FormulaNode? node, int depth)
    {
        if (depth > 12 || node is null or Number || !_asked.Add((letter, node))) return null;
        try
        {
            return Search(letter, node, depth);
        }
        finally
        {
            _asked.Remove((letter, node));
        }
    }

    private int? Search(string letter, FormulaNode node, int depth)
    {
        switch (node)
        {
            case Indexed indexed:
                for (var i = 0; i < indexed.At.Length; i++)
                {
                    if (indexed.At[i] is Name index && index.Text == letter || indexed.At[i] is Ranked { Place: Name place } && place.Text == letter)
                    {
                        if (Axis(indexed, i) is { } found) return found;
                    }
                }

                return Length(letter, indexed.Of, depth + 1) ?? Any(indexed.At);
            case Call call:
                if (Definitions.FirstOrDefault(d => d.Head == call.Function && d.Letters.Length == call.Arguments.Length) is { } function)
                {
                    for (var i = 0; i < call.Arguments.Length; i++)
                    {
                        if (call.Arguments[i] is Name argument && argument.Text == letter && Length(function.Letters[i], function.Body, depth + 1) is { } found) return found;
                    }

                    for (var i = 0; function.At.Length == 0 && i < call.At.Length; i++)
                    {
                        if (call.At[i] is Name at && at.Text == letter && Axis(new Indexed(call with { At = [] }, call.At), i) is { } found) return found;
                    }

                    for (var i = 0; i < Math.Min(function.At.Length, call.At.Length); i++)
                    {
                        if (call.At[i] is Name at && at.Text == letter && function.At[i] is Name own && Length(own.Text, function.Body, depth + 1) is { } found) return found;
                    }
                }

                return call.Function == "cos" && call.Arguments is [Indexed { Of: Name angle } angled] && Definitions.FirstOrDefault(d => d.Head == "cos " + angle.Text) is { } cosine
                    ? Length(letter, new Indexed(new Name("cos " + angle.Text), angled.At), depth + 1) ?? Any(call.Arguments)
                    : Any(call.Arguments);
            case Operation operation:
                return Length(letter, operation.Left, depth) ?? Length(letter, operation.Right, depth);
            case Marked marked:
                return Length(letter, marked.Of, depth);
            case Over over:
                return Any(over.Below) ?? Length(letter, over.Body, depth);
            case Cases cases:
                return Any([.. cases.Rows.SelectMany(row => row.Condition is null ? [row.Value] : new[] { row.Value, row.Condition })]);
            case Several several:
                return Any([.. several.Members, .. several.Rule ?? []]);
            case Name name when Definitions.FirstOrDefault(d => d.Head == name.Text && d.At.Length == 0 && d.Letters.Length == 0) is { } plain:
                return Length(letter, plain.Body, depth + 1);
            default:
                return null;
        }

        int? Any(IEnumerable<FormulaNode> nodes) => nodes.Select(one => Length(letter, one, depth + 1)).FirstOrDefault(found => found is not null);

        int? Axis(Indexed indexed, int axis)
        {
            if (indexed.Of is Name name && !_locals.ContainsKey(name.Text))
            {
                foreach (var definition in Definitions.Where(d => d.Head == name.Text && d.Letters.Length == 0 && d.At.Length > axis))
                {
                    if (definition.At[axis] is Name own && Length(own.Text, definition.Body, depth + 1) is { } found) return found;
                }
            }

            try
            {
                var value = Value(indexed.At[0] is Number digit && indexed.Of is Name head && Named.ContainsKey(head.Text + digit.Value) ? new Name(head.Text + digit.Value) : indexed.Of);
                var skipped = indexed.At[0] is Number && indexed.Of is Name one && Named.ContainsKey(one.Text + ((Number)indexed.At[0]).Value) ? 1 : 0;
                return value.Word is null && value.Rank > axis - skipped ? value.Shape[axis - skipped] : null;
            }
            catch (Exception problem) when (problem is FormatException or PlaceException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    private List<FormulaValue[]> Each(List<string> letters, FormulaNode[] conditions, FormulaNode[] where)
    {
        var found = new List<FormulaValue[]>();
        Next(0, []);
        return found;

        void Next(int i, FormulaValue[] chosen)
        {
            if (i == letters.Count)
            {
                if (With(letters.Zip(chosen), () => conditions.All(Holds) && letters.All(letter => !Conditions.TryGetValue(letter, out var own) || Holds(own)))) found.Add(chosen);
                return;
            }

            var (count, from) = Length(letters[i], where);
            for (var at = 0; at < count; at++) Next(i + 1, [.. chosen, FormulaValue.Place(at, from)]);
        }

        bool Holds(FormulaNode condition)
        {
            try
            {
                return Value(condition).IsTrue;
            }
            catch (PlaceException)
            {
                return false;
            }
        }
    }

    /// <summary>Sums, products, greatest and least values.</summary>
    private FormulaValue Run(Over over)
    {
        if (over.Below.Length == 0)
        {
            var all = Value(over.Body).Numbers;
            return over.Sign switch { "sum" => all.Sum(), "prod" => all.Aggregate(1.0, (x, y) => x * y), "max" => all.Max(), _ => all.Min() };
        }

        var (letters, chosen, isBounded) = Choose(over);
        var values = new List<(FormulaValue[] At, FormulaValue Value)>();
        foreach (var places in chosen)
        {
            try
            {
                values.Add((places, With(letters.Zip(places), () => Value(over.Body))));
            }
            catch (PlaceException) when (!isBounded)
            {
                // The term is not there.
            }
        }

        if (over.Sign is "sum") return values.Count == 0 ? 0 : values.Select(one => one.Value).Aggregate((x, y) => FormulaValue.Zip(x, y, (a, b) => a + b));
        if (over.Sign is "prod") return values.Aggregate(1.0, (product, one) => product * one.Value.Scalar);
        if (values.Count == 0) throw new FormatException($"{over.Sign} of nothing");
        return over.Sign switch
        {
            "max" => values.Max(one => one.Value.Scalar),
            "min" => values.Min(one => one.Value.Scalar),
            "argmax" => values.MaxBy(one => one.Value.Scalar).At[0],
            _ => values.MinBy(one => one.Value.Scalar).At[0],
        };
    }

    private (List<string> Letters, List<FormulaValue[]> Places, bool IsBounded) Choose(Over over)
    {
        if (over.Above is not null && over.Below is [Operation { Sign: "=", Left: Name counted, Right: var low }])
        {
            var first = Value(low);
            var from = first.Scalar == 0 || FromZero.Contains(counted.Text) ? 0 : Math.Max(first.From, 1);
            var last = (int)Math.Round(Value(over.Above).Scalar);
            return ([counted.Text], [.. Enumerable.Range((int)first.Scalar, Math.Max(0, last - (int)first.Scalar + 1)).Select(i => new[] { FormulaValue.Place(i - from, from) })], true);
        }

        if (over.Below[0] is Operation { Sign: "\\in" } member)
        {
            var set = Value(member.Right);
            var members = set.Members ?? [.. Enumerable.Range(0, set.Shape[0]).Select(set.Item)];
            List<string> names = member.Left is Several pair ? [.. pair.Members.Select(x => ((Name)x).Text)] : [((Name)member.Left).Text];
            var places = members.Select(one => names.Count == 1 ? [one] : one.Members!).Where(one => With(names.Zip(one), () => over.Below[1..].All(condition => Value(condition).IsTrue)));
            return (names, [.. places], true);
        }

        var letters = new List<string>();
        foreach (var below in over.Below)
        {
            if (below is Name bare) letters.Add(bare.Text);
            else if (below is Several several) letters.AddRange(several.Members.Select(x => ((Name)x).Text));
            else if (letters.Count == 0 && below is Operation { Left: Name left }) letters.Add(left.Text);
            foreach (var inner in Letters(below, isPlace: false).Where(one => !letters.Contains(one.Letter) && (one.IsPlace ? !_locals.ContainsKey(one.Letter) : Find(new Name(one.Letter)) is null))) letters.Add(inner.Letter);
        }

        FormulaNode[] conditions = [.. over.Below.Where(below => below is not Name and not Several)];
        FormulaNode[] where = [over.Body, .. conditions, .. letters.Where(Conditions.ContainsKey).Select(letter => Conditions[letter])];
        return (letters, Each(letters, conditions, where), false);
    }

    private static IEnumerable<(string Letter, bool IsPlace)> Letters(FormulaNode node, bool isPlace) => node switch
    {
        Name { IsUpright: false } name => [(name.Text, isPlace)],
        Indexed { Of: var of } indexed => indexed.At.SelectMany(at => Letters(at, at is Name)).Concat(of is Name ? [] : Letters(of, false)),
        Operation operation => Letters(operation.Left, false).Concat(Letters(operation.Right, false)),
        Marked marked => Letters(marked.Of, false),
        _ => [],
    };
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Minima.Training.Tests.Formulas;

/// <summary>
/// How the formula of a loss is read where the LaTeX itself does not say it: over what the terms run, which input a letter stands for, which places a letter
/// runs over. The readings stand in readings.txt.
/// </summary>
internal sealed partial class FormulaReading
{
    /// <summary>Letters of the field, for the inputs that they usually stand for.</summary>
    private static readonly (string Letter, string Input)[] Letters =
        [("x", "prediction"), ("s", "prediction"), ("p", "prediction"), ("y", "target"), ("t", "target"), ("w", "weight"), ("W", "weight"), ("l", "losses"), ("ell", "losses"), ("L", "losses"), ("g", "gradients"), ("G", "gradients"), ("v", "log_variance"), ("m", "mean")];

    private readonly List<string> _each = [];
    private readonly List<string> _whole = [];
    private readonly List<string> _statements = [];
    private readonly List<string> _pair = [];
    private readonly bool _isRow;
    private readonly bool _isFlat = true;

    public FormulaReading(string text)
    {
        foreach (var part in text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("each ", StringComparison.Ordinal)) _each.AddRange(part[5..].Split(' '));
            else if (part.StartsWith("row", StringComparison.Ordinal)) (_isRow, _whole) = (true, [.. part[3..].Replace("but", "", StringComparison.Ordinal).Split(',', StringSplitOptions.TrimEntries)]);
            else if (part.StartsWith("pairs ", StringComparison.Ordinal)) _pair.AddRange(part[6..].Split(' '));
            else if (part == "shape") _isFlat = false;
            else if (part != "all") _statements.Add(part);
        }
    }

    /// <summary>How many numbers of the loss met the formula's.</summary>
    public int Compared { get; private set; }

    /// <summary>What differs between the formula and the terms of the loss on the inputs of the case.</summary>
    public IEnumerable<string> Problems(TensorLoss loss, Tensor[] inputs, string latex)
    {
        if (inputs.Any(input => !input.IsNone && input.To(ElementType.Double).ToArray().Any(x => x != 0 && Math.Abs(x) is < 1e-100 or > 1e100))) yield break; // What formulas lose.
        var terms = loss.Terms(inputs);
        if (terms.IsScalar && _isRow) yield break; // The same terms under a mean over all pairs.
        var values = terms.Values.ToArray();
        var shares = terms.Shares.IsNone ? null : terms.Shares.ToArray();
        var shape = Lengths(terms.Values);
        if (terms.IsScalar || (!_isRow && _each.Count == 0 && _pair.Count == 0))
        {
            var got = Scope(loss, inputs, [], shape, latex, out var formula).Value(formula).Numbers;
            if (got.All(double.IsFinite)) Compared += values.Length;
            if (got.Length != values.Length) yield return $"{values.Length} values, the formula has {got.Length}";
            else if (got.Any(x => !double.IsFinite(x)) && values.All(double.IsFinite)) yield break;
            else if (Enumerable.Range(0, got.Length).FirstOrDefault(i => !IsNear(values[i], got[i]), -1) is >= 0 and var at) yield return $"{values[at]:R}, the formula gives {got[at]:R}";
            yield break;
        }

        var pairs = _pair.Count == 0 ? [] : Pairs(inputs[1].ToArray());
        if (_pair.Count > 0 && pairs.Count != values.Length) yield return $"{values.Length} terms, {pairs.Count} pairs";
        for (var i = 0; i < values.Length; i++)
        {
            if (shares is not null && shares[i] == 0) continue;
            var places = Enumerable.Range(0, shape.Length).Select(axis => i / shape[(axis + 1)..].Aggregate(1, (a, b) => a * b) % shape[axis]).ToArray();
            if (_pair.Count > 0) places = pairs[i];
            var got = Scope(loss, inputs, places, shape, latex, out var formula).Value(formula).Scalar;
            if (!double.IsFinite(got) && double.IsFinite(values[i])) continue; // Beyond what double holds on the way: what the code avoids.
            Compared++;
            if (!IsNear(values[i], got)) yield return $"term {i} is {values[i]:R}, the formula gives {got:R}";
        }
    }

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= (1e-9 * Math.Abs(a)) + 1e-13;

    private FormulaScope Scope(TensorLoss loss, Tensor[] inputs, int[] places, int[] shape, string latex, out FormulaNode formula)
    {
        var named = new Dictionary<string, FormulaValue>(StringComparer.Ordinal);
        foreach (var (info, value) in loss.Entry.Parameters.Zip(loss.Parameters)) named[info.Name] = Parameter(value);
        foreach (var (info, input) in loss.Entry.Inputs.Zip(inputs).Where(pair => !pair.Second.IsNone))
        {
            var value = FormulaValue.Of(input.To(ElementType.Double).ToArray(), Lengths(input), info.Kind == InputKind.TensorOfLabels ? 0 : -1);
            foreach (var (letter, length) in info.Axes.Split(' ').Where(axis => axis is not ("..." or "")).Reverse().Zip(value.Shape.Reverse())) named.TryAdd(letter, length);
            if (info.Axes == "1") value = value.Numbers[0];
            if (_isFlat && !_isRow && _each.Count == 0 && info.Axes is "" or "...") value = FormulaValue.Of(value.Numbers, [value.Numbers.Length], value.From);
            named[info.Name] = _isRow && !_whole.Contains(info.Name) && value.Rank >= places.Length && value.Shape.AsSpan(0, places.Length).SequenceEqual(shape) ? places.Aggregate(value, (v, at) => v.Item(at)) : value;
        }

        foreach (var info in loss.Entry.Inputs.Where(info => info.IsOptional && info.Name.EndsWith("weight", StringComparison.Ordinal))) named.TryAdd(info.Name, named["prediction"].Map(_ => 1));
        named.TryAdd("n", inputs[0].Count);
        named.TryAdd("N", inputs[0].Count);
        if (inputs.Length > 1 && !inputs[1].IsNone) named.TryAdd("M", inputs[1].Count);
        foreach (var (letter, input) in Letters.Where(pair => named.ContainsKey(pair.Input))) named.TryAdd(letter, named[input]);
        foreach (var input in loss.Entry.Inputs.Where(info => named.ContainsKey(info.Name) && info.Name[0] != 'e'))
        {
            named.TryAdd(input.Name[..1], named[input.Name]);
            named.TryAdd(input.Name[..1].ToUpperInvariant(), named[input.Name]);
        }

        var functions = new HashSet<string>(StringComparer.Ordinal);
        var scope = new FormulaScope { Named = named };
        var (read, definitions) = FormulaReader.Read(latex, functions, scope.Orders);
        formula = read ?? throw new FormatException("no formula");
        foreach (var statement in _statements.Select(text => Quoted().Replace(text, match => $"\\mathrm{{{match.Groups["name"].Value.Replace("_", "\\_", StringComparison.Ordinal)}}}")))
        {
            if (statement.StartsWith("first ", StringComparison.Ordinal)) scope.First = int.Parse(statement[6..], System.Globalization.CultureInfo.InvariantCulture);
            else if (statement.StartsWith("end ", StringComparison.Ordinal)) scope.Ends[statement[4..].Split('=')[0].Trim()] = FormulaReader.Condition(statement.Split('=')[1], functions);
            else if (statement.StartsWith("zero ", StringComparison.Ordinal)) scope.FromZero.Add(statement[5..]);
            else if (Rule().Match(statement) is { Success: true } rule) scope.Conditions[rule.Groups["letter"].Value] = FormulaReader.Condition(statement[rule.Length..], functions);
            else scope.Definitions.AddRange(FormulaReader.Read(statement, functions, scope.Orders).Definitions);
        }

        var own = scope.Definitions.Select(definition => definition.Written).ToHashSet(StringComparer.Ordinal);
        scope.Definitions.AddRange(definitions.Where(definition => !own.Contains(definition.Written)));
        foreach (var (letter, at) in _each.Concat(_pair).Zip(places)) scope.Let(letter, FormulaValue.Place(at, scope.First));
        return scope;
    }

    /// <summary>Two places of one label, in the order of the terms.</summary>
    private static List<int[]> Pairs(double[] labels) =>
        [.. Enumerable.Range(0, labels.Length).SelectMany(i => Enumerable.Range(0, labels.Length).Where(j => j != i && labels[i] == labels[j]).Select(j => new[] { i, j }))];

    private static int[] Lengths(Tensor tensor) => [.. Enumerable.Range(0, tensor.Rank).Select(axis => tensor.Shape[axis])];

    private static FormulaValue Parameter(object? value) => value switch
    {
        double number => number,
        int number => number,
        bool yes => yes ? 1 : 0,
        ImmutableArray<double> { IsDefaultOrEmpty: true } => new() { Word = "none" },
        ImmutableArray<double> row => FormulaValue.Of([.. row], [row.Length]),
        ImmutableArray<ImmutableArray<double>> rows => FormulaValue.Of([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length]),
        null => new() { Word = "none" },
        _ => new() { Word = ParameterInfo.Format(value) },
    };

    [GeneratedRegex("'(?<name>[a-z0-9_]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^(?<letter>[a-z]) : ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Rule();
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Minima.Fuzz;

/// <summary>One request of a seed and a number: the losses in turn, with shapes that fit or nearly fit, numbers of their domains or of none.</summary>
internal sealed class RequestMaker
{
    private const int MostNumbers = 4096;
    private const int MostFittingNumbers = 1 << 18;

    private static readonly LossEntry[] Losses = [.. Catalogue.All];
    private static readonly int[] Lengths = [0, 1, 1, 2, 2, 3, 3, 4, 5, 8];
    private static readonly string[] Ids = ["1", "null", "\"a\"", "\"中\\ud83d\\ude00\"", "{\"a\": [1, {}]}", "\"\\u0000\"", "[]"];
    private static readonly string[] BadIds = ["1e400", "\"\\ud800\"", "nan"];
    private static readonly string[] Reductions = ["mean", "sum", "none"];
    private static readonly string[] AllReductions = ["mean", "sum", "none", "scalar", "Mean", ""];

    private readonly Seeded _random;
    private readonly StringBuilder _text = new("{");

    private RequestMaker(ulong seed, long number)
    {
        _random = new Seeded(seed, number);
        if (_random.Once(12)) FormulaRequest.Write(_text, _random);
        else Request(Losses[(int)(number % Losses.Length)]);
        _text.Append('}');
    }

    public static byte[] Make(ulong seed, long number)
    {
        var maker = new RequestMaker(seed, number);
        var bytes = Encoding.UTF8.GetBytes(maker._text.ToString());
        return maker._random.Once(10) ? Mutation.Of(bytes, maker._random) : bytes;
    }

    private void Request(LossEntry entry)
    {
        if (_random.Once(3)) Key("id").Append(_random.Of(_random.Once(30) ? BadIds : Ids));
        Key("loss").Append('"').Append(entry.Key).Append('"');
        var fitting = entry.TakesTensors && _random.Once(3) ? FittingInputs.Of(entry, _random) : null;
        if (fitting is null || _random.Once(3)) Parameters(entry);
        else Examples(entry);
        if (fitting is null) Inputs(entry);
        else Inputs(entry, fitting);
        if (_random.Once(3)) Key("reduction").Append('"').Append(_random.Once(12) ? _random.Of(AllReductions) : entry.Sums is { IsScalar: true } ? "scalar" : _random.Of(Reductions)).Append('"');
        if (_random.Once(4)) Key("precision").Append("\"float32\"");
        if (_random.Once(5)) Key("gradient").Append(_random.Once(2) ? "false" : "true");
        if (_random.Once(5)) Key("hessian").Append("true");
    }

    private StringBuilder Key(string name)
    {
        if (_text[^1] is not ('{' or '[')) _text.Append(", ");
        return _text.Append('"').Append(name).Append("\": ");
    }

    private void Parameters(LossEntry entry)
    {
        Key("params").Append('{');
        foreach (var parameter in entry.Parameters)
        {
            if (parameter.IsRequired ? _random.Once(20) : _random.Once(2)) continue;
            Key(parameter.Name);
            if (_random.Once(40)) _text.Append(_random.Of((string[])["null", "true", "\"x\"", "[]", "{}", "[[]]", "[1, [2]]", "1e999", "\"NaN\"", "[\"NaN\", 1]"]));
            else Parameter(parameter);
        }

        if (_random.Once(8)) Key("weighted_mean").Append(_random.Once(4) ? "\"counts\"" : "\"count\"");
        if (_random.Once(entry.Row is null ? 60 : 8)) Key("class_weight").Append(List(Domain.NonNegative, _random.Of(Lengths)));
        if (_random.Once(entry.Row is null ? 60 : 8)) Key("class_axis").Append((_random.Below(7) - 3).ToString(CultureInfo.InvariantCulture));
        if (_random.Once(entry.Row is null ? 60 : 8)) Key("ignore_index").Append(_random.Once(4) ? "null" : Extremes.Text(Extremes.Whole(Domain.Real, _random)));
        if (_random.Once(60)) Key("unknown_" + _random.Below(9)).Append('1');
        _text.Append('}');
    }

    /// <summary>What must be given, as an example has it.</summary>
    private void Examples(LossEntry entry)
    {
        Key("params").Append('{');
        foreach (var parameter in entry.Parameters.Where(parameter => parameter.IsRequired))
        {
            var text = ParameterInfo.Format(parameter.Example);
            Key(parameter.Name).Append(parameter.Kind == ParameterKind.Choice ? $"\"{text}\"" : text);
        }

        _text.Append('}');
    }

    private void Parameter(ParameterInfo parameter)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Integer:
                _text.Append(Extremes.Text(Extremes.Whole(parameter.Domain, _random)));
                break;
            case ParameterKind.Boolean:
                _text.Append(_random.Once(2) ? "true" : "false");
                break;
            case ParameterKind.Choice:
                _text.Append('"').Append(_random.Once(20) ? "word" : _random.Of(parameter.Choices)).Append('"');
                break;
            case ParameterKind.Numbers or ParameterKind.NumberOrNumbers:
                if (parameter.Kind == ParameterKind.NumberOrNumbers && _random.Once(3)) _text.Append(Extremes.Text(Extremes.Of(parameter.Domain, _random)));
                else _text.Append(List(parameter.Domain, _random.Once(3) && parameter.Shown is ImmutableArray<double> { IsDefaultOrEmpty: false } shown ? shown.Length : _random.Once(40) ? 1000 : _random.Of(Lengths)));
                break;
            case ParameterKind.Matrix:
                var (rows, columns) = (_random.Of(Lengths), _random.Of(Lengths));
                if (_random.Once(2)) columns = rows;
                _text.Append('[').AppendJoin(", ", Enumerable.Range(0, rows).Select(_ => List(parameter.Domain, _random.Once(20) ? columns + 1 : columns))).Append(']');
                break;
            default:
                _text.Append(Extremes.Text(Extremes.Of(parameter.Domain, _random)));
                break;
        }
    }

    private void Inputs(LossEntry entry)
    {
        Key("inputs").Append('{');
        var axes = new Dictionary<string, int>(StringComparer.Ordinal);
        var leading = Enumerable.Range(0, _random.Once(12) ? 6 : _random.Below(4)).Select(_ => _random.Of(Lengths)).ToArray();
        if (_random.Once(60)) leading = [_random.Below(300)];
        foreach (var input in entry.Inputs)
        {
            if (input.BoundTo is not null || input.IsOptional ? _random.Once(2) : _random.Once(60)) continue;
            var shape = ShapeOf(entry, input, axes, leading);
            if (_random.Once(40)) shape = Misshapen(shape);
            Key(input.Name);
            Array(shape, Values(entry, input, axes, shape));
        }

        int[] terms = entry.Row is null && !entry.TakesTensors ? leading : leading.Length > 0 ? leading[..^1] : [];
        if (_random.Once(entry.Sums is { IsScalar: true } ? 80 : 8)) Weights("sample_weight", terms, Domain.NonNegative);
        if (_random.Once(entry.Sums is { IsScalar: true } ? 80 : 8)) Weights("mask", terms, Domain.Between(0, 1));
        if (_random.Once(80)) Key("stranger").Append('1');
        _text.Append('}');
    }

    /// <summary>All but seldom as they are.</summary>
    private void Inputs(LossEntry entry, (int[] Shape, Func<double> Value)?[] fitting)
    {
        Key("inputs").Append('{');
        for (var i = 0; i < fitting.Length; i++)
        {
            if (fitting[i] is not { } input || _random.Once(80)) continue;
            Key(entry.Inputs[i].Name);
            Array(_random.Once(80) ? Misshapen(input.Shape) : input.Shape, input.Value, MostFittingNumbers);
        }

        _text.Append('}');
    }

    private void Weights(string name, int[] shape, Domain domain)
    {
        Key(name);
        Array(_random.Once(12) ? Misshapen(shape) : shape, () => name == "mask" && !_random.Once(60) ? _random.Below(2) : Extremes.Of(domain, _random));
    }

    private int[] ShapeOf(LossEntry entry, InputInfo input, Dictionary<string, int> axes, int[] leading)
    {
        int Length(string name) => int.TryParse(name, CultureInfo.InvariantCulture, out var given) ? given
            : axes.TryGetValue(name, out var known) ? known
            : axes[name] = _random.Of(Lengths);

        if (entry.TakesTensors)
        {
            var names = input.Axes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0) return leading;
            int[] named = [.. names.Where(name => name != "...").Select(Length)];
            return names[0] == "..." ? [.. leading.Take(Math.Max(0, 6 - named.Length)), .. named] : named;
        }

        if (entry.Row is not null) return input.Kind == InputKind.Label || (input.Kind == InputKind.LabelOrRow && !_random.Once(3)) ? leading : [.. leading, Length("class")];
        if (entry.Sums is not null) return leading.Length < 2 && !_random.Once(6) ? [.. leading, 2, 3] : leading;
        return entry.IsPoint ? leading : [.. leading, 4];
    }

    private Func<double> Values(LossEntry entry, InputInfo input, Dictionary<string, int> axes, int[] shape)
    {
        var isLabel = input.Kind is InputKind.TensorOfLabels or InputKind.Label || (input.Kind == InputKind.LabelOrRow && (shape.Length == 0 || entry.Row is null || !axes.TryGetValue("class", out var width) || shape[^1] != width));
        if (isLabel)
        {
            var classes = Math.Max(1, axes.GetValueOrDefault(input.LabelAxis.Length > 0 ? input.LabelAxis : "class", 3));
            return () => _random.Once(60) ? Extremes.Whole(Domain.Real, _random) : _random.Below(classes);
        }

        // All ordinary, one in a few at an end, or all of them.
        var wild = _random.Below(3);
        return () => wild switch
        {
            0 => Extremes.Inside(input.Domain, _random),
            1 => _random.Once(6) ? Extremes.Of(input.Domain, _random) : Extremes.Inside(input.Domain, _random),
            _ => Extremes.Of(input.Domain, _random),
        };
    }

    private int[] Misshapen(int[] shape) => _random.Below(5) switch
    {
        0 => [],
        1 => [0],
        2 => [.. shape, 1],
        3 => [.. Enumerable.Repeat(1, 1 + _random.Below(8))],
        _ => shape.Length == 0 ? [2] : [.. shape[..^1], shape[^1] + 1],
    };

    private string List(Domain domain, int count) => "[" + string.Join(", ", Enumerable.Range(0, count).Select(_ => Extremes.Text(Extremes.Of(domain, _random)))) + "]";

    private void Array(int[] shape, Func<double> value, int most = MostNumbers)
    {
        var count = 1L;
        foreach (var length in shape) count *= Math.Max(1, length);
        if (count > most) shape = [];
        Level(0);

        void Level(int axis)
        {
            if (axis == shape.Length)
            {
                _text.Append(Extremes.Text(value()));
                return;
            }

            _text.Append('[');
            for (var i = 0; i < shape[axis]; i++)
            {
                if (i > 0) _text.Append(", ");
                Level(axis + 1);
            }

            _text.Append(']');
        }
    }
}

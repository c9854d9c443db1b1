using System.Collections.Immutable;
using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Checks the params of a request against the entry: names, kinds, and the length of lists along the last axis.</summary>
internal static class ParameterReader
{
    private const string WeightedMeanName = "weighted_mean";

    private const string ClassWeightName = "class_weight";
    private const string ClassAxisName = "class_axis";
    private const string IgnoreIndexName = "ignore_index";

    /// <summary>Params of losses over rows of classes; they belong to the batch, not to the loss.</summary>
    private static readonly string[] OfRowLosses = [ClassWeightName, ClassAxisName, IgnoreIndexName];

    /// <summary>Creates the loss of a request.</summary>
    public static Loss Create(LossEntry entry, Request request)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Parameters)
        {
            if (name == WeightedMeanName || (entry.Row is not null && OfRowLosses.Contains(name, StringComparer.Ordinal)))
            {
                continue;
            }

            var parameter = entry.Parameters.FirstOrDefault(p => p.Name == name) ?? throw Unknown(entry, name);
            if (parameter.BindsInput is not null && request.Inputs.ContainsKey(name))
            {
                throw new EvaluateException(EvaluateErrors.UnknownParameter, $"{entry.Key}: '{name}' is given both as a param and as an input; give it once.");
            }

            // Null is "none": the default of a parameter whose default is none, and of one that replaces an omitted input.
            if (value is not null || (parameter.Kind != ParameterKind.OptionalNumber && parameter.BindsInput is null))
            {
                values[name] = Convert(entry, parameter, value);
            }
            else if (parameter.Kind == ParameterKind.OptionalNumber)
            {
                values[name] = null;
            }
        }

        foreach (var parameter in entry.Parameters)
        {
            if (parameter.IsRequired && !values.ContainsKey(parameter.Name))
            {
                throw new EvaluateException(EvaluateErrors.MissingParameter, $"{entry.Key}: parameter '{parameter.Name}' is missing and has no default; add it to 'params'.");
            }
        }

        return Loss.Create(entry, values);
    }

    /// <summary>The params that belong to the loss itself: for a formula as text they decide which of its names are parameters.</summary>
    public static string[] NamesOf(Request request) => [.. request.Parameters.Keys.Where(name => name != WeightedMeanName)];

    /// <summary>The divisor of a weighted mean.</summary>
    public static WeightedMean WeightedMeanOf(LossEntry entry, Request request)
    {
        if (!request.Parameters.TryGetValue(WeightedMeanName, out var value))
        {
            return WeightedMean.SumOfWeights;
        }

        return value switch
        {
            "sum_of_weights" => WeightedMean.SumOfWeights,
            "count" => WeightedMean.Count,
            string word => throw new EvaluateException(EvaluateErrors.ParameterDomain, $"{entry.Key}: 'weighted_mean' is {Wording.Quote(word)}{Wording.DidYouMean(word, ["sum_of_weights", "count"])}; it must be sum_of_weights or count."),
            _ => throw new EvaluateException(EvaluateErrors.ParameterType, $"{entry.Key}: 'weighted_mean' must be the text sum_of_weights or count."),
        };
    }

    /// <summary>The weights of the classes, or null.</summary>
    public static Tensor? ClassWeightOf(LossEntry entry, Request request) => request.Parameters.GetValueOrDefault(ClassWeightName) switch
    {
        null => null,
        Tensor { Shape.Length: 1, HasBooleans: false } list => list,
        _ => throw new EvaluateException(EvaluateErrors.ParameterType, $"{entry.Key}: 'class_weight' must be a flat list with one number for each class, or null for none."),
    };

    /// <summary>The class axis from 0 on.</summary>
    public static int ClassAxisOf(LossEntry entry, Request request, ReadOnlySpan<int> shape)
    {
        var axis = WholeNumber(entry, request, ClassAxisName) ?? -1;
        if (axis < -shape.Length || axis >= shape.Length)
        {
            throw new EvaluateException(
                EvaluateErrors.ParameterDomain,
                $"{entry.Key}: 'class_axis' is {Text(axis)}, 'prediction' has shape {TensorShape.Format(shape)}; it must be from {Text(-shape.Length)} to {Text(shape.Length - 1)}.");
        }

        return axis < 0 ? axis + shape.Length : axis;
    }

    /// <summary>The ignored label; null for the loss's own if none was given.</summary>
    public static int? IgnoreIndexOf(LossEntry entry, Request request) =>
        request.Parameters.ContainsKey(IgnoreIndexName) ? WholeNumber(entry, request, IgnoreIndexName) ?? IgnoreIndex.None : null;

    private static int? WholeNumber(LossEntry entry, Request request, string name) => request.Parameters.GetValueOrDefault(name) switch
    {
        null => null,
        double number when number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        _ => throw new EvaluateException(EvaluateErrors.ParameterType, $"{entry.Key}: '{name}' must be a whole number."),
    };

    /// <summary>Refuses lists that do not have one number for each position of the last axis.</summary>
    public static void CheckLists(LossEntry entry, Loss loss, ReadOnlySpan<int> shape)
    {
        for (var i = 0; i < entry.Parameters.Count; i++)
        {
            if (entry.Parameters[i] is { BindsInput: not null } parameter && loss.Parameters[i] is ImmutableArray<double> list && (shape.IsEmpty || shape[^1] != list.Length))
            {
                throw new EvaluateException(
                    EvaluateErrors.Shape,
                    $"{entry.Key}: '{parameter.Name}' is a list of {list.Length.ToString(CultureInfo.InvariantCulture)}, '{entry.Inputs[0].Name}' has shape {TensorShape.Format(shape)}; give one number for each position of the last axis, or a single number.");
            }
        }
    }

    private static object? Convert(LossEntry entry, ParameterInfo parameter, object? value)
    {
        // Command lines give numbers and flags as text; a request has numbers and flags of its own, so text is a mistake there.
        if (value is string text && parameter.Kind != ParameterKind.Choice)
        {
            throw new EvaluateException(EvaluateErrors.ParameterType, $"{entry.Key}: parameter '{parameter.Name}' is the text {Wording.Quote(text)}; it must be {Expected(parameter)}, without quotes.");
        }

        if (value is not Tensor tensor)
        {
            return value;
        }

        if (tensor is { Shape.Length: 2, HasBooleans: false } && parameter.Kind == ParameterKind.Matrix)
        {
            var width = tensor.Shape[1];
            return Enumerable.Range(0, tensor.Shape[0]).Select(row => ImmutableArray.Create(tensor.Values.Slice(row * width, width))).ToImmutableArray();
        }

        if (tensor.Shape.Length != 1 || tensor.HasBooleans || parameter.Kind is not (ParameterKind.Numbers or ParameterKind.NumberOrNumbers))
        {
            var got = tensor.Shape.Length != 1 ? $"a nested list of shape {TensorShape.Format(tensor.Shape)}" : tensor.HasBooleans ? "a list that holds true or false" : "a list";
            throw new EvaluateException(EvaluateErrors.ParameterType, $"{entry.Key}: parameter '{parameter.Name}' is {got}; it must be {Expected(parameter)}.");
        }

        return ImmutableArray.Create(tensor.Values);
    }

    private static string Expected(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Number => "a number",
        ParameterKind.OptionalNumber => "a number, or null for none",
        ParameterKind.Integer => "a whole number",
        ParameterKind.Boolean => "true or false",
        ParameterKind.Choice => "one of " + string.Join(", ", parameter.Choices),
        ParameterKind.NumberOrNumbers => "a number or a flat list of numbers",
        ParameterKind.Matrix => "a list of rows of one length, each a list of numbers",
        _ => "a flat list of numbers",
    };

    private static EvaluateException Unknown(LossEntry entry, string name)
    {
        var known = entry.Parameters.Select(p => p.Name).Append(WeightedMeanName).Concat(entry.Row is null ? [] : OfRowLosses).ToArray();
        if (OfRowLosses.Contains(name, StringComparer.Ordinal))
        {
            return new EvaluateException(EvaluateErrors.UnknownParameter, $"{entry.Key}: '{name}' is a param of losses over classes; this one has none. {Wording.Listing("params", known)}");
        }

        var asInput = entry.Inputs.Any(i => i.Name == name) || name is InputReader.SampleWeight or InputReader.Mask
            ? " It is an input: move it to 'inputs'."
            : "";
        return new EvaluateException(EvaluateErrors.UnknownParameter, $"{entry.Key}: there is no param {Wording.Quote(name)}{Wording.DidYouMean(name, known)}.{asInput} {Wording.Listing("params", known)}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

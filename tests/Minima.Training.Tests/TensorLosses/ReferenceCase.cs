using System.Text.Json;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>A reference case of a loss on tensors: its inputs are also what the other laws start from.</summary>
internal sealed class ReferenceCase(int line, JsonElement json)
{
    private static readonly Lazy<ILookup<string, ReferenceCase>> All = new(() => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "reference", "reference.jsonl"))
        .Select((text, i) => new ReferenceCase(i + 1, JsonElement.Parse(text)))
        .ToLookup(row => row.Key, StringComparer.Ordinal));

    public int Line => line;

    public string Key => json.GetProperty("loss").GetString()!;

    /// <summary>The value bends here, or part of it is not differentiated: differences do not give the gradient.</summary>
    public bool IsSpecial => json.TryGetProperty("kink", out _) || json.TryGetProperty("stop_gradient", out _);

    public Minima.Reduction Reduction => json.GetProperty("reduction").GetString() switch
    {
        "sum" => Minima.Reduction.Sum,
        "none" => Minima.Reduction.None,
        _ => Minima.Reduction.Mean,
    };

    public static IEnumerable<ReferenceCase> Of(string key) => All.Value[key];

    /// <summary>The loss at the parameters of the case.</summary>
    public TensorLoss Loss(LossEntry entry) => (TensorLoss)AnyLoss(entry);

    /// <summary>Everything that the case gives is an input or a parameter of the loss.</summary>
    public bool IsPlain(LossEntry entry) => json.GetProperty("params").EnumerateObject().All(p => entry.Parameters.Any(parameter => parameter.Name == p.Name))
        && json.GetProperty("inputs").EnumerateObject().All(input => entry.Inputs.Any(info => info.Name == input.Name));

    /// <summary>The loss at the parameters of the case, on tensors or not.</summary>
    public Loss AnyLoss(LossEntry entry) => Minima.Loss.Create(
        entry,
        json.GetProperty("params").EnumerateObject().Where(p => p.Name is not "weighted_mean").ToDictionary(p => p.Name, p => Parameter(p.Value), StringComparer.Ordinal));

    public WeightedMean WeightedMean => json.GetProperty("params").TryGetProperty("weighted_mean", out var word) && word.GetString() == "count" ? WeightedMean.Count : WeightedMean.SumOfWeights;

    /// <summary>The inputs in the order of the entry; none where the case leaves one out. A critic's derivative counts as given.</summary>
    public Tensor[] Inputs(LossEntry entry, ElementType type) => IsCritic
        ? [CriticInputs(entry, type)[entry.Inputs[0].Name].Detach()]
        : [.. entry.Inputs.Select(info => json.GetProperty("inputs").TryGetProperty(info.Name, out var value) ? Of(value, IsLabels(info, value) ? ElementType.Int32 : type) : default)];

    private static bool IsLabels(InputInfo info, JsonElement value) => info.Kind is InputKind.TensorOfLabels or InputKind.Label
        || (info.Kind == InputKind.LabelOrRow && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.Number));

    /// <summary>The case names the critic f(x) = w2 tanh(w1 x) where the loss takes its gradient, or its Jacobian.</summary>
    public bool IsCritic => json.GetProperty("inputs").TryGetProperty("w1", out _);

    /// <summary>The derivative of the critic, under the name of the entry's input, and its parameters, which the reference differentiates.</summary>
    public Dictionary<string, Tensor> CriticInputs(LossEntry entry, ElementType type)
    {
        var given = json.GetProperty("inputs");
        var (x, w1, w2) = (Of(given.GetProperty("x"), type), Of(given.GetProperty("w1"), type).WithGradient(), Of(given.GetProperty("w2"), type).WithGradient());
        if (given.TryGetProperty("noise", out var noise)) x = Minima.Tensors.Losses.CriticGradient.Around(x, Of(noise, type));
        var derivative = w2.Rank == 2
            ? Minima.Tensors.Losses.ModelJacobian.At(points => points.MatMul(w1.Transpose()).Tanh().MatMul(w2.Transpose()), x)
            : Minima.Tensors.Losses.CriticGradient.At(points => points.MatMul(w1.Transpose()).Tanh().MatMul(w2.Reshape([w2.Count, 1])), x);
        return new(StringComparer.Ordinal) { [entry.Inputs[0].Name] = derivative, ["w1"] = w1, ["w2"] = w2 };
    }

    public Tensor Weight(ElementType type) => json.GetProperty("inputs").TryGetProperty("sample_weight", out var weight) ? Of(weight, type) : default;

    public bool[] Mask(LossEntry entry) => !entry.Inputs.Any(i => i.Name == "mask") && json.GetProperty("inputs").TryGetProperty("mask", out var mask)
        ? [.. Numbers(mask).Select(x => x != 0)]
        : [];

    public double[] Value => [.. Numbers(json.GetProperty("value"))];

    public Dictionary<string, double[]> Gradient => json.GetProperty("gradient").EnumerateObject().ToDictionary(p => p.Name, p => Numbers(p.Value).ToArray(), StringComparer.Ordinal);

    public override string ToString() => $"line {line} ({Key})";

    private static Tensor Of(JsonElement value, ElementType type)
    {
        var lengths = new List<int>();
        for (var level = value; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            lengths.Add(level.GetArrayLength());
            if (level.GetArrayLength() == 0) break;
        }

        var numbers = Numbers(value).ToArray();
        var shape = Shape.Of([.. lengths]);
        return type switch
        {
            ElementType.Int32 => Tensor.Of(Array.ConvertAll(numbers, x => (int)x), shape),
            ElementType.Single => Tensor.Of(Array.ConvertAll(numbers, x => (float)x), shape),
            _ => Tensor.Of(numbers, shape),
        };
    }

    private static IEnumerable<double> Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.String => [value.GetString() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN }],
        JsonValueKind.True => [1],
        JsonValueKind.False => [0],
        _ => [value.GetDouble()],
    };

    private static object? Parameter(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array when value.EnumerateArray().Any(row => row.ValueKind == JsonValueKind.Array) => value.EnumerateArray().Select(row => Numbers(row).ToArray()).ToArray(),
        JsonValueKind.Array => System.Collections.Immutable.ImmutableArray.Create([.. Numbers(value)]),
        JsonValueKind.String when value.GetString() is not ("NaN" or "Infinity" or "-Infinity") => value.GetString(),
        _ => Numbers(value).First(),
    };
}

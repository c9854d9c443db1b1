using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>States, sums and histories as JSON, every number exact.</summary>
internal static class StateJson
{
    public static JsonObject Write(NamedState state)
    {
        var numbers = new JsonObject();
        foreach (var (name, value) in state.Numbers) numbers[name] = JsonNumber.Of(value);
        return new JsonObject { ["kind"] = state.Kind, ["numbers"] = numbers };
    }

    public static NamedState Read(JsonObject json, IReadOnlyList<NamedTensor> tensors)
    {
        var kind = JsonText.Of(json["kind"]) ?? throw Damaged("kind");
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, node) in json["numbers"] as JsonObject ?? throw Damaged("numbers"))
        {
            numbers[name] = JsonNumber.TryRead(node, out var value) ? value : throw Damaged(name);
        }

        return new NamedState(kind, numbers, tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Value, StringComparer.Ordinal));
    }

    public static double Number(JsonObject json, string name) => JsonNumber.TryRead(json[name], out var value) ? value : throw Damaged(name);

    public static long Whole(JsonObject json, string name)
    {
        var value = Number(json, name);
        return value >= 0 && value <= int.MaxValue && value == Math.Floor(value) ? (long)value : throw Damaged(name);
    }

    public static void WriteSums(JsonObject json, LossResult[] sums)
    {
        json["sums"] = new JsonArray([.. sums.Select(sum => JsonNumber.Of(sum.Sum))]);
        json["denominators"] = new JsonArray([.. sums.Select(sum => JsonNumber.Of(sum.Denominator))]);
    }

    public static void ReadSums(JsonObject json, LossResult[] sums)
    {
        if (json["sums"] is not JsonArray values || json["denominators"] is not JsonArray denominators || values.Count != sums.Length || denominators.Count != sums.Length) throw Damaged("sums");
        for (var i = 0; i < sums.Length; i++)
        {
            if (!JsonNumber.TryRead(values[i], out var sum) || !JsonNumber.TryRead(denominators[i], out var denominator)) throw Damaged("sums");
            sums[i] = new LossResult(sum, denominator, Minima.Reduction.Mean);
        }
    }

    public static JsonObject WriteHistory(IReadOnlyList<EpochRecord> history)
    {
        var epochs = new JsonArray();
        foreach (var record in history)
        {
            var json = new JsonObject
            {
                ["epoch"] = record.Epoch,
                ["step"] = record.Step,
                ["training_loss"] = JsonNumber.Of(record.TrainingLoss),
                ["learning_rate"] = JsonNumber.Of(record.LearningRate),
                ["gradient_norm"] = JsonNumber.Of(record.GradientNorm),
                ["metrics"] = Named(record.Metrics),
                ["terms"] = Named(record.Terms),
                ["term_weights"] = Named(record.TermWeights),
                ["term_gradient_norms"] = Named(record.TermGradientNorms),
            };
            if (record.ValidationLoss is { } validation) json["validation_loss"] = JsonNumber.Of(validation);
            epochs.Add((JsonNode)json);
        }

        return new JsonObject { ["epochs"] = epochs };
    }

    public static IEnumerable<EpochRecord> ReadHistory(JsonObject metrics)
    {
        foreach (var node in metrics["epochs"] as JsonArray ?? [])
        {
            if (node is not JsonObject json) throw Damaged("epochs");
            yield return new EpochRecord((int)Whole(json, "epoch"), Whole(json, "step"), Number(json, "training_loss"))
            {
                LearningRate = Number(json, "learning_rate"),
                GradientNorm = Number(json, "gradient_norm"),
                ValidationLoss = json.ContainsKey("validation_loss") ? Number(json, "validation_loss") : null,
                Metrics = Named(json["metrics"]),
                Terms = Named(json["terms"]),
                TermWeights = Named(json["term_weights"] ?? new JsonObject()),
                TermGradientNorms = Named(json["term_gradient_norms"] ?? new JsonObject()),
            };
        }
    }

    private static JsonObject Named(IReadOnlyDictionary<string, double> numbers)
    {
        var json = new JsonObject();
        foreach (var (name, value) in numbers) json[name] = JsonNumber.Of(value);
        return json;
    }

    private static Dictionary<string, double> Named(JsonNode? node) =>
        (node as JsonObject ?? throw Damaged("metrics")).ToDictionary(pair => pair.Key, pair => JsonNumber.TryRead(pair.Value, out var value) ? value : throw Damaged(pair.Key), StringComparer.Ordinal);

    private static CheckpointException Damaged(string name) => new($"The checkpoint's '{Names.Shorten(name)}' is missing, or is not a number. It was written by another program or changed by hand; take an earlier checkpoint.");
}

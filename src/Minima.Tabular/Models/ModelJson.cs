using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>The parts of models and checkpoints that are specific to minima train.</summary>
internal static class ModelJson
{
    public const string JsonEnding = ".json";
    public const string TensorsEnding = ".safetensors";

    /// <summary>The meaning of outputs, stored next to the treatment of columns.</summary>
    public const string Prediction = "prediction";

    /// <summary>The path of a model with another ending, from the path of either of its files, or without an ending.</summary>
    public static string PathOf(string model, string ending) => (Path.GetExtension(model) is JsonEnding or TensorsEnding ? Path.ChangeExtension(model, null) : model) + ending;

    public static JsonObject Treatment(TableTreatment treatment, OutputMeaning meaning)
    {
        var json = treatment.ToJson();
        json[Prediction] = meaning.ToJson();
        return json;
    }

    /// <summary>The losses in the order of the targets.</summary>
    public static IReadOnlyList<LossLookup> Losses(IReadOnlyDictionary<string, LossReference> saved, OutputMeaning meaning)
    {
        var single = saved.Count == 1 ? saved.Values.First() : null;
        var count = meaning.HasSeveralNumbers ? meaning.Targets.Count : 1;
        return [.. Enumerable.Range(0, count).Select(k => (single ?? saved.GetValueOrDefault(meaning.Targets[k]))?.TryCreate() ?? new LossLookup(null, "The model does not say which loss it was trained with."))];
    }
}

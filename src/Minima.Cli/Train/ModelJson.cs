using System.Text.Json.Nodes;
using Minima.Cli.Predict;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>What minima train writes into models and checkpoints beside what every program does.</summary>
internal static class ModelJson
{
    /// <summary>Beside the treatment of columns: what outputs stand for.</summary>
    public const string Prediction = "prediction";

    /// <summary>In checkpoints only: what was asked for.</summary>
    public const string Settings = "settings";

    /// <summary>In checkpoints only: the data file, whose path is nobody's business who gets the model.</summary>
    public const string Data = "data";

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

using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>The data of a replay about batches and terms in addition to their tensors and losses.</summary>
internal static class ReplayJson
{
    /// <summary>The numbers of a batch's rows, their unit and source; and the state of the generators before it, if it is part of a step in slices.</summary>
    public static JsonObject Rows(TrainingBatch batch, IReadOnlyList<RandomState> random)
    {
        var json = new JsonObject
        {
            ["rows"] = new JsonArray([.. batch.RowNumbers.ToArray().Select(row => JsonValue.Create(row))]),
            ["row_word"] = batch.RowWord,
            ["source"] = batch.Source,
        };
        if (random.Count > 0) json["random"] = new JsonArray([.. random.Select(state => JsonValue.Create(state.Snapshot.ToString()))]);
        return json;
    }

    /// <summary>Restores the generators to their state before each batch; null if each batch continues from the previous one.</summary>
    /// <exception cref="CheckpointException">The states are damaged.</exception>
    public static Action<int>? Draws(JsonNode? batches, IReadOnlyList<RandomState> states)
    {
        if (batches is not JsonArray known || !known.Any(batch => batch?["random"] is JsonArray)) return null;
        var snapshots = known.Select(batch => Read(() => Known(batch?["random"]).AsArray().Select(text => RandomSnapshot.TryParse(Known(text).GetValue<string>(), out var snapshot) ? snapshot : throw new FormatException("a state of a generator is expected")).ToArray())).ToArray();
        return index =>
        {
            for (var i = 0; i < states.Count && index < snapshots.Length && i < snapshots[index].Length; i++) states[i].Restore(snapshots[index][i]);
        };
    }

    /// <exception cref="CheckpointException">The row numbers are damaged.</exception>
    public static TrainingBatch WithRows(TrainingBatch batch, JsonNode? json) => Read(() => batch with
    {
        RowNumbers = Known(json?["rows"]).AsArray().Select(row => Known(row).GetValue<int>()).ToArray(),
        RowWord = Known(json?["row_word"]).GetValue<string>(),
        Source = Known(json?["source"]).GetValue<string>(),
    });

    /// <summary>The outputs and the target that a term uses, and its weights.</summary>
    public static JsonObject Of(LossTerm term) => new()
    {
        ["weight"] = JsonNumber.Of(term.Weight),
        ["output_start"] = term.OutputStart,
        ["output_count"] = term.OutputCount,
        ["target"] = term.Target,
        ["second_target"] = term.SecondTarget,
        ["class_weights"] = term.ClassWeights is { } weights ? new JsonArray([.. weights.Select(weight => JsonNumber.Of(weight))]) : null,
    };

    /// <summary>The term as recorded; if the file has no record, the term uses all outputs.</summary>
    /// <exception cref="CheckpointException">The record is damaged.</exception>
    public static LossTerm Term(LossTerm term, JsonNode? json) => json is null ? term : Read(() => term with
    {
        Weight = Number(json["weight"]),
        OutputStart = Known(json["output_start"]).GetValue<int>(),
        OutputCount = json["output_count"]?.GetValue<int>(),
        Target = Known(json["target"]).GetValue<int>(),
        SecondTarget = json["second_target"]?.GetValue<int>(),
        ClassWeights = json["class_weights"] is JsonArray weights ? [.. weights.Select(Number)] : null,
    });

    private static double Number(JsonNode? node) => JsonNumber.TryRead(node, out var value) ? value : throw new FormatException("a number is expected");

    private static JsonNode Known(JsonNode? node) => node ?? throw new FormatException("a part is missing");

    private static TResult Read<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException)
        {
            throw new CheckpointException("The replay's record of the rows and outputs of its step is wrong. Take another copy of the file.", problem);
        }
    }
}

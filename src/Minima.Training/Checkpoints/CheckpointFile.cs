using System.Text.Json;

namespace Minima.Training.Checkpoints;

/// <summary>A checkpoint as two files: all tensors, and a JSON file with their checksum. The JSON is renamed into place last; until then there is no checkpoint.</summary>
internal static class CheckpointFile
{
    private const string Format = "minima-checkpoint";
    private const string Weights = "weights.";
    private const string OptimizerPrefix = "optimizer.";
    private const string Averaged = "averaged.";

    /// <param name="disk">The disk to write to.</param>
    /// <param name="path">The path of both files without their extensions.</param>
    /// <param name="state">The checkpoint to save.</param>
    /// <exception cref="CheckpointException">The checkpoint cannot be written; nothing of it remains.</exception>
    public static void Save(FileSystem disk, string path, Checkpoint state)
    {
        NamedTensor[] tensors = [.. Prefixed(Weights, state.Model.Weights), .. Prefixed(OptimizerPrefix, state.OptimizerTensors), .. Prefixed(Averaged, state.AveragedWeights)];
        var seal = TensorSeal.Write(disk, path + CheckpointName.Tensors, tensors, Format);
        try
        {
            var json = SealedJson.Seal(Format, json => Write(json, state, seal));
            AtomicFile.Write(disk, path + CheckpointName.Json, stream => stream.Write(json));
        }
        catch (CheckpointException)
        {
            AtomicFile.Discard(disk, path + CheckpointName.Tensors);
            throw;
        }
    }

    /// <exception cref="CheckpointException">The checkpoint is missing, damaged, or of another version.</exception>
    public static Checkpoint Load(string path)
    {
        var fields = SealedJson.Open(path + CheckpointName.Json, Format);
        using var reader = TensorSeal.Read(fields).Open(path + CheckpointName.Tensors);
        var stranger = reader.Entries.FirstOrDefault(entry => !Array.Exists([Weights, OptimizerPrefix, Averaged], prefix => entry.Name.StartsWith(prefix, StringComparison.Ordinal)));
        if (stranger is not null) throw SealedJson.Fault(fields.File, $"the tensor '{Names.Shorten(stranger.Name)}' next to it is not part of a checkpoint");
        var training = fields.Fields("training");
        return new()
        {
            Model = SavedModelJson.Read(fields, Read(reader, Weights)),
            OptimizerTensors = Read(reader, OptimizerPrefix),
            AveragedWeights = Read(reader, Averaged),
            Step = training.WholeNumber("step"),
            Score = training.OptionalNumber("score"),
            OptimizerState = training.Object("optimizer"),
            ScheduleState = training.Object("schedule"),
            Position = training.Object("position"),
            Extra = training.Object("extra"),
            Random = training.Properties("random").ToDictionary(
                random => random.Name,
                random => RandomSnapshot.TryParse(training.Fields("random").Text(random.Name), out var snapshot) ? snapshot : throw training.Fault(random.Name, "is not a random-generator state that this version of Minima supports"),
                StringComparer.Ordinal),
        };
    }

    /// <summary>Reads only the score, not the tensors.</summary>
    /// <exception cref="CheckpointException">The JSON is missing, damaged, or of another version.</exception>
    public static double? ScoreOf(string path) => SealedJson.Open(path + CheckpointName.Json, Format).Fields("training").OptionalNumber("score");

    private static void Write(Utf8JsonWriter json, Checkpoint state, TensorSeal seal)
    {
        json.WriteStartObject();
        seal.Write(json);
        SavedModelJson.Write(json, state.Model);
        json.WriteStartObject("training");
        json.WriteNumber("step", state.Step);
        json.WritePropertyName("score");
        if (state.Score is { } score) JsonNumber.Write(json, score);
        else json.WriteNullValue();
        json.WriteStartObject("random");
        foreach (var (purpose, snapshot) in state.Random) json.WriteString(purpose, snapshot.ToString());
        json.WriteEndObject();
        SavedModelJson.Write(json, "optimizer", state.OptimizerState);
        SavedModelJson.Write(json, "schedule", state.ScheduleState);
        SavedModelJson.Write(json, "position", state.Position);
        SavedModelJson.Write(json, "extra", state.Extra);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<NamedTensor> Prefixed(string prefix, IReadOnlyList<NamedTensor> tensors) => tensors.Select(tensor => tensor with { Name = prefix + tensor.Name });

    private static NamedTensor[] Read(SafeTensorsReader reader, string prefix) =>
        [.. reader.Entries.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => new NamedTensor(entry.Name[prefix.Length..], reader.Read(entry.Name)))];
}

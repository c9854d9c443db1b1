using System.Text.Json;
using System.Text.Json.Serialization;
using Minima.Tensors.Streams;
using Minima.Training;

namespace Minima.Tabular;

/// <summary>The full state of a stream, as numbers: a stream that continues from it gives the same numbers as one that never stopped.</summary>
internal sealed record StreamState
{
    private const string Kind = "minima-stream";
    private const int Newest = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Target { get; init; }

    public required string Loss { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required double LearningRate { get; init; }

    public required string Detector { get; init; }

    public required string Reaction { get; init; }

    public string? NextLoss { get; init; }

    public required string Scale { get; init; }

    /// <summary>The columns in the order of the first stream.</summary>
    public required string[] Columns { get; init; }

    public required long Skipped { get; init; }

    public required RunningScaleState Features { get; init; }

    public required RunningConstantState Constant { get; init; }

    public required double LossUnit { get; init; }

    public required OnlineLinearState Model { get; init; }

    /// <summary>The next loss has taken over.</summary>
    public required bool HasSwitched { get; init; }

    public required StreamLearnerState Learner { get; init; }

    public AdaptiveWindowState? AdaptiveWindow { get; init; }

    public DriftDetectionState? DriftDetection { get; init; }

    public PageHinkleyState? PageHinkley { get; init; }

    /// <summary>The mark of a state of this version.</summary>
    public static (string Format, int Version) Mark => (Kind, Newest);

    /// <exception cref="DataException">There is no such file, or it is not a saved stream.</exception>
    public static StreamState Read(string path)
    {
        try
        {
            using var stream = CsvFile.Open(path, "a saved stream");
            var state = JsonSerializer.Deserialize(stream, StreamStateJson.Default.StreamState);
            if (state is { Format: Kind, Version: Newest }) return state;
            throw Refused(path, state is { Format: Kind } ? $"it has version {state.Version}, and this program reads version {Newest}" : "it is not a saved stream", null);
        }
        catch (JsonException problem)
        {
            // For other JSON the message would name internal types.
            throw Refused(path, problem.Message.Contains(typeof(StreamState).Namespace!, StringComparison.Ordinal) ? "it is not a saved stream" : $"it is not a saved stream ({problem.Message.Split('.')[0]})", problem);
        }
    }

    public void Write(string path) => OutputFile.Write(path, JsonSerializer.Serialize(this, StreamStateJson.Default.StreamState) + "\n");

    /// <exception cref="DataException"><paramref name="restore"/> rejects the state.</exception>
    public static void Restored(Action restore)
    {
        try
        {
            restore();
        }
        catch (Exception problem) when (problem is TrainingException or NullReferenceException or ArgumentException)
        {
            throw Refused("the saved stream", problem.Message.TrimEnd('.'), problem);
        }
    }

    private static DataException Refused(string who, string got, Exception? cause)
    {
        var message = $"{who}: {got}; a file that minima stream --save wrote is expected. Take another copy of the file, or start without --resume.";
        return cause is null ? new DataException(message) : new DataException(message, cause);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(StreamState))]
internal sealed partial class StreamStateJson : JsonSerializerContext;

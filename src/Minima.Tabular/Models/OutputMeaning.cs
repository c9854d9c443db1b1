using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>The meaning of a model's outputs: saved with a network, so that prediction needs no loss.</summary>
internal sealed record OutputMeaning
{
    /// <summary>A word of --task.</summary>
    public required string Task { get; init; }

    /// <summary>The target columns.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The text of each class in the table, in the order of their numbers; empty for numbers and labels.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The link of raw predictions, by its name in documents.</summary>
    public required string Link { get; init; }

    /// <summary>The loss takes two classes as -1 and +1.</summary>
    public bool MarginLabels { get; init; }

    /// <summary>Grades are predicted as classes.</summary>
    public bool AsClasses { get; init; }

    /// <summary>For each target of numbers the unit of its output; empty if that is 1.</summary>
    public IReadOnlyList<double> Units { get; init; } = [];

    /// <summary>The inputs of the loss that are predicted in addition to each target: a variance, a scale. Their outputs follow the target's own.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>Grades as numbers, ascending.</summary>
    public IReadOnlyList<double> Grades { get; init; } = [];

    /// <summary>The numbers of grades that a model predicts by rank: 1, 2, ...</summary>
    public static IReadOnlyList<double> Places(IReadOnlyList<string> grades) => [.. Enumerable.Range(1, grades.Count).Select(place => (double)place)];

    /// <summary>The featureless statistics of each target: mean and median of numbers, the proportions of classes; empty if unknown.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Constants { get; init; } = [];

    [JsonIgnore]
    public PredictionTask Kind => PredictionTasks.Find(Task)!.Value;

    [JsonIgnore]
    public PredictionLink LinkKind => Find(Link)!.Value;

    /// <summary>Several numbers at once.</summary>
    [JsonIgnore]
    public bool HasSeveralNumbers => Targets.Count > 1 && Kind != PredictionTask.MultiLabel;

    /// <summary>The model predicts one of several classes, by a score for each.</summary>
    [JsonIgnore]
    public bool IsOfClasses => Kind == PredictionTask.MultiClass || AsClasses;

    /// <summary>The number of outputs of the model for a row.</summary>
    [JsonIgnore]
    public int Outputs => IsOfClasses ? Classes.Count : Targets.Count * OutputsEach;

    /// <summary>The number of outputs for one target of numbers.</summary>
    [JsonIgnore]
    public int OutputsEach => 1 + Further.Count;

    public double UnitOf(int target) => Units.Count == 0 ? 1 : Units[target];

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, OutputMeaningJson.Default.OutputMeaning)!.AsObject();

    /// <exception cref="CheckpointException">It is not a meaning, or from a newer version.</exception>
    public static OutputMeaning FromJson(JsonNode? json)
    {
        try
        {
            var meaning = SavedRecord.Read(json, OutputMeaningJson.Default.OutputMeaning, new() { Task = string.Empty, Targets = [], Link = string.Empty }) ?? throw Fault("it does not say what its outputs mean");
            if (meaning.Targets.Concat(meaning.Classes).Concat(meaning.Further).Any(name => name is null) || meaning.Constants.Any(list => list is null)) throw Fault("a name or a list of constants is null");
            if (PredictionTasks.Find(meaning.Task) is null) throw Fault($"its task {DataException.Quote(meaning.Task)} is unknown");
            if (Find(meaning.Link) is null) throw Fault($"its link {DataException.Quote(meaning.Link)} is unknown");
            if (meaning.Targets.Count == 0 || (meaning.Units.Count > 0 && meaning.Units.Count != meaning.Targets.Count)) throw Fault("its targets and units do not match");
            if ((meaning.Kind == PredictionTask.Binary && meaning.Classes.Count != 2) || (meaning.IsOfClasses && meaning.Classes.Count < 2)) throw Fault($"it has {meaning.Classes.Count} classes");
            return meaning;
        }
        catch (JsonException problem)
        {
            throw Fault(problem.Message.TrimEnd('.'));
        }
    }

    private static PredictionLink? Find(string word)
    {
        foreach (var link in Enum.GetValues<PredictionLink>())
        {
            if (Wording.Snake(link) == word) return link;
        }

        return null;
    }

    private static CheckpointException Fault(string reason) => new($"The model was not written by minima train, or is of a newer version ({reason}). Use the program that wrote it, or train again.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OutputMeaning))]
internal sealed partial class OutputMeaningJson : JsonSerializerContext;

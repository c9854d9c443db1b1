using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Minima.Cli.Terminal;
using Minima.Sql;
using Minima.Tabular;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>The training that the user requested. Every checkpoint stores it, so that a training resumes with the same settings.</summary>
internal sealed record TrainRequest
{
    /// <summary>The file or the folder; empty for a source and for bundled data.</summary>
    public required string Path { get; init; }

    /// <summary>A bundled data set; null for a file or a source.</summary>
    public string? Data { get; init; }

    /// <summary>A table in a database or in files that another engine reads; null for a file.</summary>
    public SourceRequest? Source { get; init; }

    /// <summary>The columns to predict; none for the default target of bundled data.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The loss as given; null for the default of the task.</summary>
    public string? Loss { get; init; }

    /// <summary>Parameters of a formula.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A word of --task; null to let the target decide.</summary>
    public string? Task { get; init; }

    public string? PositiveClass { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>A column of weights.</summary>
    public string? Weight { get; init; }

    /// <summary>The widths of the hidden layers; none for a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    public string Activation { get; init; } = "relu";

    public double Dropout { get; init; }

    public string Normalise { get; init; } = "none";

    /// <summary><c>NAME[:option=value,...]</c>.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>Null for the default of the optimizer.</summary>
    public double? LearningRate { get; init; }

    /// <summary><c>NAME[:option=value,...]</c>; null for none.</summary>
    public string? Schedule { get; init; }

    /// <summary>Steps over which the learning rate rises.</summary>
    public int WarmUp { get; init; }

    /// <summary>Null for the default of the optimizer.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>The largest norm of the gradients; null for no limit.</summary>
    public double? Clip { get; init; }

    /// <summary>The distance, in the direction of ascent, at which the gradient is evaluated; null to evaluate it at the weights.</summary>
    public double? Sharpness { get; init; }

    public int Epochs { get; init; } = 100;

    /// <summary>Null to let the optimizer decide.</summary>
    public int? Batch { get; init; }

    public int Accumulate { get; init; } = 1;

    /// <summary>The slices of a step; null for whole batches.</summary>
    public int? Slices { get; init; }

    /// <summary>The proportion of rows held out for validation.</summary>
    public double Validation { get; init; } = 0.2;

    public string? ValidationFile { get; init; }

    /// <summary>A column whose equal values are never on both sides of the split.</summary>
    public string? Group { get; init; }

    /// <summary>A column of times; the latest rows are held out for validation.</summary>
    public string? Time { get; init; }

    /// <summary>The allowed number of epochs without an improvement; 0 for any number, null to let the presence of validation rows decide.</summary>
    public int? StopEarly { get; init; }

    /// <summary>True if all classes have equal total weight.</summary>
    public bool BalancesClasses { get; init; }

    public ulong Seed { get; init; } = 1;

    public int? Threads { get; init; }

    public string? Save { get; init; }

    public string? Checkpoints { get; init; }

    /// <summary>Steps between checkpoints within epochs; 0 for none.</summary>
    public int CheckpointEvery { get; init; }

    public string? Log { get; init; }

    public string? TensorBoard { get; init; }

    /// <summary>The method that balances several targets; null for the sum of their losses.</summary>
    public string? Balance { get; init; }

    /// <summary>The file of the picture of the training.</summary>
    public string? Plot { get; init; }

    public bool Guard { get; init; } = true;

    /// <summary>The most bytes that the process may use; null for no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The folder of temporary files; null for the system's.</summary>
    public string? Scratch { get; init; }

    public string? Language { get; init; }

    public bool Json { get; init; }

    [JsonIgnore]
    public bool Chinese => (Language ?? LanguageOption.English) == LanguageOption.Chinese;

    /// <summary>The request without the files that only one process writes.</summary>
    public TrainRequest WithoutFiles() => this with { Save = null, Log = null, TensorBoard = null, Plot = null };

    /// <summary>The request with absolute paths, so that it can be resumed from every folder.</summary>
    public TrainRequest Absolute()
    {
        static string? Whole(string? path) => path is null ? null : System.IO.Path.GetFullPath(path);
        return this with { Path = Path.Length == 0 ? Path : Whole(Path)!, Source = Source?.Absolute(), ValidationFile = Whole(ValidationFile), Save = Whole(Save), Checkpoints = Whole(Checkpoints), Log = Whole(Log), TensorBoard = Whole(TensorBoard), Plot = Whole(Plot), Scratch = Whole(Scratch) };
    }

    /// <summary>Opens the source; null for a file.</summary>
    public SqlSource? Open() => Source is null ? null : (Source with { Memory = Memory }).OpenRows();

    /// <summary>The table to train on.</summary>
    /// <param name="source">The result of <see cref="Open"/>.</param>
    /// <param name="reading">Receives the fraction read; null for none.</param>
    /// <exception cref="UsageException">A file is named as well as bundled data, or there are no data of this name.</exception>
    public Table ReadTable(SqlSource? source, IProgress<ReadProgress>? reading = null)
    {
        var (target, options) = (Targets.Count == 0 ? null : string.Join(',', Targets), new TableOptions { Task = Task is null ? null : PredictionTasks.Find(Task), PositiveClass = PositiveClass, Ignore = Ignore, Group = Group, Time = Time, Memory = Memory, Scratch = Scratch, Reading = reading });
        if (source is not null) return source.ToTable(target, options);
        return Data is null ? Table.FromFile(Path, target, options) : NamedTable.Read("train", Path.Length == 0 ? null : Path, Data, target, options);
    }

    /// <summary>Refuses invalid requests before any row is read.</summary>
    /// <param name="source">The result of <see cref="Open"/>.</param>
    /// <exception cref="UsageException">Options cannot be combined.</exception>
    /// <exception cref="TrainingException">A name is unknown, or a value is rejected.</exception>
    public void Check(SqlSource? source) => NetworkOptions.Check(ReadTable(source), Options());

    /// <summary>The options of the training, without observers and the checkpoint folder.</summary>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    /// <exception cref="UsageException">There are parameters without a loss.</exception>
    public NetworkOptions Options()
    {
        if (Loss is null && Parameters.Count > 0) throw new UsageException("train: --param is for a formula, but --loss gives none.");
        return new NetworkOptions
        {
            Loss = Loss is null ? null : LossSpec.Parse(Loss, Parameters),
            Weight = Weight,
            BalancesClasses = BalancesClasses,
            Hidden = Hidden,
            Activation = Activation,
            Dropout = Dropout,
            Normalization = Normalise,
            Optimizer = Optimizer,
            LearningRate = LearningRate,
            Schedule = Schedule,
            WarmUpSteps = WarmUp,
            WeightDecay = WeightDecay,
            ClipNorm = Clip,
            SharpnessRadius = Sharpness,
            Epochs = Epochs,
            BatchSize = Batch,
            AccumulatedBatches = Accumulate,
            Slices = Slices,
            ValidationShare = Validation,
            Validation = ValidationFile is null ? null : Table.FromFile(ValidationFile),
            Patience = StopEarly,
            Balance = Balance,
            Seed = Seed,
            Guard = Guard,
            ReplayPath = Checkpoints is { } folder ? System.IO.Path.Combine(folder, "replay") : Save is { } model ? ModelJson.PathOf(model, "-replay") : null,
            CheckpointEverySteps = CheckpointEvery,
        };
    }

    /// <summary>The request as stored in files, without passwords.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this with { Source = Source?.Absolute() }, TrainRequestJson.Default.TrainRequest)!.AsObject();

    /// <exception cref="CheckpointException">The JSON is not a request.</exception>
    public static TrainRequest FromJson(JsonNode? json)
    {
        try
        {
            if (SavedRecord.Read(json, TrainRequestJson.Default.TrainRequest, new() { Path = string.Empty, Targets = [] }) is { } request && request.Targets.Concat(request.Ignore).Concat(request.Parameters.Values).All(text => text is not null)) return request;
        }
        catch (JsonException problem)
        {
            throw new CheckpointException($"The settings of the training cannot be read from the checkpoint ({problem.Message.TrimEnd('.')}). It was written by another program or changed by hand; start again with minima train.", problem);
        }

        throw new CheckpointException("The checkpoint has no settings of a training: minima train did not write it. Resume with the program that wrote it.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrainRequest))]
internal sealed partial class TrainRequestJson : JsonSerializerContext;

using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>A training at one moment: the model, and all that going on to the last bit needs. The objects of JSON are the caller's, kept as they are.</summary>
public sealed class Checkpoint
{
    /// <summary>The model as it is now.</summary>
    public required SavedModel Model { get; init; }

    /// <summary>How many steps were made.</summary>
    public required long Step { get; init; }

    /// <summary>How good the model is, lower being better (a validation loss; an accuracy with its sign turned), or null where nothing was measured.</summary>
    public double? Score { get; init; }

    /// <summary>What the optimizer keeps for each parameter: moments, averages of squares, ...</summary>
    public IReadOnlyList<NamedTensor> OptimizerTensors { get; init; } = [];

    /// <summary>Averages of the weights (EMA, SWA), by the names of the parameters; empty where there are none.</summary>
    public IReadOnlyList<NamedTensor> AveragedWeights { get; init; } = [];

    /// <summary>What the optimizer keeps in numbers: its name, settings, steps.</summary>
    public JsonObject OptimizerState { get; init; } = [];

    /// <summary>Where the schedule of the learning rate stands.</summary>
    public JsonObject ScheduleState { get; init; } = [];

    /// <summary>Where in the data the training stands: epoch, batch, the order.</summary>
    public JsonObject Position { get; init; } = [];

    /// <summary>What callbacks keep, such as the patience of early stopping.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>The random generators, by purpose.</summary>
    public IReadOnlyDictionary<string, RandomSnapshot> Random { get; init; } = new Dictionary<string, RandomSnapshot>(StringComparer.Ordinal);
}

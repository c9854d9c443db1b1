using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>The state of a training: the model, and everything needed to continue bit-identically. The JSON objects belong to the caller and are stored unchanged.</summary>
public sealed class Checkpoint
{
    /// <summary>The model with its current weights.</summary>
    public required SavedModel Model { get; init; }

    /// <summary>The number of steps made.</summary>
    public required long Step { get; init; }

    /// <summary>The quality of the model, lower being better (a validation loss, or an accuracy with its sign reversed); null if not measured.</summary>
    public double? Score { get; init; }

    /// <summary>The tensors of the optimizer for each parameter: moments, averages of squares, ...</summary>
    public IReadOnlyList<NamedTensor> OptimizerTensors { get; init; } = [];

    /// <summary>Averages of the weights (EMA, SWA), by the names of the parameters; empty if there are none.</summary>
    public IReadOnlyList<NamedTensor> AveragedWeights { get; init; } = [];

    /// <summary>The other state of the optimizer: its name, settings, steps.</summary>
    public JsonObject OptimizerState { get; init; } = [];

    /// <summary>The state of the learning rate schedule.</summary>
    public JsonObject ScheduleState { get; init; } = [];

    /// <summary>The position of the training in the data: epoch, batch, the order.</summary>
    public JsonObject Position { get; init; } = [];

    /// <summary>The state of callbacks, such as the patience of early stopping.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>The random generators, by purpose.</summary>
    public IReadOnlyDictionary<string, RandomSnapshot> Random { get; init; } = new Dictionary<string, RandomSnapshot>(StringComparer.Ordinal);
}

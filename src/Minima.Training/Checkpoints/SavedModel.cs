using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>A trained model: everything needed for prediction, and the data of its training. The JSON objects belong to the caller and are stored unchanged.</summary>
public sealed class SavedModel
{
    /// <summary>Parameters and buffers, with their names in the model.</summary>
    public IReadOnlyList<NamedTensor> Weights { get; init; } = [];

    /// <summary>The description from which the model can be rebuilt.</summary>
    public JsonObject Description { get; init; } = [];

    /// <summary>The preprocessing of data: means, standard deviations, codes of words, replacements of missing values.</summary>
    public JsonObject DataTreatment { get; init; } = [];

    /// <summary>The losses, by output. Prediction needs none of them.</summary>
    public IReadOnlyDictionary<string, LossReference> Losses { get; init; } = new Dictionary<string, LossReference>(StringComparer.Ordinal);

    /// <summary>The metrics recorded so far.</summary>
    public JsonObject Metrics { get; init; } = [];
}

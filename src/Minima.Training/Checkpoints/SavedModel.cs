using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>A trained model: all that predicting needs, and what it was trained with. The objects of JSON are the caller's, kept as they are.</summary>
public sealed class SavedModel
{
    /// <summary>Parameters and buffers, by the names that the model gives them.</summary>
    public IReadOnlyList<NamedTensor> Weights { get; init; } = [];

    /// <summary>How the model is built, so that it can be built again.</summary>
    public JsonObject Description { get; init; } = [];

    /// <summary>What is done to data before the model sees it: means, deviations, codes of words, what stands in for missing values.</summary>
    public JsonObject DataTreatment { get; init; } = [];

    /// <summary>The losses, by output. Predicting needs none of them.</summary>
    public IReadOnlyDictionary<string, LossReference> Losses { get; init; } = new Dictionary<string, LossReference>(StringComparer.Ordinal);

    /// <summary>What was measured so far.</summary>
    public JsonObject Metrics { get; init; } = [];
}

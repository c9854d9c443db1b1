using System.Text.Json.Nodes;
using Minima.Training;

namespace Minima.Tabular;

/// <summary>Builds networks from plans and from the descriptions in models.</summary>
internal static class Networks
{
    public const string NoNorm = "none";
    public const string LayerNormalisation = "layer";
    public const string BatchNormalisation = "batch";

    /// <summary>The words of --normalise.</summary>
    public static IReadOnlyList<string> Normalisations { get; } = [LayerNormalisation, BatchNormalisation, NoNorm];

    /// <summary>Builds a network; its weights are random.</summary>
    /// <exception cref="TrainingException">The plan names an unknown activation or normalisation.</exception>
    public static Sequential Build(NetworkPlan plan, RandomState random)
    {
        var layers = new List<Module>();
        var width = plan.Inputs;
        foreach (var units in plan.Hidden)
        {
            // Batch normalisation subtracts any bias.
            layers.Add(new Linear(width, units, random, hasBias: plan.Normalise != BatchNormalisation, Activations.InitializerFor(plan.Activation), plan.Type));
            if (plan.Normalise != NoNorm) layers.Add(Norm(plan.Normalise, units, plan.Type));
            layers.Add(Activations.ByName(plan.Activation));
            if (plan.Dropout > 0) layers.Add(new Dropout(plan.Dropout, random));
            width = units;
        }

        var last = Enumerable.Range(0, plan.Heads).Select(head => (Module)Last(plan, width, head, random)).ToArray();
        layers.Add(last.Length == 1 ? last[0] : new Heads(last));
        if (plan.Units.Count > 0) layers.Add(new OutputUnits(plan.Units, plan.Type));
        return new Sequential([.. layers]);
    }

    /// <summary>Builds the network that a model or a checkpoint of minima train describes.</summary>
    /// <exception cref="TrainingException">The description is damaged, or of a model unknown to this version.</exception>
    public static Module Build(JsonObject description) => ModelBuilder.Build(description, new RandomState(0));

    private static Linear Last(NetworkPlan plan, int width, int head, RandomState random)
    {
        var outputs = plan.Outputs / plan.Heads;
        var layer = new Linear(width, outputs, random, initializer: Initializer.GlorotUniform, type: plan.Type);
        if (plan.Start.Count == plan.Outputs) TensorCopy.Copy(Tensor.Of(plan.Start.Skip(head * outputs).Take(outputs).ToArray(), [outputs]).To(plan.Type), layer.Bias!.Value);
        return layer;
    }

    /// <exception cref="TrainingException">It is none of <see cref="Normalisations"/>.</exception>
    public static void CheckNormalization(string word)
    {
        if (!Normalisations.Contains(word, StringComparer.Ordinal)) throw Unknown(word);
    }

    private static TrainingException Unknown(string word) => new($"--normalise is {DataException.Quote(word)}{Wording.DidYouMean(word, Normalisations)}; it must be {Wording.Or(Normalisations)}.");

    private static Module Norm(string word, int units, ElementType type) => word switch
    {
        LayerNormalisation => new LayerNorm(units, type: type),
        BatchNormalisation => new BatchNorm(units, type: type),
        _ => throw Unknown(word),
    };
}

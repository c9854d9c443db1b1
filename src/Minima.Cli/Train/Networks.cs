using Minima.Cli.Compare;
using Minima.Training;
using Minima.Training.Randomness;

namespace Minima.Cli.Train;

/// <summary>Makes networks of their plans.</summary>
internal static class Networks
{
    public const string NoNorm = "none";
    public const string LayerNormalisation = "layer";
    public const string BatchNormalisation = "batch";

    /// <summary>The words of --normalise.</summary>
    public static IReadOnlyList<string> Normalisations { get; } = [LayerNormalisation, BatchNormalisation, NoNorm];

    /// <summary>The most units of a layer: what a hostile description may ask for.</summary>
    public const int WidestLayer = 1 << 16;

    public const int MostLayers = 1000;

    /// <summary>Builds a network; its weights are drawn anew.</summary>
    /// <exception cref="TrainingException">The plan asks for what there is not.</exception>
    public static Module Build(NetworkPlan plan, RandomState random)
    {
        if (plan.Hidden.Count > MostLayers || plan.Hidden.Append(plan.Inputs).Append(plan.Outputs).Any(width => width is < 1 or > WidestLayer))
            throw new TrainingException($"A network of the layers {Evaluate.Words.Shorten(plan.ToString())} was asked for; at most {MostLayers} layers of 1 to {WidestLayer} units are expected.");
        var layers = new List<Module>();
        var width = plan.Inputs;
        foreach (var units in plan.Hidden)
        {
            // A bias would be taken away again by the mean.
            var normalised = plan.Normalise != NoNorm;
            layers.Add(new Linear(width, units, random, hasBias: !normalised, InitializerFor(plan.Activation), plan.Type));
            if (normalised) layers.Add(Norm(plan.Normalise, units, plan.Type));
            layers.Add(Activations.ByName(plan.Activation));
            if (plan.Dropout > 0) layers.Add(new Dropout(plan.Dropout, random));
            width = units;
        }

        layers.Add(new Linear(width, plan.Outputs, random, initializer: Initializer.LeCunUniform, type: plan.Type));
        if (plan.Offsets.Count > 0) layers.Add(new OutputUnits(plan.Offsets, plan.Factors, plan.Type));
        return new Sequential([.. layers]);
    }

    /// <summary>He's for functions that cut one side off, LeCun's for selu, whose paper asks for it, Glorot's for those that bend both sides.</summary>
    private static Initializer InitializerFor(string activation) => Names.Normalise(activation) switch
    {
        "tanh" or "sigmoid" or "logistic" or "softsign" or "hardtanh" or "hardsigmoid" or "identity" or "none" => Initializer.GlorotUniform,
        "selu" => Initializer.LeCunNormal,
        _ => Initializer.HeUniform,
    };

    private static Module Norm(string word, int units, ElementType type) => word switch
    {
        LayerNormalisation => new LayerNorm(units, type: type),
        BatchNormalisation => new BatchNorm(units, type: type),
        _ => throw new TrainingException($"--normalise is {DataException.Quote(word)}{Evaluate.Words.DidYouMean(word, Normalisations)}; it must be {Evaluate.Words.Or(Normalisations)}."),
    };
}

/// <summary>offset + factor u for each output u: the network's numbers stay near 1, the loss sees the target's units.</summary>
internal sealed class OutputUnits : Module
{
    private readonly double _offset;
    private readonly double _factor;
    private readonly Tensor _offsets;
    private readonly Tensor _factors;

    public OutputUnits(IReadOnlyList<double> offsets, IReadOnlyList<double> factors, ElementType type)
    {
        (_offset, _factor) = (offsets[0], factors[0]);
        if (offsets.Count == 1) return;
        _offsets = Row(offsets);
        _factors = Row(factors);

        Tensor Row(IReadOnlyList<double> numbers) => (type == ElementType.Double
            ? Tensor.Of([.. numbers], [numbers.Count])
            : Tensor.Of([.. numbers.Select(number => (float)number)], [numbers.Count])).Keep();
    }

    protected override Tensor Compute(Tensor input) => _offsets.IsNone
        ? (input * _factor) + _offset
        : (input * _factors.BroadcastTo(input.Shape)) + _offsets.BroadcastTo(input.Shape);
}

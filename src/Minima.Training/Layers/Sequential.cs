using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Layers applied one after the other; their names are 0, 1, 2 and so on.</summary>
/// <example><code>
/// var model = new Sequential(new Linear(784, 256, random), Activations.ByName("relu"), new Linear(256, 10, random));
/// </code></example>
[Layer(
    "sequential",
    Summary = "One layer behind the other.",
    ChineseSummary = "层层相接。",
    Formula = "y = f_n(... f_1(x))",
    Elsewhere = ["torch.nn.Sequential", "keras.Sequential", "flax.linen.Sequential"])]
public sealed class Sequential : Module
{
    private readonly Module[] _layers;

    /// <param name="layers">In the order of computation.</param>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        _layers = layers.ToArray();
        for (var i = 0; i < _layers.Length; i++) Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), _layers[i]);
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Module> Layers => _layers;

    /// <inheritdoc/>
    public override string ToString() => $"Sequential({string.Join(", ", Layers)})";


    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "sequential", ["layers"] = new JsonArray([.. _layers.Select(layer => layer.Describe())]) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        foreach (var layer in _layers) input = layer.Forward(input);
        return input;
    }

    internal static Sequential Build(LayerDescription one) => new(one.Layers("layers"));
}

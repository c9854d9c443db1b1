using Minima.Lab.Pictures;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Gradients;

/// <summary>A deep network that differs from the others in one thing.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Make">The layers behind each linear layer, given its width.</param>
/// <param name="Start">How weights start.</param>
/// <param name="Style">Colour and dash in the picture.</param>
internal sealed record DeepVariant(Words Name, Func<int, Module[]> Make, Initializer Start, int Style)
{
    public const int Width = 64;

    public static DeepVariant Sigmoid { get; } = new(new("sigmoid, variance 1/n", "sigmoid，方差 1/n"), _ => [new Activation<Tensors.Sigmoid>()], Initializer.LeCunNormal, 1);

    public static DeepVariant HeRelu { get; } = new(new("ReLU, He (2/n)", "ReLU，He（2/n）"), _ => [new Activation<Relu>()], Initializer.HeNormal, 0);

    public static IReadOnlyList<DeepVariant> All { get; } =
    [
        Sigmoid,
        new(new("tanh, Glorot", "tanh，Glorot"), _ => [new Activation<Tanh>()], Initializer.GlorotNormal, 4),
        new(new("ReLU, variance 1/n", "ReLU，方差 1/n"), _ => [new Activation<Relu>()], Initializer.LeCunNormal, 3),
        HeRelu,
        new(new("sigmoid, batch norm", "sigmoid，批归一化"), width => [new BatchNorm(width), new Activation<Tensors.Sigmoid>()], Initializer.LeCunNormal, 2),
        new(new("sigmoid, layer norm", "sigmoid，层归一化"), width => [new LayerNorm(width), new Activation<Tensors.Sigmoid>()], Initializer.LeCunNormal, 5),
    ];

    /// <summary>Hidden layers of one width, then ten logits.</summary>
    public IReadOnlyList<Module> Layers(int hiddenLayers, RandomState random)
    {
        var layers = new List<Module>();
        for (var i = 0; i < hiddenLayers; i++)
        {
            layers.Add(new Linear(i == 0 ? DigitRows.PixelCount : Width, Width, random, initializer: Start));
            layers.AddRange(Make(Width));
        }

        layers.Add(new Linear(Width, DigitRows.Classes, random, initializer: Start));
        return layers;
    }
}

using Minima.Lab.Pictures;
using Minima.Training.Losses;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>What is made of a float network at a number of bits, method by method; the baseline first.</summary>
internal static class QuantizationMethods
{
    private const double LearningRate = 1e-3;
    private const double AttractionStrength = 3e-4;
    private const int RoundingSteps = 300;

    public static IReadOnlyList<(Words Name, Func<DigitNetwork, QuantizationOptions, Module> Make)> All { get; } =
    [
        (new("to the nearest, afterwards", "训练后就近舍入"), (network, options) => QuantizedModel.Of(network.FloatModel, network.Calibration, options)),
        (new("adaround, afterwards", "训练后 adaround"), AdaptivelyRounded),
        (new("straight-through, fixed steps", "直通估计，固定步长"), (network, options) => TrainedOn(network, options with { AreStepsLearned = false })),
        (new("straight-through, lsq", "直通估计，lsq"), TrainedOn),
        (new("round_to_nearest in training", "训练中加 round_to_nearest"), (network, options) => Attracted(network, options, (weight, step) => new RoundToNearest(step, 2).Apply(weight))),
        (new("sinreq in training", "训练中加 sinreq"), (network, options) => Attracted(network, options, (weight, step) => new SinusoidalRegularization(step, 1).Apply(weight))),
        (new("dsq in training", "训练中用 dsq"), Softly),
    ];

    private static QuantizedModel TrainedOn(DigitNetwork network, QuantizationOptions options)
    {
        var model = QuantizedModel.Of(network.FloatModel, network.Calibration, options);
        network.Fit(model, network.Epochs, LearningRate, []);
        return model;
    }

    /// <summary>Layer by layer, each on what the rounded layers before it hand on.</summary>
    private static QuantizedModel AdaptivelyRounded(DigitNetwork network, QuantizationOptions options)
    {
        var model = QuantizedModel.Of(network.FloatModel, network.Calibration, options);
        var input = network.Calibration;
        foreach (var layer in ((Sequential)model.Inner).Layers)
        {
            if (layer is QuantizedLinear quantized) WeightRounding.Adaptive(quantized, input, RoundingSteps);
            using var silence = Autograd.NoGradient();
            input = layer.Forward(input);
        }

        return model;
    }

    /// <summary>Float training with a loss that draws weights to their levels, then rounding to the nearest.</summary>
    private static QuantizedModel Attracted(DigitNetwork network, QuantizationOptions options, Func<Tensor, double, Tensor> loss)
    {
        var model = network.Copy();
        var steps = Matrices(model).ToDictionary(weight => weight, weight => Step(weight, options));
        var attraction = new LossPenalty("levels", [.. steps.Keys], AttractionStrength, weight => loss(weight.Value, steps[weight]));
        network.Fit(model, network.Epochs, LearningRate, [attraction]);
        return QuantizedModel.Of(model, network.Calibration, options);
    }

    private static QuantizedModel Softly(DigitNetwork network, QuantizationOptions options)
    {
        var model = network.Copy();
        var soft = new Sequential([.. model.Layers.Select(layer => layer is Linear linear ? new SoftQuantizedLinear(linear.Copy(), new QuantizationFormat(options.WeightBits), Step(linear.Parameters[0], options)) : layer.Copy())]);
        network.Fit(soft, network.Epochs, LearningRate, []);
        var trained = new Sequential([.. soft.Layers.Select(layer => (layer is SoftQuantizedLinear linear ? linear.Inner : layer).Copy())]);
        return QuantizedModel.Of(trained, network.Calibration, options);
    }

    private static IEnumerable<Parameter> Matrices(Module model) => model.Parameters.Where(parameter => parameter.Value.Rank == 2);

    private static double Step(Parameter weight, QuantizationOptions options) => StepSearch.Find(weight.Value.ToArray(), new QuantizationFormat(options.WeightBits), options.Rule);
}

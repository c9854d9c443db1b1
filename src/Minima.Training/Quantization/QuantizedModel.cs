using System.Text.Json.Nodes;

namespace Minima.Training.Quantization;

/// <summary>A model whose linear layers and convolutions compute with rounded weights and inputs: trained on like any other, and saved like any other.</summary>
/// <example><code>
/// var quantized = QuantizedModel.Of(model, someInputs, new QuantizationOptions { WeightBits = 4, InputBits = 4 });
/// new Trainer(quantized, objective, new Adam(quantized.Parameters, 1e-4)).Fit(training, validation);
/// </code></example>
[Layer(
    "quantized",
    Summary = "A model whose linear layers and convolutions compute with rounded weights and inputs.",
    ChineseSummary = "线性层与卷积以舍入后的权重和输入计算的模型。")]
public sealed class QuantizedModel : Module
{
    private QuantizedModel(Module inner) => Inner = Add("inner", inner);

    /// <summary>The model with quantised layers in place of float ones.</summary>
    public Module Inner { get; }

    /// <summary>A quantised copy of a model: its own float weights, equal to those of the model, and steps found for them and for what comes into each layer.</summary>
    /// <param name="model">Layers in sequences and residuals; of other layers those within stay in float. It is left as it is.</param>
    /// <param name="calibration">Some inputs of the model, as it will see them: a few hundred rows will do.</param>
    /// <param name="options">Bits and rules; 8 bits if null.</param>
    /// <exception cref="TrainingException">A layer that cannot be copied, calibration data that does not fit, or numbers that are not finite.</exception>
    public static QuantizedModel Of(Module model, Tensor calibration, QuantizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (calibration.Count == 0) throw new TrainingException($"The calibration data has the shape {calibration.Shape}, which has no numbers to find steps from. Give a few hundred inputs as the model will see them.");
        var wasTraining = model.IsTraining;
        model.Train(false);
        try
        {
            using (Autograd.NoGradient()) return new QuantizedModel(Quantize(model, calibration, options ?? new QuantizationOptions()).Layer);
        }
        finally
        {
            model.Train(wasTraining);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"QuantizedModel({Inner})";

    internal static QuantizedModel Build(LayerDescription one) => new(one.Layer("inner"));

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "quantized", ["inner"] = Inner.Describe() };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Inner.Forward(input);

    /// <summary>The quantised layer, and what the float layer makes of the input: steps behind it are found for float activations.</summary>
    private static (Module Layer, Tensor Output) Quantize(Module layer, Tensor input, QuantizationOptions options)
    {
        switch (layer)
        {
            case Sequential sequence:
                var layers = new Module[sequence.Layers.Count];
                for (var i = 0; i < layers.Length; i++) (layers[i], input) = Quantize(sequence.Layers[i], input, options);
                return (new Sequential(layers), input);
            case Residual residual:
                return (new Residual(Quantize(residual.Inner, input, options).Layer), residual.Forward(input));
            case Linear linear:
                return (new QuantizedLinear(linear.Copy(), InputQuantizer(input, options), WeightQuantizer(linear.Weight, options)), linear.Forward(input));
            case Conv2D convolution:
                return (new QuantizedConv2D(convolution.Copy(), InputQuantizer(input, options), WeightQuantizer(convolution.Weight, options)), convolution.Forward(input));
            default:
                return (layer.Copy(), layer.Forward(input));
        }
    }

    private static FakeQuantizer InputQuantizer(Tensor input, QuantizationOptions options)
    {
        var values = input.ToArray();
        var format = new QuantizationFormat(options.InputBits, values.Min() < 0);
        return new FakeQuantizer(format, StepSearch.Find(values, format, options.Rule), options.AreStepsLearned, isBatch: true, input.Type);
    }

    private static FakeQuantizer WeightQuantizer(Parameter weight, QuantizationOptions options)
    {
        var format = new QuantizationFormat(options.WeightBits);
        return new FakeQuantizer(format, StepSearch.Find(weight.Value.ToArray(), format, options.Rule), options.AreStepsLearned, isBatch: false, weight.Value.Type);
    }
}

using System.Text.Json.Nodes;

namespace Minima.Training.Quantization;

/// <summary>A model whose linear layers and convolutions compute with rounded weights and inputs. Train and save it like any other model.</summary>
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

    /// <summary>The model, with quantised layers in place of float ones.</summary>
    public Module Inner { get; }

    /// <summary>Creates a quantised copy of a model: with its own float weights, equal to the model's, and steps found for them and for the input of each layer.</summary>
    /// <param name="model">Quantised within sequences and residuals; the inner layers of other layers stay float. It is not changed.</param>
    /// <param name="calibration">Typical inputs of the model; a few hundred rows are enough.</param>
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

    /// <summary>The quantised layer, and the output of the float layer: steps of later layers are found for float activations.</summary>
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

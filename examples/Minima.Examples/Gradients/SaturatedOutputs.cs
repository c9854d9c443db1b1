using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Gradients;

/// <summary>
/// Ten sigmoid outputs with one bias: a large one makes each sure to see its digit, and nine of ten wrong. The squared error of the sigmoid sees the
/// sigmoid's slope p (1 - p), which is next to nothing there; cross-entropy of the logit does not.
/// </summary>
/// <param name="Hidden">The layers before.</param>
/// <param name="HiddenLayers">How many of them.</param>
/// <param name="Bias">Of the outputs at the start.</param>
/// <param name="IsSquaredError">The loss is the squared error of the sigmoids; otherwise cross-entropy of the logits.</param>
internal sealed record SaturatedOutputs(DeepVariant Hidden, int HiddenLayers, double Bias, bool IsSquaredError)
{
    private Loss Loss { get; } = LossOf(IsSquaredError);

    /// <summary>The gradient of one output unit with target 0 at a logit, as backpropagation gives it.</summary>
    public static double UnitGradient(double logit, bool isSquaredError)
    {
        using var step = StepScope.Begin();
        var z = Tensor.Of([logit], [1]).WithGradient();
        var target = Tensor.Zeros([1], ElementType.Double);
        LossOf(isSquaredError).Apply(isSquaredError ? z.Sigmoid() : z, target).Backward();
        return z.Gradient.Item();
    }

    /// <summary>The gradient norms of a fresh network, layer by layer.</summary>
    public double[] Norms(BundledTable table, IReadOnlyList<int> seeds) => LayerGradients.Means(seeds, seed =>
    {
        var rows = Split.Of(table, seed).Training[..DeepNetworks.BatchRows];
        var pixels = Tensor.Of(DigitRows.Pixels(table, rows), [rows.Length, DigitRows.PixelCount]);
        var targets = Tensor.Of(DigitRows.OneHot(table, rows), [rows.Length, DigitRows.Classes]);
        var model = Network(seed);
        return LayerGradients.Norms(model, () => Loss.Apply(model.Forward(pixels), targets));
    });

    /// <summary>The mean accuracy over seeds after each epoch, at the learning rate that ends best on a third of the training rows.</summary>
    public double[] Curve(BundledTable table, IReadOnlyList<double> rates, IReadOnlyList<int> seeds, int epochs)
    {
        var mean = new double[epochs + 1];
        foreach (var seed in seeds)
        {
            var split = Split.Of(table, seed);
            var best = rates.MaxBy(rate => Train(table, split.Fold(0, within: false), split.Fold(0, within: true), rate, seed, epochs)[^1]);
            var curve = Train(table, split.Training, split.Test, best, seed, epochs);
            for (var i = 0; i < mean.Length; i++) mean[i] += curve[i] / seeds.Count;
        }

        return mean;
    }

    private static Loss LossOf(bool isSquaredError) => Loss.Create(isSquaredError ? "mse" : "bce_with_logits");

    private double[] Train(BundledTable table, int[] training, int[] test, double learningRate, int seed, int epochs)
    {
        var data = new ArrayData(DataArray.Of("pixels", DigitRows.Pixels(table, training), [DigitRows.PixelCount]), DataArray.Of("digit", DigitRows.OneHot(table, training), [DigitRows.Classes]));
        using var trainingRows = DigitRows.Shuffled(data, seed);
        using var testRows = DigitRows.OneBatch(DigitRows.Labelled(table, test));
        var model = Network(seed);
        var scores = new EpochScores(model, testRows);
        Tuning.Fit(new Trainer(model, new Objective(Loss), new Sgd(model.Parameters, learningRate)) { Epochs = epochs, Callbacks = [scores] }, trainingRows);
        return scores.Padded(epochs);
    }

    private Sequential Network(int seed)
    {
        var layers = Hidden.Layers(HiddenLayers, new RandomState((ulong)seed));
        layers[^1].Parameters[^1].Value.Write<float>().Fill((float)Bias);
        return IsSquaredError ? new Sequential([.. layers, new Activation<Sigmoid>()]) : new Sequential([.. layers]);
    }
}

namespace Minima.Lab.Weighting;

/// <summary>Fits a network to hard digits with a loss of a batch.</summary>
internal static class DigitFit
{
    public const int BatchRows = 32;
    private const double LearningRate = 2e-3;
    private const int Hidden = 128;

    public static Sequential Network(int seed) => Models.Mlp(DigitRows.PixelCount, [Hidden], DigitRows.Classes, new RandomState((ulong)seed));

    /// <param name="digits">The rows.</param>
    /// <param name="model">The model to train.</param>
    /// <param name="others">Further parameters to train.</param>
    /// <param name="fit">The number of epochs and the weight decay.</param>
    /// <param name="seed">The seed of the order of rows.</param>
    /// <param name="loss">The loss of logits, labels, the rows of the batch and the epoch.</param>
    public static double[] Run(HardDigits digits, Module model, IReadOnlyList<Parameter> others, FitSetting fit, int seed, Func<Tensor, Tensor, int[], int, Tensor> loss)
    {
        var step = 0;
        var steps = Math.Max(1, digits.Rows / BatchRows);
        Fitting.Run([.. model.Parameters, .. others], digits.Rows, Math.Min(BatchRows, digits.Rows), fit.Epochs, LearningRate, new RandomState((ulong)seed).Fork("order"), rows =>
        {
            var logits = model.Forward(digits.PixelsOf(rows));
            return loss(logits, digits.LabelsOf(rows), rows, step++ / steps);
        }, fit.Decay);
        return digits.Recalls(model);
    }

    /// <summary>The cross-entropy of each row.</summary>
    public static Tensor Each(Tensor logits, Tensor labels) => Loss.Create("cross_entropy").Apply(logits, labels, new LossArguments { Reduction = Reduction.None });
}

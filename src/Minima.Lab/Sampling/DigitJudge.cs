using Minima.Lab.Generative;
using Minima.Tabular;
using Minima.Tensors.Losses;

namespace Minima.Lab.Sampling;

/// <summary>Judges samples of digits against held-out ones, and with a classifier that was trained on real digits only.</summary>
internal sealed class DigitJudge
{
    private const int BatchSize = 64;
    private const double LearningRate = 3e-3;

    // A sample counts as a digit if the classifier gives it a higher probability than this.
    private const double SureProbability = 0.9;

    // Kernel widths for near to far neighbours: digits lie about 2 to 4 apart.
    private static readonly MaximumMeanDiscrepancy Discrepancy = new([0.5, 1, 2, 4], Unbiased: true);

    private readonly Sequential _classifier;

    /// <param name="first">The first judging seed: the classifier never sees the judging rows.</param>
    /// <param name="steps">The number of training steps of the classifier.</param>
    public DigitJudge(int first, int steps)
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, first);
        var (pixels, labels) = (DigitRows.Pixels(table, split.Training), table.LabelsOf(split.Training));
        var random = new RandomState((ulong)first).Fork("classifier");
        _classifier = Models.Mlp(DigitRows.PixelCount, [64], DigitRows.Classes, random);
        var loss = Loss.Create("cross_entropy");
        StepFitting.Run(_classifier.Parameters, steps, LearningRate, () =>
        {
            int[] rows = [.. Enumerable.Range(0, BatchSize).Select(_ => random.NextInt(labels.Length))];
            return loss.Apply(_classifier.Forward(DigitRows.Images(pixels, rows)), DigitRows.LabelsOf(labels, rows));
        });
        Accuracy = Named([.. DigitRows.Pixels(table, split.Test).Select(pixel => (double)pixel)]).Zip(table.LabelsOf(split.Test), (named, label) => named.Digit == label ? 1.0 : 0).Average();
    }

    /// <summary>The accuracy of the classifier on the judging rows.</summary>
    public double Accuracy { get; }

    /// <summary>The most probable digit of each sample by the classifier, and its probability.</summary>
    public (int Digit, double Probability)[] Named(double[] pixels)
    {
        var rows = pixels.Length / DigitRows.PixelCount;
        var probabilities = Fitting.Outputs(() => _classifier.Forward(Tensor.Of(Array.ConvertAll(pixels, pixel => (float)pixel), [rows, DigitRows.PixelCount])).Softmax(^1));
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            var digit = Enumerable.Range(0, DigitRows.Classes).MaxBy(k => probabilities[(row * DigitRows.Classes) + k]);
            return (digit, probabilities[(row * DigitRows.Classes) + digit]);
        })];
    }

    /// <summary>Compares samples with the same number of judging rows of a trial.</summary>
    public DigitVerdict Judge(double[] pixels, DigitSet digits)
    {
        var heldOut = Array.ConvertAll(digits.HeldOut, pixel => (double)pixel);
        Shape shape = [digits.HeldOutRows, DigitRows.PixelCount];
        var named = Named(pixels);
        var sure = named.Where(one => one.Probability > SureProbability).CountBy(one => one.Digit).ToArray();
        return new(
            SlicedDistance.Of(pixels, heldOut, DigitRows.PixelCount),
            Fitting.Outputs(() => Discrepancy.Apply(Tensor.Of(pixels, shape), Tensor.Of(heldOut, shape)))[0],

            // As for modes: at least a tenth of the expected number of samples.
            sure.Count(digit => digit.Value * 10 * DigitRows.Classes >= named.Length),
            sure.Sum(digit => digit.Value) / (double)named.Length);
    }

    /// <summary>Training digits, judged as if they were samples.</summary>
    public JudgedDigits Real(DigitSet digits, RandomState random)
    {
        var pixels = Array.ConvertAll(Fitting.Taken(digits.Training, DigitRows.PixelCount, digits.DrawRows(digits.HeldOutRows, random)), pixel => (double)pixel);
        return new(pixels, Judge(pixels, digits));
    }

    /// <summary>Samples of one Gaussian with the mean and covariance of the training rows.</summary>
    public JudgedDigits Gaussian(DigitSet digits, double ridge, RandomState random)
    {
        var training = Array.ConvertAll(digits.Training, pixel => (double)pixel);
        double[] pixels = [.. new FittedGaussian(training, DigitRows.PixelCount, ridge).Draw(digits.HeldOutRows, random).Select(pixel => Math.Clamp(pixel, 0, 1))];
        return new(pixels, Judge(pixels, digits));
    }
}

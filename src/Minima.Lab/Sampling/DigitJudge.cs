using Minima.Lab.Generative;
using Minima.Training.Losses;

namespace Minima.Lab.Sampling;

/// <summary>Judges samples of digits by held-out ones, and by a classifier that was trained on real digits only.</summary>
internal sealed class DigitJudge
{
    private const int BatchSize = 64;
    private const double LearningRate = 3e-3;

    // A digit counts as seen where the classifier gives it more than this.
    private const double SureProbability = 0.9;

    // Widths from near to far neighbours: digits lie about 2 to 4 apart.
    private static readonly MaximumMeanDiscrepancy Discrepancy = new([0.5, 1, 2, 4], Unbiased: true);

    private readonly DigitSet _digits;
    private readonly Sequential _classifier;

    public DigitJudge(DigitSet digits, int steps)
    {
        _digits = digits;
        var random = new RandomState(21);
        _classifier = Models.Mlp(DigitRows.PixelCount, [64], DigitRows.Classes, random);
        var loss = Loss.Create("cross_entropy");
        StepFitting.Run(_classifier.Parameters, steps, LearningRate, () =>
        {
            var rows = digits.DrawRows(BatchSize, random);
            return loss.Apply(_classifier.Forward(digits.Batch(rows)), digits.Labels(rows));
        });
    }

    /// <summary>The share of held-out digits that the classifier names.</summary>
    public double Accuracy => Named([.. _digits.HeldOut.Select(pixel => (double)pixel)]).Zip(_digits.HeldOutLabels, (said, label) => said.Digit == label ? 1.0 : 0).Average();

    /// <summary>How many samples it judges at once: as many as there are held-out digits.</summary>
    public int Samples => _digits.HeldOutRows;

    /// <summary>The digit that the classifier sees in each sample, and its probability.</summary>
    public (int Digit, double Probability)[] Named(double[] pixels)
    {
        var rows = pixels.Length / DigitRows.PixelCount;
        var said = Fitting.Said(() => _classifier.Forward(Tensor.Of(Array.ConvertAll(pixels, pixel => (float)pixel), [rows, DigitRows.PixelCount])).Softmax(^1));
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            var digit = Enumerable.Range(0, DigitRows.Classes).MaxBy(k => said[(row * DigitRows.Classes) + k]);
            return (digit, said[(row * DigitRows.Classes) + digit]);
        })];
    }

    public DigitVerdict Judge(double[] pixels)
    {
        var heldOut = Array.ConvertAll(_digits.HeldOut, pixel => (double)pixel);
        Shape shape = [Samples, DigitRows.PixelCount];
        var named = Named(pixels);
        var sure = named.Where(one => one.Probability > SureProbability).CountBy(one => one.Digit).ToArray();
        return new(
            SlicedDistance.Of(pixels, heldOut, DigitRows.PixelCount),
            Fitting.Said(() => Discrepancy.Apply(Tensor.Of(pixels, shape), Tensor.Of(heldOut, shape)))[0],

            // As for modes: at least a tenth of a digit's share.
            sure.Count(digit => digit.Value * 10 * DigitRows.Classes >= named.Length),
            sure.Sum(digit => digit.Value) / (double)named.Length);
    }
}

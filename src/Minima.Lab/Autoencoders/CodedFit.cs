using Minima.Lab.Sampling;

namespace Minima.Lab.Autoencoders;

/// <summary>The result of a model of digits: samples, and what its codes keep. A figure that it lacks, or that was not requested, is NaN.</summary>
/// <param name="Pixels">Drawn from it.</param>
/// <param name="Verdict">On them.</param>
/// <param name="Error">Squared, of a pixel of digits that were never seen.</param>
/// <param name="Rate">The divergence of codes from the prior, in nats.</param>
/// <param name="One">Minus the bound on the likelihood of these digits by one sample, in nats.</param>
/// <param name="Many">The same by many.</param>
internal sealed record CodedFit(double[] Pixels, DigitVerdict Verdict, double Error, double Rate, double One, double Many) : JudgedDigits(Pixels, Verdict)
{
    private const int BatchSize = 64;
    private const int NoiseFactor = 2;

    /// <summary>Trains a model, and judges it.</summary>
    /// <param name="model">Untrained.</param>
    /// <param name="digits">Of the trial.</param>
    /// <param name="judge">Of samples.</param>
    /// <param name="seed">Of rows and draws.</param>
    /// <param name="steps">Of an autoencoder; models of noise take twice as many.</param>
    /// <param name="rate">Of learning.</param>
    /// <param name="samples">Of the tighter bound.</param>
    public static CodedFit Of(GenerativeModel model, DigitSet digits, DigitJudge judge, int seed, int steps, double rate, int samples)
    {
        var rows = new RandomState((ulong)seed).Fork("rows");
        model.Train(model is DiffusionModel or PathModel ? NoiseFactor * steps : steps, rate, () => digits.Batch(BatchSize, rows), digits.AllTraining());
        double[] drawn = [.. model.Drawn(digits.HeldOutRows, (ulong)seed).Select(pixel => Math.Clamp(pixel, 0, 1))];
        var heldOut = digits.AllHeldOut().Keep();
        var (rebuilt, nats, one, many) = model switch
        {
            QuantizedModel quantized => (Fitting.Outputs(() => quantized.Rebuilt(heldOut)), double.NaN, double.NaN, double.NaN),
            CodedModel { IsBernoulli: true } coded => (Fitting.Outputs(() => coded.Model.Forward(heldOut)), coded.Rate(heldOut), coded.Bound(heldOut, 1), coded.Bound(heldOut, samples)),
            CodedModel coded => (Fitting.Outputs(() => coded.Model.Forward(heldOut)), coded.Rate(heldOut), double.NaN, double.NaN),
            _ => ([], double.NaN, double.NaN, double.NaN),
        };
        return new(drawn, judge.Judge(drawn, digits), SquaredError(rebuilt, digits), nats, one, many);
    }

    /// <summary>Samples of something without codes.</summary>
    public static CodedFit WithoutCodes(JudgedDigits drawn) => new(drawn.Pixels, drawn.Verdict, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>The mean digit in place of a code, and minus the log-likelihood of independent pixels.</summary>
    public static (double Error, double Nats) MeanDigit(DigitSet digits)
    {
        var mean = new double[DigitRows.PixelCount];
        for (var i = 0; i < digits.Training.Length; i++) mean[i % mean.Length] += digits.Training[i] / (double)digits.Rows;
        double sum = 0;
        for (var i = 0; i < digits.HeldOut.Length; i++)
        {
            var ink = Math.Clamp(mean[i % mean.Length], 1e-3, 1 - 1e-3);
            sum -= (digits.HeldOut[i] * Math.Log(ink)) + ((1 - digits.HeldOut[i]) * Math.Log(1 - ink));
        }

        return (SquaredError([.. Enumerable.Range(0, digits.HeldOut.Length).Select(i => mean[i % mean.Length])], digits), sum / digits.HeldOutRows);
    }

    private static double SquaredError(double[] rebuilt, DigitSet digits) => rebuilt.Length == 0 ? double.NaN : rebuilt.Zip(digits.HeldOut, (output, pixel) => (output - pixel) * (output - pixel)).Average();
}

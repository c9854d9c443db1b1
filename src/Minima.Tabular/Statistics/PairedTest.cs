namespace Minima.Tabular;

/// <summary>
/// The t test on differences over folds, with the variance that C. Nadeau and Y. Bengio, "Inference for the generalization error",
/// Machine Learning 52 (2003), section 3: (1/n + test/train) times the sample variance, because training sets of different folds share rows.
/// </summary>
/// <param name="Mean">The mean difference.</param>
/// <param name="StandardError">Its corrected standard error.</param>
/// <param name="Degrees">Degrees of freedom: the number of folds minus 1.</param>
internal readonly record struct PairedTest(double Mean, double StandardError, int Degrees)
{
    /// <param name="differences">One for each fold; at least two.</param>
    /// <param name="overlap">Test rows over training rows; 0 if the folds share nothing.</param>
    public static PairedTest Of(IReadOnlyList<double> differences, double overlap)
    {
        var count = differences.Count;
        if (count < 2) throw new ArgumentException("at least two differences are expected", nameof(differences));
        var mean = differences.Average();
        var squares = 0.0;
        foreach (var difference in differences) squares += (difference - mean) * (difference - mean);
        var variance = squares / (count - 1);
        return new PairedTest(mean, Math.Sqrt(((1.0 / count) + overlap) * variance), count - 1);
    }

    /// <summary>The two-sided p-value of no difference.</summary>
    public double P => Mean == 0 ? 1 : StandardError == 0 ? 0 : StudentT.TwoSided(Mean / StandardError, Degrees);

    /// <summary>The interval that misses the truth with this probability.</summary>
    public (double Low, double High) Interval(double miss)
    {
        var half = StandardError == 0 ? 0 : StudentT.Quantile(miss, Degrees) * StandardError;
        return (Mean - half, Mean + half);
    }
}

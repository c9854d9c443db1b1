using Minima.Training.Uncertainty;

namespace Minima.Lab;

/// <summary>The results of a few seeds.</summary>
internal sealed class Sample(IReadOnlyList<double> values)
{
    private const double UpperLevel = 0.975;

    public IReadOnlyList<double> Values { get; } = values;

    public double Mean { get; } = values.Average();

    /// <summary>Divided by n - 1.</summary>
    public double Deviation => Values.Count < 2 ? 0 : Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / (Values.Count - 1));

    /// <summary>A line with the figure of each seed.</summary>
    public void WriteSeeds(TextWriter output, string name) =>
        output.WriteLine($"by seed, {name}: {string.Join(' ', Values.Select(value => value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)))}");

    public static Sample Difference(Sample left, Sample right) => new([.. left.Values.Zip(right.Values, (a, b) => a - b)]);

    /// <summary>
    /// Half the width of the 95 % interval of a mean over random splits, whose training rows overlap. The variance is multiplied by
    /// 1 / n + test / training rows (Nadeau and Bengio 2003, "Inference for the generalization error").
    /// </summary>
    public double HalfInterval(double testOverTraining) => Quantile * Deviation * Math.Sqrt((1.0 / Values.Count) + testOverTraining);

    /// <summary>Half the width of the 95 % interval of the mean over seeds (Student 1908).</summary>
    public double Half => Values.Count < 2 ? 0 : HalfInterval(0);

    private double Quantile => new StudentForecast(0, 1, Values.Count - 1).Quantile(UpperLevel);
}

namespace Minima.Lab;

/// <summary>What a few seeds gave.</summary>
internal sealed class Sample(IReadOnlyList<double> values)
{
    // The 97.5 % points of Student's distribution with 1 to 9 degrees of freedom.
    private static readonly double[] Quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

    public IReadOnlyList<double> Values { get; } = values;

    public double Mean { get; } = values.Average();

    /// <summary>Divided by n - 1.</summary>
    public double Deviation => Values.Count < 2 ? 0 : Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / (Values.Count - 1));

    /// <summary>A line with the figure of each seed.</summary>
    public void WriteSeeds(TextWriter output, string name) =>
        output.WriteLine($"by seed, {name}: {string.Join(' ', Values.Select(value => value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)))}");

    public static Sample Difference(Sample left, Sample right) => new([.. left.Values.Zip(right.Values, (a, b) => a - b)]);

    /// <summary>
    /// Half the width of the 95 % interval of a mean over random splits, whose training rows overlap: the variance is multiplied by
    /// 1 / n + test / training rows (Nadeau and Bengio 2003, "Inference for the generalization error").
    /// </summary>
    public double HalfInterval(double testOverTraining) => Quantiles[Values.Count - 2] * Deviation * Math.Sqrt((1.0 / Values.Count) + testOverTraining);
}

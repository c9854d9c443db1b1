namespace Minima.Cli.Tests.Fit;

/// <summary>Seeded tables.</summary>
internal static class FitSamples
{
    public static double[][] Features(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => Normal(random)).ToArray())];
    }

    /// <summary>A line through the features, and noise.</summary>
    public static double[] Target(int seed, double[][] features, double noise, double offset = 1)
    {
        var random = new Random(seed + 1000);
        return Array.ConvertAll(features, row => offset + row.Select((x, j) => x * (j + 1) * (j % 2 == 0 ? 0.5 : -0.5)).Sum() + (noise * Normal(random)));
    }

    /// <summary>0 and 1, by the sign of a line and noise, so that no line separates them.</summary>
    public static double[] Classes(int seed, double[][] features) =>
        Array.ConvertAll(Target(seed, features, 2, 0), value => value > 0 ? 1.0 : 0.0);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

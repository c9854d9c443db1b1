using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>Intervals by resampling hold the truth as often as they promise, where it is known.</summary>
public sealed class ResamplingTests
{
    private static readonly int Samples = Sweep.Of(thin: 40, wide: 60, full: 600);

    /// <summary>So often at least, with a chance of one in a thousand to fall below by luck where the interval holds as promised but for three in a hundred.</summary>
    private static int Least => (int)(Samples * (0.92 - (3.1 * Math.Sqrt(0.92 * 0.08 / Samples))));

    /// <summary>A false alarm costs 1, a hit of one of about 20 positives in 1000 rows saves 20: a mean that a few rows make.</summary>
    [SlowFact]
    public void TwentyPositivesAreEnoughForTheirSaving()
    {
        const double Rate = 0.02;
        const double Truth = (Rate * ((0.4 * 20) - (0.1 * 20))) - ((1 - Rate) * 0.05);
        Assert.InRange(Held(Truth, random => random.NextDouble() < Rate ? random.NextDouble() switch { < 0.4 => 20, < 0.5 => -20, _ => 0 } : random.NextDouble() < 0.05 ? -1 : 0, 1000, null), Least, Samples);
    }

    /// <summary>Rows of a group share most of what they are: forty groups say less than their 800 rows.</summary>
    [SlowFact]
    public void GroupsAreDrawnTogether()
    {
        int[] groups = [.. Enumerable.Range(0, 800).Select(row => row / 20)];
        var shared = 0.0;
        var row = 0;
        double Draw(Random random)
        {
            if (row++ % 20 == 0) shared = Normal(random);
            return shared + (0.5 * Normal(random));
        }

        Assert.InRange(Held(0, Draw, 800, groups), Least, Samples);
        Assert.InRange(Held(0, Draw, 800, null), 0, (int)(0.65 * Samples));
    }

    /// <summary>Each row is like the one before it: stretches of time hold what single rows do not.</summary>
    [SlowFact]
    public void RowsInTimeAreDrawnInStretches()
    {
        var state = 0.0;
        double Draw(Random random) => state = (0.6 * state) + Normal(random);
        double[] times = [.. Enumerable.Range(0, 2000).Select(row => (double)row)];
        var (stretches, rows) = (Held(0, Draw, 2000, null, times), Held(0, Draw, 2000, null));
        Assert.InRange(stretches, (int)(0.75 * Samples), Samples);
        Assert.True(stretches > rows + (Samples / 10), $"{stretches} against {rows}");
    }

    [SlowFact]
    public void ManyRowsAreDealtToUnitsThatVaryAsTheyDo()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 60_000).Select(_ => random.NextDouble())];
        var (low, high) = Interval(values, null, null);
        Assert.Equal(2 * 1.96 / Math.Sqrt(12 * 60_000), high - low, 0.0003);
        Assert.Equal(Interval(values, null, null), (low, high));
    }

    /// <summary>A p below 5 % and a 95 % interval without 0 are one and the same, however few units make the mean.</summary>
    [Fact]
    public void ProbabilityAndIntervalAgree()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 8 + (seed % 30)).Select(_ => Math.Exp(2 * Normal(random)) - (3.5 * random.NextDouble()))];
            var drawn = Bootstrap.Of(values, [.. values.Select(_ => 1.0)], 1)!;
            var p = drawn.P(0);
            Assert.InRange(p, 0, 1);
            foreach (var miss in (double[])[0.001, 0.01, 0.05, 0.2])
            {
                var (low, high) = drawn.Interval(miss);
                Assert.True(p >= miss == (low <= 0 && 0 <= high), $"seed {seed}: p {p}, {1 - miss} interval {low} to {high}");
            }
        }
    }

    /// <summary>Where the mean is normal, p is that of Student's t.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void OfNormalMeansTheProbabilityIsStudents(double shift)
    {
        var random = new Random(5);
        double[] drawn = [.. Enumerable.Range(0, 1000).Select(_ => Normal(random))];
        var (mean, deviation) = (drawn.Average(), Math.Sqrt(drawn.Sum(value => (value - drawn.Average()) * (value - drawn.Average())) / 999));
        double[] values = [.. drawn.Select(value => ((value - mean) / deviation) + shift)];
        var (expected, p) = (StudentT.TwoSided(shift * Math.Sqrt(1000), 999), Bootstrap.Of(values, [.. values.Select(_ => 1.0)], 2)!.P(0));
        Assert.Equal(Math.Log(expected), Math.Log(p), 0.02 + (0.06 * -Math.Log(expected)));
    }

    /// <summary>The exact chances of the binomial distribution: on average over shares the interval holds as often as promised.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public void SharesHoldTheirTruth(int trials)
    {
        double[] shares = [.. Enumerable.Range(1, 39).Select(k => k / 40.0)];
        var held = shares.Average(share =>
        {
            var (sum, chance) = (0.0, Math.Pow(1 - share, trials));
            for (var count = 0; count <= trials; count++)
            {
                var estimate = Estimate.OfShare((double)count / trials, trials);
                if (estimate.Low <= share && share <= estimate.High) sum += chance;
                chance *= (trials - count) * share / ((count + 1.0) * (1 - share));
            }

            return sum;
        });
        Assert.InRange(held, 0.945, 0.965);
        Assert.Equal((0, 1), (Estimate.OfShare(0, trials).Low, Estimate.OfShare(1, trials).High));
        Assert.True(Estimate.OfShare(1, trials).Low < 0.97);
    }

    private static int Held(double truth, Func<Random, double> draw, int rows, int[]? groups, double[]? times = null)
    {
        var held = 0;
        for (var seed = 1; seed <= Samples; seed++)
        {
            var random = new Random(seed);
            var (low, high) = Interval([.. Enumerable.Range(0, rows).Select(_ => draw(random))], groups, times);
            if (low <= truth && truth <= high) held++;
        }

        return held;
    }

    private static (double Low, double High) Interval(double[] values, int[]? groups, double[]? times)
    {
        var units = RowUnits.Of([.. Enumerable.Range(0, values.Length)], groups, times, 7);
        var (sums, counts) = (new double[units.Count], new double[units.Count]);
        for (var row = 0; row < values.Length; row++)
        {
            sums[units[row]] += values[row];
            counts[units[row]]++;
        }

        return Bootstrap.Of(sums, counts, 7)!.Interval(0.05);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

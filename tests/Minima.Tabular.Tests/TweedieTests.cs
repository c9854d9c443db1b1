using Minima.Reals;

namespace Minima.Tabular.Tests;

/// <summary>The density of a sum of a Poisson number of gamma amounts: its terms one by one, its limit at the power 2, and the fit that learns the power.</summary>
public sealed class TweedieTests
{
    /// <summary>Every term of the series, in the order of the numbers of amounts.</summary>
    [Theory]
    [InlineData(1.05, 0.3)]
    [InlineData(1.5, 0.02)]
    [InlineData(1.5, 0.8)]
    [InlineData(1.5, 40)]
    [InlineData(1.9, 0.8)]
    [InlineData(1.99, 0.05)]
    public void TheDensityIsItsSeries(double power, double dispersion)
    {
        foreach (var mean in (double[])[0.5, 3])
        {
            foreach (var target in (double[])[0, 0.01, 0.7, 3, 9])
            {
                var expected = Series(power, target, mean, dispersion);
                var (value, slope) = At(power, target, mean, dispersion);
                Assert.Equal(expected, value, 1e-9 * Math.Max(1, Math.Abs(expected)));
                var step = 1e-4 * dispersion;
                var difference = (Series(power, target, mean, dispersion + step) - Series(power, target, mean, dispersion - step)) / (2 * step);
                Assert.Equal(difference, slope, 1e-5 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }

    /// <summary>Towards 2 the amounts become many and small and the density that of gamma, without a jump where the series gives way to its saddle point.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(3)]
    public void TowardsTwoItIsGamma(double dispersion)
    {
        foreach (var target in (double[])[0.3, 3, 9])
        {
            var (value, slope) = At(2, target, 3, dispersion);
            foreach (var below in (double[])[1e-6, 1e-7, 1e-8, 1e-9, 1e-11])
            {
                var (near, nearSlope) = At(2 - below, target, 3, dispersion);
                Assert.Equal(value, near, (100 * below) + 1e-11);
                Assert.Equal(slope, nearSlope, (1e4 * below) + 1e-9);
            }
        }
    }

    /// <summary>A target of gamma has no power below 2 that fits best; the fit ends near it all the same, with a certificate.</summary>
    [Fact]
    public void AGammaTargetHasAPowerNearTwo()
    {
        var random = new Random(7);
        var (a, b, y) = (new double[300], new double[300], new double[300]);
        for (var i = 0; i < y.Length; i++)
        {
            (a[i], b[i]) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            y[i] = -0.5 * Math.Exp(3 + a[i] - (0.6 * b[i])) * (Math.Log(1 - random.NextDouble()) + Math.Log(1 - random.NextDouble()));
        }

        Table Read() => Table.FromColumns([new("a", a), new("b", b), new("y", y)], "y");
        var made = LinearModel.Fit(Read(), "tweedie", new() { Heads = ["all"] }, null, TestContext.Current.CancellationToken);
        var gamma = LinearModel.Fit(Read(), "gamma_nll", new() { Heads = ["all"] }, null, TestContext.Current.CancellationToken);
        Assert.InRange((double)made.Parameters.Single(one => one.Key == "power").Value!, 1.95, 2);
        Assert.Equal(gamma.Certificate.Objective, made.Certificate.Objective, 0.01);
    }

    private static (double Value, double Slope) At(double power, double target, double mean, double dispersion)
    {
        var terms = new double[1];
        double[][] slopes = [[0], [0]];
        new DispersionTerms(new HeadPlan([], HeadReading.Dispersion), power).Evaluate([[mean], [dispersion]], [target], terms, slopes);
        return (terms[0], slopes[1][0]);
    }

    private static double Series(double power, double target, double mean, double dispersion)
    {
        var (one, two) = (power - 1, 2 - power);
        var ofZero = Math.Pow(mean, two) / (dispersion * two);
        if (target == 0) return ofZero;
        var (ratio, ofAmount) = (two / one, target * Math.Pow(mean, -one) / (dispersion * one));
        var log = (ratio * (Math.Log(target) - Math.Log(one))) - ((1 + ratio) * Math.Log(dispersion)) - Math.Log(two);
        double[] terms = [.. Enumerable.Range(1, 20_000).Select(j => (j * log) - SpecialFunctions.LogGamma(j + 1.0) - SpecialFunctions.LogGamma(ratio * j))];
        var largest = terms.Max();
        return ofZero + ofAmount + Math.Log(target) - largest - Math.Log(terms.Sum(term => Math.Exp(term - largest)));
    }
}

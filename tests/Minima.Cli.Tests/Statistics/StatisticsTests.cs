using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Statistics;

public sealed class StatisticsTests
{
    // SciPy 1.10: 2 * scipy.stats.t.sf(t, degrees).
    [Theory]
    [InlineData(2.5, 4, 0.06676654481198813)]
    [InlineData(-0.3, 14, 0.7685853831490058)]
    [InlineData(8, 9, 2.213481680940017e-05)]
    [InlineData(1, 1, 0.5)]
    [InlineData(40, 24, 1.7611536369074758e-23)]
    [InlineData(0, 7, 1)]
    [InlineData(double.PositiveInfinity, 7, 0)]
    public void TwoSidedProbabilities(double t, double degrees, double expected) =>
        Assert.Equal(expected, StudentT.TwoSided(t, degrees), 1e-10 * expected);

    // scipy.stats.t.isf(p / 2, degrees).
    [Theory]
    [InlineData(0.05, 4, 2.7764451051977996)]
    [InlineData(0.05, 14, 2.1447866879169277)]
    [InlineData(0.001, 24, 3.745398618927526)]
    [InlineData(0.05 / 37, 14, 3.986504640651879)]
    public void Quantiles(double p, double degrees, double expected) => Assert.Equal(expected, StudentT.Quantile(p, degrees), 1e-9);

    [Fact]
    public void AProbabilityOfZeroHasNoQuantile() => Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(0, 3));

    /// <summary>By hand: variance 2.5, so (1/5 + 1/4) 2.5 = 1.125.</summary>
    [Fact]
    public void TheVarianceIsCorrectedForTheOverlap()
    {
        var test = PairedTest.Of([1, 2, 3, 4, 5], 0.25);
        Assert.Equal(3, test.Mean);
        Assert.Equal(Math.Sqrt(1.125), test.StandardError, 1e-15);
        Assert.Equal(4, test.Degrees);
        Assert.Equal(StudentT.TwoSided(3 / Math.Sqrt(1.125), 4), test.P, 1e-15);
        var (low, high) = test.Interval(0.05);
        Assert.Equal(3 - (2.7764451051977996 * Math.Sqrt(1.125)), low, 1e-9);
        Assert.Equal(6, low + high, 1e-12);
        Assert.Equal(1, PairedTest.Of([0, 0, 0], 0).P);
        Assert.Throws<ArgumentException>(() => PairedTest.Of([1], 0));
    }

    /// <summary>R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.9), "holm").</summary>
    [Fact]
    public void HolmIsThatOfR() => Assert.Equal([0.04, 0.09, 0.09, 0.025, 0.9], Holm.Adjust([0.01, 0.04, 0.03, 0.005, 0.9]).Select(p => Math.Round(p, 12)));
}

using Minima.Training.Uncertainty;

namespace Minima.Training.Tests.Uncertainty;

/// <summary>Distributions against integrals, published tables and one another.</summary>
public sealed class ForecastTests
{
    private static Dictionary<string, Forecast> Smooth { get; } = new(StringComparer.Ordinal)
    {
        ["gaussian"] = new GaussianForecast(1.5, 0.7),
        ["student"] = new StudentForecast(-0.3, 1.2, 4.5),
        ["student, many degrees"] = new StudentForecast(2, 0.5, 300),
        ["mixture"] = new MixtureForecast([new(-1, 0.4), new(0.5, 0.2), new(3, 1)]),
    };

    public static TheoryData<string> Names => [.. Smooth.Keys];

    /// <summary>Simpson's rule over the density is the difference of the cumulative function.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheCumulativeFunctionIsTheIntegralOfTheDensity(string name)
    {
        const int pieces = 20_000;
        var forecast = Smooth[name];
        foreach (var (low, high) in new[] { (-4.0, 0.3), (0.3, 1.1), (1.1, 9) })
        {
            var width = (high - low) / pieces;
            var sum = Enumerable.Range(0, pieces + 1).Sum(i => (i is 0 or pieces ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(forecast.LogDensity(low + (i * width))!.Value));
            Assert.Equal(sum * width / 3, forecast.Cumulative(high) - forecast.Cumulative(low), 1e-10);
        }

        Assert.Equal(0, forecast.Cumulative(-1e9), 1e-12);
        Assert.Equal(1, forecast.Cumulative(1e9), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AQuantileIsWhereTheCumulativeFunctionHasItsLevel(string name)
    {
        var forecast = Smooth[name];
        foreach (var level in new[] { 1e-4, 0.05, 0.31, 0.5, 0.9, 0.9999 }) Assert.Equal(level, forecast.Cumulative(forecast.Quantile(level)), 1e-12);
        var (lower, upper) = forecast.Interval(0.9);
        Assert.Equal((forecast.Quantile(0.05), forecast.Quantile(0.95)), (lower, upper));
    }

    /// <summary>Tables of Student's distribution: the 95 % and 97.5 % points.</summary>
    [Theory]
    [InlineData(1, 0.95, 6.313751514675043)]
    [InlineData(2, 0.975, 4.302652729696142)]
    [InlineData(5, 0.95, 2.015048372669157)]
    [InlineData(30, 0.975, 2.0422724563012373)]
    [InlineData(10000, 0.975, 1.9602012398916)]
    public void StudentsQuantilesAreThoseOfTheTables(double degrees, double level, double expected)
    {
        Assert.Equal(expected, new StudentForecast(0, 1, degrees).Quantile(level), 1e-9 * expected);
        Assert.Equal(3 - (2 * expected), new StudentForecast(3, 2, degrees).Quantile(1 - level), 1e-8 * expected);
    }

    [Fact]
    public void OneDegreeOfFreedomIsCauchy()
    {
        var cauchy = new StudentForecast(0, 1, 1);
        foreach (var y in new[] { -30, -1, 0, 0.2, 5 })
        {
            Assert.Equal(0.5 + (Math.Atan(y) / Math.PI), cauchy.Cumulative(y), 1e-14);
            Assert.Equal(-Math.Log(Math.PI * (1 + (y * y))), cauchy.LogDensity(y)!.Value, 1e-13);
        }
    }

    /// <summary>The loss is the negative logarithm of this density, where it charges nothing for wrong evidence.</summary>
    [Theory]
    [InlineData(0.5, 1.5, 2, 0.8, 1.1)]
    [InlineData(-2, 0.1, 1.05, 3, 4)]
    public void EvidencePredictsWhatItsLossScores(double gamma, double nu, double alpha, double beta, double target)
    {
        var loss = new Minima.Tensors.Losses.EvidentialRegression(0);
        var value = loss.Apply(One(gamma), One(nu), One(alpha), One(beta), One(target)).Item();
        Assert.Equal(value, -StudentForecast.OfEvidence(gamma, nu, alpha, beta).LogDensity(target)!.Value, 1e-12);

        static Tensor One(double x) => Tensor.Of([x], [1]);
    }

    [Fact]
    public void AMixtureOfOneIsItsMemberAndVariancesAdd()
    {
        var alone = new GaussianForecast(2, 0.5);
        var one = new MixtureForecast([alone]);
        foreach (var y in new[] { 0.1, 2, 3.3 })
        {
            Assert.Equal(alone.Cumulative(y), one.Cumulative(y));
            Assert.Equal(alone.LogDensity(y)!.Value, one.LogDensity(y)!.Value, 1e-14);
        }

        Assert.Equal(alone.Quantile(0.95), one.Quantile(0.95), 1e-12);
        var mixture = new MixtureForecast([new(-1, 0.4), new(0.5, 0.2), new(3, 1)]);
        Assert.Equal(2.5 / 3, mixture.Mean, 1e-15);
        Assert.Equal((0.16 + 0.04 + 1) / 3, mixture.Noise, 1e-15);
        Assert.Equal((((-1 - mixture.Mean) * (-1 - mixture.Mean)) + ((0.5 - mixture.Mean) * (0.5 - mixture.Mean)) + ((3 - mixture.Mean) * (3 - mixture.Mean))) / 3, mixture.Disagreement, 1e-15);

        // Where all densities are 0 in double, the logarithm is still a number.
        Assert.Equal(alone.LogDensity(100)!.Value, one.LogDensity(100)!.Value, 1e-9);
    }

    [Fact]
    public void AnEnsembleIsAMixtureForEachRow()
    {
        var (first, second) = (new GaussianForecast[] { new(0, 1), new(5, 2) }, new GaussianForecast[] { new(1, 1), new(6, 3) });
        var rows = MixtureForecast.OfEnsemble([first, second]);
        Assert.Equal([0.5, 5.5], rows.Select(row => row.Mean));
        Assert.Equal([first[1], second[1]], rows[1].Members);
        Assert.Contains("1 rows, the first one 2", Assert.Throws<TrainingException>(() => MixtureForecast.OfEnsemble([first, second[..1]])).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => MixtureForecast.OfEnsemble([]));
        Assert.Throws<TrainingException>(() => new MixtureForecast([]));
    }

    [Fact]
    public void QuantilesAreJoinedByLinesAndDrawnOn()
    {
        var forecast = new QuantileForecast([0.1, 0.5, 0.9], [-1, 1, 2]);
        Assert.Equal([-1.25, -1, 0, 1, 1.5, 2, 2.125], new[] { 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95 }.Select(forecast.Quantile), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0.1, 0.3, 0.9, 1], new double[] { -9, -1, 0, 2, 9 }.Select(forecast.Cumulative), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Null(forecast.LogDensity(0));
        var flat = new QuantileForecast([0.1, 0.5, 0.9], [1, 1, 1]);
        Assert.Equal([1, 1, 1], new[] { 0.05, 0.5, 0.99 }.Select(flat.Quantile));
    }

    [Fact]
    public void WhatIsNoDistributionIsRefused()
    {
        Assert.All([0, -1, double.NaN, double.PositiveInfinity], scale =>
        {
            Assert.Contains("scale", Assert.Throws<TrainingException>(() => new GaussianForecast(0, scale)).Message, StringComparison.Ordinal);
            Assert.Contains("scale", Assert.Throws<TrainingException>(() => new StudentForecast(0, scale, 3)).Message, StringComparison.Ordinal);
            Assert.Contains("degrees", Assert.Throws<TrainingException>(() => new StudentForecast(0, 1, scale)).Message, StringComparison.Ordinal);
            Assert.Contains("nu", Assert.Throws<TrainingException>(() => StudentForecast.OfEvidence(0, scale, 2, 1)).Message, StringComparison.Ordinal);
            Assert.Contains("alpha", Assert.Throws<TrainingException>(() => StudentForecast.OfEvidence(0, 1, scale, 1)).Message, StringComparison.Ordinal);
            Assert.Contains("beta", Assert.Throws<TrainingException>(() => StudentForecast.OfEvidence(0, 1, 2, scale)).Message, StringComparison.Ordinal);
        });
        Assert.Throws<TrainingException>(() => new GaussianForecast(double.NaN, 1));
        Assert.Throws<TrainingException>(() => new StudentForecast(double.PositiveInfinity, 1, 3));
        Assert.All([0, 1, -0.1, double.NaN], level => Assert.Contains("level", Assert.Throws<TrainingException>(() => new GaussianForecast(0, 1).Quantile(level)).Message, StringComparison.Ordinal));
        Assert.Throws<TrainingException>(() => new QuantileForecast([0.5], [1]));
        Assert.Throws<TrainingException>(() => new QuantileForecast([0.1, 0.9], [1]));
        Assert.Throws<TrainingException>(() => new QuantileForecast([0.9, 0.1], [1, 2]));
        Assert.Throws<TrainingException>(() => new QuantileForecast([0, 0.1], [1, 2]));
        Assert.Throws<TrainingException>(() => new QuantileForecast([0.1, 0.9], [2, 1]));
        Assert.Throws<TrainingException>(() => new QuantileForecast([0.1, 0.9], [1, double.NaN]));
    }
}

using Minima.Tensors.Randomness;
using Minima.Training.Uncertainty;

namespace Minima.Training.Tests.Uncertainty;

/// <summary>Measures of forecasts against their formulas.</summary>
public sealed class CalibrationTests
{
    private static readonly double[] Levels = [.. Enumerable.Range(1, 19).Select(i => i / 20.0)];

    /// <summary>From -1.645 to 1.645, and twice as wide around 10: the first and the third target lie within.</summary>
    [Fact]
    public void CoverageAndWidthAreThoseOfTheIntervals()
    {
        Forecast[] forecasts = [new GaussianForecast(0, 1), new GaussianForecast(0, 1), new GaussianForecast(10, 2)];
        double[] targets = [1.6, -1.7, 13];
        Assert.Equal(2.0 / 3, Calibration.Coverage(forecasts, targets), 1e-15);
        Assert.Equal(1.0 / 3, Calibration.Coverage(forecasts, targets, 0.88), 1e-15);
        Assert.Equal(1.6448536269514722 * 2 * (1 + 1 + 2) / 3, Calibration.Sharpness(forecasts), 1e-12);
    }

    [Fact]
    public void ReliabilityCountsTargetsAtOrBelowQuantiles()
    {
        Forecast[] forecasts = [.. Enumerable.Repeat(new QuantileForecast([0.25, 0.5, 0.75], [1, 2, 3]), 4)];
        double[] targets = [0, 1, 2.5, 3.5];
        Assert.Equal([0.5, 0.5, 0.75], Calibration.Reliability(forecasts, targets, [0.25, 0.5, 0.75]));
        Assert.Equal(0.25 / 3, Calibration.Error(forecasts, targets, [0.25, 0.5, 0.75]), 1e-15);
    }

    [Fact]
    public void DrawsOfTheForecastItselfAreCalibrated()
    {
        var random = new RandomState(1);
        Forecast[] forecasts = [.. Enumerable.Range(0, 4000).Select(i => new GaussianForecast(i % 7, 1 + (i % 3)))];
        double[] targets = [.. forecasts.Cast<GaussianForecast>().Select(forecast => forecast.Mean + (forecast.Scale * random.NextNormal()))];
        Assert.InRange(Calibration.Coverage(forecasts, targets), 0.885, 0.915);
        Assert.InRange(Calibration.Error(forecasts, targets, Levels), 0, 0.015);
        Forecast[] narrow = [.. forecasts.Cast<GaussianForecast>().Select(forecast => new GaussianForecast(forecast.Mean, forecast.Scale / 2))];
        Assert.InRange(Calibration.Error(narrow, targets, Levels), 0.08, 0.2);
        Assert.True(Calibration.QuantileScore(forecasts, targets, Levels) < Calibration.QuantileScore(narrow, targets, Levels));
    }

    /// <summary>With many levels it is the ranked probability score, whose closed form the catalogue has.</summary>
    [Theory]
    [InlineData(0, 1, 0.3)]
    [InlineData(2, 0.5, -1)]
    [InlineData(-1, 3, 0)]
    public void TheScoreOfManyQuantilesIsTheRankedProbabilityScore(double mean, double scale, double target)
    {
        double[] levels = [.. Enumerable.Range(0, 20_000).Select(i => (i + 0.5) / 20_000)];
        var closed = Loss.Create("crps_gaussian");
        var expected = closed.Apply(Tensor.Of([mean], [1]), Tensor.Of([scale], [1]), new LossArguments { Third = Tensor.Of([target], [1]) }).Item();
        Assert.Equal(expected, Calibration.QuantileScore([new GaussianForecast(mean, scale)], [target], levels), 1e-3 * scale);
    }

    /// <summary>Some levels, against the catalogue's loss of several quantiles.</summary>
    [Fact]
    public void TheScoreIsTwiceTheMeanOfPinballLosses()
    {
        var forecast = new QuantileForecast([0.1, 0.5, 0.9], [-1, 1, 2]);
        var sum = new Minima.Tensors.Losses.MultiQuantile([0.1, 0.5, 0.9]).Apply(Tensor.Of([-1.0, 1, 2], [1, 3]), Tensor.Of([1.7], [1])).Item();
        Assert.Equal(2 * sum / 3, Calibration.QuantileScore([forecast], [1.7], [0.1, 0.5, 0.9]), 1e-14);
    }

    [Fact]
    public void TheLikelihoodIsTheMeanOfDensitiesAndNoneWithoutThem()
    {
        Forecast[] forecasts = [new GaussianForecast(0, 1), new GaussianForecast(1, 2)];
        var expected = ((0.5 * 0.25) + Math.Log(Math.Sqrt(2 * Math.PI)) + (0.5 * 1) + Math.Log(2 * Math.Sqrt(2 * Math.PI))) / 2;
        Assert.Equal(expected, Calibration.NegativeLogLikelihood(forecasts, [0.5, 3])!.Value, 1e-14);
        Assert.Null(Calibration.NegativeLogLikelihood([forecasts[0], new QuantileForecast([0.1, 0.9], [0, 1])], [0.5, 3]));
    }

    [Fact]
    public void WhatCannotBeHeldAgainstEachOtherIsRefused()
    {
        Forecast[] one = [new GaussianForecast(0, 1)];
        Assert.Contains("1 forecasts", Assert.Throws<TrainingException>(() => Calibration.Coverage(one, [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => Calibration.Coverage([], []));
        Assert.Throws<TrainingException>(() => Calibration.Sharpness([]));
        Assert.Contains("row 0", Assert.Throws<TrainingException>(() => Calibration.Coverage(one, [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => Calibration.Coverage(one, [1], 1));
        Assert.Throws<TrainingException>(() => Calibration.Error(one, [1], [0.5, 0.4]));
        Assert.Throws<TrainingException>(() => Calibration.QuantileScore(one, [1], [0.5]));
        Assert.Throws<TrainingException>(() => Calibration.NegativeLogLikelihood(one, []));
    }
}

using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Events;

/// <summary>Concordance, the integrated Brier score and the curve of Kaplan and Meier against their definitions written out.</summary>
public sealed class SurvivalMetricTests
{
    /// <summary>Remission times of Freireich et al. 1963, of which Kaplan-Meier tables are in every textbook: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448.</summary>
    [Fact]
    public void TheCurveOfATextbook()
    {
        double[] times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
        double[] events = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
        var curve = StepCurve.OfEvents(times, events);
        double[] at = [6, 7, 10, 13, 16, 22, 23];
        Assert.Equal([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], at.Select(time => Math.Round(curve.At(time), 3)));
        Assert.Equal((1, curve.At(6)), (curve.Before(6), curve.Before(7)));

        // Three events happened at 6 before the one censoring there: 18 were still at risk of being censored, as were 16 at 9 and 15 - 1 at 10.
        var censoring = StepCurve.OfCensoring(times, events);
        Assert.Equal((1, 17.0 / 18), (censoring.Before(6), censoring.At(6)));
        Assert.Equal(17.0 / 18 * 15 / 16 * 13 / 14, censoring.At(10), 1e-12);
    }

    [Fact]
    public void PairsOfASmallTable()
    {
        // 1 beats all three; 2 and 3 met the event together, so they do not compare, and both precede 4, which was seen until then.
        Assert.Equal((3 + 1 + 0.5) / 5, Concordance.Harrell([1, 2, 2, 2], [1, 1, 1, 0], [9, 5, 3, 3])!.Value, 1e-15);
        Assert.Null(Concordance.Harrell([1, 2], [0, 0], [1, 2]));
    }

    [Fact]
    public void ConcordanceIsItsDefinition()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var n = 2 + random.Next(12);
            double[] Draw(int levels) => [.. Enumerable.Range(0, n).Select(_ => 1.0 + random.Next(levels))];
            var (times, risks, events) = (Draw(6), Draw(4), Array.ConvertAll(Draw(2), value => value - 1));
            var censoring = StepCurve.OfCensoring(times, events);
            Equal(Pairs(_ => 1), Concordance.Harrell(times, events, risks));
            Equal(Pairs(i => times[i] < 5 && censoring.Before(times[i]) > 0 ? Math.Pow(censoring.Before(times[i]), -2) : 0), Concordance.Uno(times, events, risks, censoring, 5));

            double? Pairs(Func<int, double> weight)
            {
                var (right, all) = (0.0, 0.0);
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n && events[i] == 1; j++)
                    {
                        if (!(times[j] > times[i] || (times[j] == times[i] && events[j] == 0))) continue;
                        all += weight(i);
                        right += weight(i) * (risks[i] > risks[j] ? 1 : risks[i] == risks[j] ? 0.5 : 0);
                    }
                }

                return all > 0 ? right / all : null;
            }
        }

        static void Equal(double? expected, double? actual)
        {
            Assert.Equal(expected is null, actual is null);
            Assert.Equal(expected ?? 0, actual ?? 0, 1e-12);
        }
    }

    /// <summary>Four rows and two times, by hand: G falls to 1/2 at 2, where one of two rows at risk is censored.</summary>
    [Fact]
    public void TheBrierScoreOfASmallTable()
    {
        double[] times = [1, 2, 3, 3], events = [1, 0, 1, 1];
        var grid = new SurvivalGrid([1, 3], StepCurve.OfCensoring(times, events));
        var forecast = new SurvivalForecast(events, grid, [0.9, 0.5, 0.8, 0.4, 0.7, 0.3, 0.6, 0.2]);
        var first = ((0.9 * 0.9) + (0.2 * 0.2) + (0.3 * 0.3) + (0.4 * 0.4)) / 4;
        const double Seen = 2.0 / 3;
        var second = ((0.5 * 0.5) + 0 + (((0.3 * 0.3) + (0.2 * 0.2)) / Seen)) / 4;
        Assert.Equal(first, BrierScores.At(times, forecast, 0), 1e-15);
        Assert.Equal(second, BrierScores.At(times, forecast, 1), 1e-15);
        Assert.Equal(((first / 2) + (2 * (first + second) / 2)) / 3, BrierScores.Integrated(times, forecast), 1e-15);
        Assert.Equal(BrierScores.Integrated(times, forecast), BrierScores.IntegratedByRow(times, forecast).Average(), 1e-15);
        Assert.Equal(((0.5 * 0.5) + (0.3 * 0.3 / Seen)) / 2, BrierScores.At([times[0], times[2]], forecast.Subset([0, 2]), 1), 1e-15);
    }

    /// <summary>Exponential times, uniform censoring: the expected score of the true curve is known, weights undo the censoring, and every other curve is worse.</summary>
    [SlowFact]
    public void TheTrueCurveIsBestAndCensoringChangesNothing()
    {
        var random = new Random(11);
        const int Rows = 20_000;
        double[] rates = [.. Enumerable.Range(0, Rows).Select(_ => Math.Exp(random.NextDouble() - 0.5))];
        double[] happens = [.. rates.Select(rate => -Math.Log(1 - random.NextDouble()) / rate)];
        double[] ends = [.. rates.Select(_ => 3 * random.NextDouble())];
        double[] times = [.. happens.Zip(ends, Math.Min)], events = [.. happens.Zip(ends, (t, c) => t <= c ? 1.0 : 0)];
        var grid = SurvivalGrid.Of(times, events);
        var whole = grid with { Censoring = StepCurve.OfCensoring(happens, [.. happens.Select(_ => 1.0)]) };
        double Score(double factor) => BrierScores.Integrated(times, new(events, grid, [.. rates.SelectMany(rate => grid.Times.Select(time => Math.Exp(-factor * rate * time)))]));
        double Full(double factor) => BrierScores.Integrated(happens, new([.. happens.Select(_ => 1.0)], whole, [.. rates.SelectMany(rate => grid.Times.Select(time => Math.Exp(-factor * rate * time)))]));
        Assert.True(Score(1) < Score(0.8) && Score(1) < Score(1.25));
        Assert.Equal(Full(1), Score(1), 0.003);
        Assert.Equal(Full(0.8), Score(0.8), 0.003);

        // Uno's share does not depend on who was censored; Harrell's may.
        double[] risks = rates;
        var seen = Concordance.Uno(times, events, risks, grid.Censoring, grid.Horizon)!.Value;
        Assert.Equal(Concordance.Uno(happens, [.. happens.Select(_ => 1.0)], risks, whole.Censoring, grid.Horizon)!.Value, seen, 0.01);
    }
}

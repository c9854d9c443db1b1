using Minima.Examples.Survival;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Proofs;

/// <summary>Times that may be censored: what the example measures, and that it holds on fewer rows.</summary>
public sealed class SurvivalExampleTests
{
    [Fact]
    public void LossesThatKnowOfCensoringOrderRowsBetter()
    {
        var ways = new[] { SurvivalWay.Squares, SurvivalWay.CoxBreslow };
        var runs = new[] { 1, 2 }.Select(seed => new SurvivalTask(1000, 400, 15).Run(seed, ways)).ToArray();
        foreach (var run in runs)
        {
            Assert.True(run[1] > run[0] + 0.03, string.Join(' ', run));
            Assert.True(run[2] > run[1], string.Join(' ', run));
        }
    }

    [SlowFact]
    public void EveryWayLearnsSomethingButTheConstant()
    {
        var figures = new SurvivalTask(600, 300, 12).Run(3, SurvivalWay.All);
        Assert.Equal("constant", SurvivalWay.All[0].Name);
        Assert.Equal(0.5, figures[0]);
        Assert.All(figures[1..], figure => Assert.InRange(figure, 0.55, 0.9));
    }

    [Fact]
    public void ConcordanceCountsPairsOfWhichTheOrderIsKnown()
    {
        // Times 1 (event), 2 (censored), 3 (event), 3 (censored): 1 before all others, the event at 3 before the row censored then.
        double[] time = [1, 2, 3, 3], @event = [1, 0, 1, 0];
        Assert.Equal(1, Concordance.Of([4, 0, 3, 1], time, @event));
        Assert.Equal(0, Concordance.Of([0, 1, 2, 3], time, @event));
        Assert.Equal(1.5 / 4, Concordance.Of([4, 4, 3, 5], time, @event));
        Assert.Equal(0.5, Concordance.Of([7, 7, 7, 7], time, @event));
        Assert.True(double.IsNaN(Concordance.Of([1, 2], [1, 2], [0, 0])));
    }

    [Fact]
    public void TheGridHoldsEventsAndWhatCensoredRowsHavePassed()
    {
        var grid = new TimeGrid(new Cohort([], [1, 2, 3, 4, 9], [1, 1, 1, 1, 0], []), 2);
        Assert.Equal((3, 2), (grid.Points, grid.Intervals));
        var ends = Enumerable.Range(0, 3).Single(k => grid.PointOf(3, 1) == k);
        Assert.Equal(1, ends);
        Assert.Equal(1, grid.PointOf(0.5, 1));
        Assert.Equal(0, grid.PointOf(0.5, 0));
        Assert.Equal(2, grid.PointOf(3.5, 1));
        Assert.Equal(1, grid.PointOf(3.5, 0));
        Assert.Equal(2, grid.PointOf(100, 1));
        Assert.Equal((0, 0.5), grid.Within(1.5));
        Assert.Equal((1, 1.0), grid.Within(100));
        Assert.Equal(-(3 * 0.75) - (1 * 0.25), grid.RiskOf([1, 0.5, 0]), 1e-15);
    }

    [Fact]
    public void TheTrueRiskIsTheHazardOfTheTimesDrawn()
    {
        // Of a Weibull time of shape 1.5, the time to 1.5 times the hazard is exponential: its mean is 1.
        var rows = Cohort.Draw(new RandomState(4), 20000, isCensored: false);
        Assert.Equal(1, rows.Time.Zip(rows.Risk, (time, risk) => Math.Pow(time, 1.5) * Math.Exp(risk)).Average(), 0.03);
        Assert.All(rows.Event, happened => Assert.Equal(1, happened));
        Assert.InRange(Cohort.Draw(new RandomState(4), 20000, isCensored: true).Event.Average(), 0.4, 0.6);
    }
}

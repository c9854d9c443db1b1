using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>The constant of least cost on some rows is the best of a fine grid, for smooth costs, kinks, several valleys and weights in columns; and a cost without a best prediction is known.</summary>
public sealed class LeastCostTests
{
    private static readonly double[] Area = [.. Enumerable.Range(0, 201).Select(i => 10 * Fraction(i * 0.618034))];

    private static readonly double[] Price = [.. Area.Select((area, i) => (3 * area) + Math.Exp(2 * Fraction(i * 0.414214)))];

    private static readonly int[] Rows = [.. Enumerable.Range(0, Area.Length)];

    [SlowTheory]
    [InlineData("9*relu(t-p)^2 + relu(p-t)^2")]
    [InlineData("relu(p-t) + 4*relu(t-p)")]
    [InlineData("min(abs(p-t), 0.4)")]
    [InlineData("area*relu(t-p) + relu(p-t)")]
    public void ItIsTheBestOfAGrid(string text)
    {
        var metric = On(text);
        double Cost(double constant) => metric.Compute(Predictions.OfNumbers(Price, [.. Price.Select(_ => constant)]).At(Rows))!.Value;
        Assert.InRange(Cost(new LeastCost(metric, Price, Rows).Value), 0, Enumerable.Range(0, 20_001).Min(k => Cost(-2 + (k * 44.0 / 20_000))) * (1 + 1e-3));
    }

    [SlowTheory]
    [InlineData("abs(p-t)", 0)]
    [InlineData("min(abs(p-t), 0.4)", 0)]
    [InlineData("1 - cos(p - t)", 0)]
    [InlineData("relu(p-t)", -1)]
    [InlineData("(p-t)^3", -1)]
    [InlineData("area*relu(t-p)", 1)]
    [InlineData("exp(t-p)", 1)]
    public void AnEndlessCostIsKnown(string text, int direction) => Assert.Equal(direction, new LeastCost(On(text), Price, Rows).Endless);

    private static TableMetric On(string text) => DecisionCost.Parse(text).With(new Dictionary<string, double[]>(StringComparer.Ordinal) { ["area"] = Area }).Metric;

    private static double Fraction(double value) => value - Math.Floor(value);
}

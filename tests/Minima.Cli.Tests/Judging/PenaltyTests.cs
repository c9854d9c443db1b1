using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>A penalty means the same to every loss, 0 is among those tried, and the search goes on until its choice lies inside.</summary>
public sealed class PenaltyTests
{
    /// <summary>Every loss for numbers: a times the loss has a times the curvature, an added constant changes nothing.</summary>
    [Fact]
    public void TheCurvatureFollowsAFactorAndIgnoresAConstant()
    {
        var random = new RandomState(3);
        var target = Enumerable.Range(0, 80).Select(_ => JudgedTable.Normal(random)).ToArray();
        var output = Array.ConvertAll(target, value => value + JudgedTable.Normal(random));
        foreach (var text in new[] { "(p - t)^2", "abs(p - t)", "relu(t - p)*4 + relu(p - t)", "log(1 + (p - t)^2)", "1 - exp(-(p - t)^2)", "log_cosh(p - t)" })
        {
            var plain = Curvature(text, target, output);
            Assert.True(plain > 0, text);
            Assert.Equal(3.7 * plain, Curvature($"3.7*({text})", target, output), 1e-12 * plain);
            Assert.Equal(plain, Curvature($"({text}) + 5", target, output), 1e-12 * plain);
        }

        Assert.Equal(2, Curvature("(p - t)^2", target, output), 1e-12);
    }

    [Theory]
    [InlineData(1e-3, 1e-3, new[] { 1, 1e-1, 1e-2, 1e-3, 1e-4, 0 })]
    [InlineData(30, 10, new[] { 100, 10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 0 })]
    [InlineData(0, 0, new[] { 1, 1e-1, 1e-2, 1e-3, 1e-4, 0 })]
    [InlineData(4e-6, 1e-5, new[] { 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 0 })]
    [InlineData(1e9, 1e4, new[] { 1e4, 1e3, 100, 10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 0 })]
    public void TheGridGrowsUntilTheBestLiesInside(double optimum, double expected, double[] grid)
    {
        var penalties = new PenaltyGrid();
        double Badness(double l2) => l2 == 0 ? (optimum == 0 ? -1 : 100) : Math.Abs(Math.Log10(l2) - Math.Log10(Math.Max(optimum, 1e-30)));
        int best;
        do
        {
            best = PenaltyGrid.Best([.. penalties.Values.Select(Badness)]);
        }
        while (penalties.Widen(best) is not null);
        Assert.Equal(expected, penalties.Values[best], 1e-12 * expected);
        Assert.Equal(grid.Length, penalties.Values.Count);
        Assert.Equal(0, grid.Zip(penalties.Values).Sum(pair => Math.Abs(pair.First - pair.Second)), 1e-9);
        Assert.Equal(expected == 1e4, PenaltyGrid.IsAtLimit(penalties.Values[best]));
    }

    /// <summary>Where the columns say nothing, no penalty is strong enough, and the table says so.</summary>
    [Fact]
    public void ALimitIsTold()
    {
        var random = new RandomState(21);
        var columns = JudgedTable.Columns(random, 80, 3);
        var result = JudgedTable.Compare(JudgedTable.Of(columns, [.. Enumerable.Range(0, 80).Select(_ => JudgedTable.Normal(random))]), ["huber"]);
        Assert.Contains(result.Default.Problems, problem => problem.English.StartsWith("the best l2 penalty is at the limit", StringComparison.Ordinal));
    }

    private static double Curvature(string text, double[] target, double[] output)
    {
        var request = LossSpec.Parse(text);
        var candidate = new Candidate(request.Entry, request.Given, false, [], false);
        return LossCurvature.Of(new MeanLoss(candidate.Create(1), target, new OutputScale(0, 1), candidate), output, []);
    }
}

using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Advise;

/// <summary>The curve with wrong labels is the best one: its likelihood against a search that knows no slopes.</summary>
public sealed class NoisyLogitTests
{
    [Theory]
    [InlineData(0.5, 5, 0.1, 0)]
    [InlineData(-4, 6, 0.05, 0)]
    [InlineData(3, 4, 0.2, 1)]
    [InlineData(-2, 8, 0.3, -1)]
    public void TheRatioIsThatOfTheBestCurves(double a, double b, double share, int side)
    {
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, 1500).Select(_ => (4 * random.NextDouble()) - 2)];
        bool[] upper = [.. scores.Select(score => random.NextDouble() < 1 / (1 + Math.Exp(-(a + (b * score)))))];
        bool[] written = [.. upper.Select(label => side * (label ? 1 : -1) >= 0 && random.NextDouble() < share ? !label : label)];
        var fit = NoisyLogit.Fit(scores, written, 2);
        Assert.Equal(side, fit.Side);
        Assert.InRange(fit.Share, share / 2, share * 2);
        var (low, high) = side switch { 0 => (fit.Share, 1 - fit.Share), 1 => (0.0, 1 - fit.Share), _ => (fit.Share, 1.0) };
        Assert.Equal(2 * (Best(scores, written, low, high) - Best(scores, written, 0, 1)), fit.Ratio, 0.01);
    }

    /// <summary>The highest log-likelihood of low + (high - low) sigmoid(a + b score), by a grid that closes in on its best point.</summary>
    private static double Best(double[] scores, bool[] upper, double low, double high)
    {
        var (a, b, reach, best) = (0.0, 8.0, 8.0, double.NegativeInfinity);
        for (var round = 0; round < 25; round++)
        {
            var (fromA, fromB) = (a, b);
            for (var i = -4; i <= 4; i++)
            {
                for (var j = -4; j <= 4; j++)
                {
                    var (tryA, tryB) = (fromA + (reach * i / 4), Math.Max(0, fromB + (reach * j / 4)));
                    var sum = 0.0;
                    for (var k = 0; k < scores.Length; k++)
                    {
                        var p = Math.Clamp(low + ((high - low) / (1 + Math.Exp(-(tryA + (tryB * scores[k]))))), 1e-12, 1 - 1e-12);
                        sum += Math.Log(upper[k] ? p : 1 - p);
                    }

                    if (sum > best) (best, a, b) = (sum, tryA, tryB);
                }
            }

            reach *= 0.6;
        }

        return best;
    }
}

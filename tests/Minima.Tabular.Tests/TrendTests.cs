using System.Globalization;
using System.Text;

namespace Minima.Tabular.Tests;

/// <summary>A trend that no column describes makes predictions of later rows too low; the verdict reports it, and reports none where there is no trend.</summary>
public sealed class TrendTests
{
    [Fact]
    public void ATrendWithoutAColumnIsReported()
    {
        var verdict = Of(trend: 0.02, seed: 1);
        Assert.True(verdict.Bias is { High: < 0 }, verdict.Text.English);
        Assert.Contains(" The total is not right: predictions of mse are -", verdict.Text.English, StringComparison.Ordinal);
        Assert.Contains("a trend that no column describes shows so", verdict.Text.English, StringComparison.Ordinal);
    }

    /// <summary>An interval of 95 % misses in one of 20 tables; 7 or more of 40 have a probability below 0.4 %.</summary>
    [Fact]
    public void WithoutATrendTheTotalIsRight() =>
        Assert.InRange(Enumerable.Range(1, 40).Count(seed => Of(trend: 0, seed).Bias!.IsBeyondLuck), 0, 6);

    private static Verdict Of(double trend, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("day,a,y\n");
        for (var day = 0; day < 400; day++)
        {
            var a = random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddDays(day):yyyy-MM-dd},{a:F4},{(trend * day) + a + random.NextDouble() + random.NextDouble():F4}\n");
        }

        var table = Table.FromStream(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), "t.csv", "y", new() { Time = "day" }).Held();
        return Comparison.Run(table, new() { Losses = [LossSpec.Parse("mse")] }).Verdict;
    }
}

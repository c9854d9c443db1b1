using System.Globalization;
using System.Text;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class VerdictTests
{
    private static readonly TableMetric Metric = Metrics.Find(PredictionTask.Regression, "mae")!;

    [Fact]
    public void AClearLeadNeedsASmallP()
    {
        var control = Row(RowKind.Default, "plain", 10, 11, 12, 13);
        var clear = Of(control, Row(RowKind.Loss, "new", 9, 10.1, 10.9, 12));
        Assert.True(clear.IsClear);
        Assert.Equal("new", clear.Best);
        Assert.Equal(-1, clear.Difference!.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(0.02 / 3 / 4), clear.Difference.StandardError, 1e-12);
        Assert.StartsWith("new beats the default plain by 1 in MAE (8.7 %;", clear.Text.English, StringComparison.Ordinal);
        var unclear = Of(control, Row(RowKind.Loss, "new", 7, 12, 10, 13));
        Assert.False(unclear.IsClear);
        Assert.StartsWith("The default plain is fine here", unclear.Text.English, StringComparison.Ordinal);
    }

    [Fact]
    public void ASmallLeadIsCalledSmall()
    {
        var verdict = Of(Row(RowKind.Default, "plain", 10, 11, 12, 13), Row(RowKind.Loss, "new", 9.95, 10.95, 11.95, 12.95));
        Assert.True(verdict.IsClear);
        Assert.Contains("The lead is small: the default would do almost as well", verdict.Text.English, StringComparison.Ordinal);
    }

    /// <summary>A zero inflation that is 0 is none: of two losses that are level the one that learns fewer numbers of a row is named, and one that is better keeps its place.</summary>
    [Theory]
    [InlineData(0.0001, "simple")]
    [InlineData(0.1, "inflated")]
    public void OfLevelWinnersTheSimplerIsNamed(double behind, string winner)
    {
        var verdict = Of(
            Row(RowKind.Default, "plain", 10, 11, 12, 13),
            Row(RowKind.Loss, "inflated", 9, 10.1, 10.9, 12) with { Loss = Loss.Create("zero_inflated_negative_binomial_nll") },
            Row(RowKind.Loss, "simple", 9 + behind, 10.1 + behind, 10.9 + behind, 12 + behind) with { Loss = Loss.Create("negative_binomial_nll") });
        Assert.Equal(winner, verdict.Winner);
        Assert.Equal(winner == "simple", verdict.Text.English.Contains("inflated is level with it, and learns more numbers of a row.", StringComparison.Ordinal));
        Assert.DoesNotContain("comes first", verdict.Text.English, StringComparison.Ordinal);
    }

    [Fact]
    public void AConstantThatIsAsGoodIsTold()
    {
        var verdict = Of(
                Row(RowKind.Constant, "constant", 9, 9, 9, 9),
                Row(RowKind.Default, "plain", 10, 11, 12, 13),
                Row(RowKind.Loss, "new", 9, 10, 11, 12));
        Assert.Contains("There is no winner: the default plain does not beat constant in MAE beyond luck", verdict.Text.English, StringComparison.Ordinal);
    }

    [Fact]
    public void ADefaultThatFailsIsNotCalledFine()
    {
        var verdict = Of(
                Row(RowKind.Constant, "constant", 9, 9, 9, 9),
                Row(RowKind.Default, "plain", 3, 3, 3, 90),
                Row(RowKind.Loss, "new", 4, 4, 4, 4));
        Assert.False(verdict.IsClear);
        Assert.True(verdict.DefaultFails);
        Assert.StartsWith("There is no winner. The default plain does worse than constant in MAE here, and new better than both: by 21 (83.8 %; p ", verdict.Text.English, StringComparison.Ordinal);
        Assert.Contains("由少数几行决定", verdict.Text.Chinese, StringComparison.Ordinal);

        // Hardly worse than a constant, the features merely do not help.
        Assert.False(Of(
                Row(RowKind.Constant, "constant", 9, 9, 9, 9),
                Row(RowKind.Default, "plain", 8, 9, 10, 10),
                Row(RowKind.Loss, "new", 8, 9, 8, 10)).DefaultFails);
    }

    [Fact]
    public void FailedAndUndefinedRowsTakeNoPart()
    {
        var verdict = Of(
                Row(RowKind.Default, "plain", 10, 11, 12, 13),
                Row(RowKind.Loss, "broken", 1, 1, 1, 1) with { Failed = true },
                Row(RowKind.Loss, "silent", 1, null, 1, 1));
        Assert.Null(verdict.Best);
        Assert.Contains("stands alone", verdict.Text.English, StringComparison.Ordinal);
    }

    /// <summary>On clean data the honest answer is to change nothing; with gross errors in the target it is not.</summary>
    [Theory]
    [InlineData(false, "The default mse is fine here")]
    [InlineData(true, "beats the default mse")]
    public async Task CleanAndSpoiltData(bool spoilt, string expected)
    {
        using var folder = new TemporaryFolder();
        var random = new RandomState(3);
        var text = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            var noise = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            var y = (3 * a) - (2 * b) + (spoilt && i % 8 == 0 ? 60 * a : 0.3 * noise);
            text.Append(CultureInfo.InvariantCulture, $"{a},{b},{y}\n");
        }

        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text.ToString()));
        var run = await CompareRun.Of(path, "--target", "y", "--loss", "huber", "--loss", "mae", "--loss", "welsch", "--metric", spoilt ? "median-ae" : "rmse");
        Assert.Contains(expected, run.Text, StringComparison.Ordinal);
    }

    private static Verdict Of(params ComparisonRow[] rows) => Verdict.Of(PairedDifferences.Attach(rows, [Metric], 0), Metric);

    private static ComparisonRow Row(RowKind kind, string name, params double?[] values) =>
        new(kind, name, [], [new MetricValue(Metric, values)], []);
}

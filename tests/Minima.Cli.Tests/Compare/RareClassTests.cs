using Minima.Cli.Compare;
using Minima.Truth;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>A rare class keeps the rows that folds need, and F1 and the balanced accuracy cut where other rows say that they are best.</summary>
public sealed class RareClassTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.05)]
    [InlineData(0.004)]
    public void ThresholdsAreTheBestOnTheRowsThatChooseThem(double share)
    {
        for (var seed = 1UL; seed <= 30; seed++)
        {
            var random = new Draw(seed);
            var target = Enumerable.Range(0, 300).Select(i => i < 2 || random.Chance(share) ? 1.0 : i == 2 ? 0 : random.Chance(share) ? 1 : 0).ToArray();
            target[2] = 0;

            // Coarse scores, so that rows share them.
            var score = Array.ConvertAll(target, t => Math.Round(t + random.Normal(), 1));
            var all = Predictions.OfScores(target, score);
            var tuned = TunedThresholds.Best([all])!.Value;
            var (f1, balanced) = (0.0, 0.0);
            foreach (var cut in score.Distinct().Select(s => s - 0.05).Append(10))
            {
                var at = Predictions.OfScores(target, score, null, cut);
                (f1, balanced) = (Math.Max(f1, BinaryMetrics.F1(at) ?? 0), Math.Max(balanced, BinaryMetrics.BalancedAccuracy(at) ?? 0));
            }

            Assert.Equal(f1, BinaryMetrics.F1(all.With(tuned))!.Value, 12);
            Assert.Equal(balanced, BinaryMetrics.BalancedAccuracy(all.With(tuned))!.Value, 12);
            Assert.Equal(BinaryMetrics.Accuracy(all), BinaryMetrics.Accuracy(all.With(tuned)));
        }
    }

    [Theory]
    [InlineData(2000, 10, 250)]
    [InlineData(2000, 30, 250)]
    [InlineData(5000, 14, 300)]
    [InlineData(400, 200, 100)]
    public void ASampleKeepsWhatFoldsNeed(int rows, int ones, int most)
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var data = Table(rows, ones, seed);
            var sample = FoldMaker.Sample(data, data.Used, most, 5, seed);
            Assert.Equal(most, sample.Length);
            Assert.Equal(sample.Order().Distinct(), sample);
            Assert.True(sample.Count(row => data.Targets[0].Values[row] == 1) >= Math.Min(ones, 10));
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void ARareClassIsFoundByEveryProbability(ulong seed)
    {
        var data = Table(1500, 60, seed);
        var metric = Metrics.Find(CompareTask.Binary, "f1")!;
        var result = Comparison.Run(
            new CompareRequest { Rows = 400, Repeats = 1, Seed = seed }, data, [LossRequest.Parse("brier_binary"), LossRequest.Parse("sigmoid_focal")], metric, new SilentProgress(), CancellationToken.None);
        Assert.All(result.Rows.Where(row => row.Kind != RowKind.Constant), row =>
        {
            Assert.True(row.Find(metric)!.Mean > 0.2, $"{row.Name}: F1 {row.Find(metric)!.Mean}");
            Assert.True(row.Find(Metrics.Find(CompareTask.Binary, "balanced-accuracy")!)!.Mean > 0.6, row.Name);
        });
    }

    private static ComparisonData Table(int rows, int ones, ulong seed)
    {
        var random = new Draw(seed);
        var target = Enumerable.Range(0, rows).Select(i => i * (long)ones / rows != (i + 1) * (long)ones / rows ? 1.0 : 0).ToArray();
        var feature = Array.ConvertAll(target, t => (1.5 * t) + random.Normal());
        var other = Array.ConvertAll(target, _ => random.Normal());
        var used = Enumerable.Range(0, rows).ToArray();
        return new ComparisonData
        {
            Name = "made",
            Columns = [TableColumn.OfNumbers("a", feature), TableColumn.OfNumbers("b", other)],
            Task = new TaskChoice(CompareTask.Binary, true, Both.Nothing, []),
            Targets = [new TargetColumn("y", target, TargetKind.Binary, ["0", "1"])],
            Used = used,
            TestFrom = rows,
            Lines = used,
            Notes = [],
        };
    }
}

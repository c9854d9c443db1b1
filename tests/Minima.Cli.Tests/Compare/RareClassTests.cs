using Minima.Tabular;
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
            var tuned = RankedScores.Of([all])!;
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

    [SlowTheory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void ARareClassIsFoundByEveryProbability(ulong seed)
    {
        var data = Table(1500, 60, seed);
        var metric = Metrics.Find(PredictionTask.Binary, "f1")!;
        var result = Comparison.Run(
            new ComparisonOptions { Rows = 400, Repeats = 1, Seed = seed, Losses = [LossSpec.Parse("brier_binary"), LossSpec.Parse("sigmoid_focal")], Metric = metric }, data, null, CancellationToken.None);
        Assert.All(result.Rows.Where(row => row.Kind != RowKind.Constant), row =>
        {
            Assert.True(row.Find(metric)!.Mean > 0.2, $"{row.Name}: F1 {row.Find(metric)!.Mean}");
            Assert.True(row.Find(Metrics.Find(PredictionTask.Binary, "balanced-accuracy")!)!.Mean > 0.6, row.Name);
        });
    }

    /// <summary>Where classes are rare the chosen summands find more of them on rows that did not choose; where all are as frequent they lose nothing; both beyond luck over seeds, with scores that are the true logits.</summary>
    [SlowTheory]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    public void SummandsOfClassesGainWhereClassesAreRareAndLoseNothingElse(int classes, bool rare)
    {
        var (f1, balance) = (new List<double>(), new List<double>());
        for (var seed = 1UL; seed <= 30; seed++)
        {
            var random = new Draw(seed);
            var shares = Enumerable.Range(0, classes).Select(k => rare ? Math.Pow(0.15, k) : 1).ToArray();
            var (chooses, judged) = (Scored(random, shares, 900), Scored(random, shares, 6000));
            var tuned = judged.With(TunedClasses.Best([chooses]));
            f1.Add(MultiClassMetrics.MacroF1(tuned) - MultiClassMetrics.MacroF1(judged));
            balance.Add(MultiClassMetrics.BalancedAccuracy(tuned)!.Value - MultiClassMetrics.BalancedAccuracy(judged)!.Value);
            Assert.Equal(MultiClassMetrics.Accuracy(judged), MultiClassMetrics.Accuracy(tuned));
        }

        foreach (var gains in (List<double>[])[f1, balance])
        {
            var mean = gains.Average();
            var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Count * (gains.Count - 1.0)));
            if (rare) Assert.True(mean > 3 * error && mean > 0.01, $"{mean:0.0000} ± {error:0.0000}");
            else Assert.True(mean > -3 * error && mean > -0.005, $"{mean:0.0000} ± {error:0.0000}");
        }
    }

    /// <summary>On the rows that choose, no summand of one class alone would do better.</summary>
    [Fact]
    public void SummandsAreTheBestOfEachClassOnTheRowsThatChooseThem()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var all = Scored(new Draw(seed), [1, 0.2, 0.05], 400);
            var tuned = TunedClasses.Best([all])!;
            var reached = MultiClassMetrics.MacroF1(all.With(tuned));
            if (tuned.OfMacroF1.All(summand => summand == 0)) continue;
            for (var k = 0; k < 3; k++)
            {
                foreach (var shift in Enumerable.Range(-40, 81).Select(step => 0.1 * step))
                {
                    double[] other = [.. tuned.OfMacroF1];
                    other[k] += shift;
                    Assert.True(MultiClassMetrics.MacroF1(all.With(tuned with { OfMacroF1 = other })) <= reached + 1e-9, $"seed {seed}, class {k}, {shift}");
                }
            }
        }
    }

    /// <summary>The trained models choose too: with a rare class every loss finds some of it, which by the largest score alone it would not.</summary>
    [SlowFact]
    public void ARareClassOfThreeIsFound()
    {
        var random = new Draw(5);
        var rows = 900;
        var target = Enumerable.Range(0, rows).Select(i => i % 25 == 0 ? 2.0 : i % 5 == 0 ? 1 : 0).ToArray();
        var data = new ComparisonData
        {
            Name = "made",
            Columns = [TableColumn.OfNumbers("a", Array.ConvertAll(target, t => (0.7 * t) + random.Normal())), TableColumn.OfNumbers("b", Array.ConvertAll(target, _ => random.Normal()))],
            Task = new TaskChoice(PredictionTask.MultiClass, true, Localized.Nothing, []),
            Targets = [new TargetColumn("y", target, TargetKind.MultiClass, ["0", "1", "2"])],
            Used = [.. Enumerable.Range(0, rows)],
            TestFrom = rows,
            Lines = [.. Enumerable.Range(0, rows)],
            Notes = [],
        };
        var metric = Metrics.Find(PredictionTask.MultiClass, "macro-f1")!;
        var result = Comparison.Run(new ComparisonOptions { Rows = rows, Repeats = 1, Seed = 1, Losses = [LossSpec.Parse("cross_entropy"), LossSpec.Parse("multiclass_focal")], Metric = metric }, data, null, CancellationToken.None);

        // The largest score names the frequent class nearly always: 2 * 0.76 / 1.76 / 3 is 0.29.
        Assert.All(result.Rows.Where(row => row.Kind != RowKind.Constant), row => Assert.True(row.Find(metric)!.Mean > 0.36, $"{row.Name}: {row.Find(metric)!.Mean}"));
    }

    /// <summary>Rows of classes with these shares; each class pulls a feature of its own; the scores are the true logits.</summary>
    private static Predictions Scored(Draw random, double[] shares, int rows)
    {
        var classes = shares.Length;
        var total = shares.Sum();
        var (target, scores) = (new double[rows], new double[rows * classes]);
        for (var i = 0; i < rows; i++)
        {
            var (left, k) = (random.Uniform() * total, 0);
            while (k < classes - 1 && (left -= shares[k]) > 0) k++;
            target[i] = k;
            for (var j = 0; j < classes; j++)
            {
                // Feature j has the mean 1.5 in class j and 0 elsewhere, with the deviation 1.
                var feature = (j == k ? 1.5 : 0) + random.Normal();
                scores[(i * classes) + j] = Math.Log(shares[j] / total) + (1.5 * feature) - 1.125;
            }
        }

        return Predictions.OfClasses(target, classes, scores, null);
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
            Task = new TaskChoice(PredictionTask.Binary, true, Localized.Nothing, []),
            Targets = [new TargetColumn("y", target, TargetKind.Binary, ["0", "1"])],
            Used = used,
            TestFrom = rows,
            Lines = used,
            Notes = [],
        };
    }
}

using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>Thresholds between two classes, against counts row by row.</summary>
public sealed class ThresholdTests
{
    /// <summary>A share outside its interval on unseen rows is missed: of recall and precision if it lies above, of alarms on either side.</summary>
    [Theory]
    [InlineData("recall=80%", 0.5, 0.79, " The wanted recall=80% is not reached on rows that the model had not seen.")]
    [InlineData("recall=80%", 0.81, 0.9, null)]
    [InlineData("precision=80%", 0.5, 0.79, " The wanted precision=80% is not reached on rows that the model had not seen.")]
    [InlineData("alarms=10%", 0.01, 0.03, " On rows that the model had not seen, the share of alarms is not the wanted alarms=10%.")]
    [InlineData("alarms=10%", 0.12, 0.15, " On rows that the model had not seen, the share of alarms is not the wanted alarms=10%.")]
    [InlineData("alarms=10%", 0.08, 0.12, null)]
    public void AMissedGoalIsReported(string rule, double low, double high, string? reported)
    {
        var share = new Estimate((low + high) / 2, low, high);
        var sentence = new AlarmSummary(new("bce", "bce"), "yes", ThresholdRule.Parse(rule), 0.1, share, share, share).Sentence;
        string[] all = [" is not reached on rows that the model had not seen.", " the share of alarms is not the wanted "];
        Assert.Equal(reported is not null, Array.Exists(all, part => sentence.English.Contains(part, StringComparison.Ordinal)));
        if (reported is not null) Assert.Contains(reported, sentence.English, StringComparison.Ordinal);
    }

    /// <summary>Every threshold of small sets with ties, counted row by row.</summary>
    [SlowTheory]
    [InlineData("recall=60%")]
    [InlineData("recall=100%")]
    [InlineData("precision=70%")]
    [InlineData("precision=100%")]
    [InlineData("alarms=25%")]
    [InlineData("alarms=2%")]
    public void ARuleIsJudgedAndCutAsItsDefinitionSays(string text)
    {
        var rule = ThresholdRule.Parse(text);
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var rows = 5 + random.Next(30);
            double[] target = [1, 0, .. Enumerable.Range(2, rows - 2).Select(_ => random.NextDouble() < 0.4 ? 1.0 : 0)];
            double[] score = [.. target.Select(t => Math.Round((2 * t) + (3 * random.NextDouble()), 1))];
            var predictions = Predictions.OfScores(target, score);
            var ones = target.Sum();
            (double Score, double Recall, double Precision, double Taken)[] all =
            [
                .. score.Distinct().OrderDescending().Select(cut =>
                {
                    int[] taken = [.. Enumerable.Range(0, rows).Where(i => score[i] >= cut)];
                    var found = taken.Sum(i => target[i]);
                    return (cut, found / ones, found / taken.Length, (double)taken.Length);
                }),
            ];
            var chosen = rule.Cut(RankedScores.Of([predictions])!);
            var taken = score.Count(value => value > chosen);
            var judged = rule.Metric.Compute(predictions)!.Value;
            switch (rule.Goal)
            {
                case ThresholdGoal.Recall:
                    Assert.Equal(all.Where(at => at.Recall >= rule.Level - 1e-9).Max(at => at.Precision), judged, 1e-12);
                    Assert.Equal(all.First(at => at.Recall >= rule.Level - 1e-9).Taken, taken);
                    break;
                case ThresholdGoal.Precision:
                    var reached = all.Where(at => at.Precision >= rule.Level - 1e-9).ToArray();
                    Assert.Equal(reached.Length == 0 ? 0 : reached.Max(at => at.Recall), judged, 1e-12);
                    Assert.Equal(reached.Length == 0 ? 0 : reached.Max(at => at.Taken), taken);
                    break;
                default:
                    // Of rows with one score each is taken as often as another: averaged over many orders of such rows.
                    var sum = 0.0;
                    for (var draw = 0; draw < 300; draw++)
                    {
                        int[] order = [.. Enumerable.Range(0, rows).Select(i => (i, random.NextDouble())).OrderByDescending(pair => score[pair.i]).ThenBy(pair => pair.Item2).Select(pair => pair.i)];
                        var whole = (int)(rule.Level * rows);
                        sum += order.Take(whole).Sum(i => target[i]) + (((rule.Level * rows) - whole) * target[order[whole]]);
                    }

                    Assert.Equal(sum / 300 / ones, judged, 0.15);
                    Assert.Equal(all.Select(at => at.Taken).Append(0).Min(count => Math.Abs(count - (rule.Level * rows))), Math.Abs(taken - (rule.Level * rows)), 1e-9);
                    break;
            }
        }
    }

    /// <summary>Fits of a large table start on a sample that holds more of a rare class: thresholds are chosen as if it did not.</summary>
    [Fact]
    public void ASampleRichInARareClassDoesNotMoveTheThreshold()
    {
        var random = new Random(5);
        double[] target = [.. Enumerable.Range(0, 4000).Select(i => i % 20 == 0 ? 1.0 : 0)];
        double[] score = [.. target.Select(t => t + (2 * random.NextDouble()))];
        int[] rich = [.. Enumerable.Range(0, 4000).Where(i => target[i] > 0.5 || i % 10 == 1)];
        var all = RankedScores.Of([Predictions.OfScores(target, score)])!;
        var part = RankedScores.Of([Predictions.OfScores([.. rich.Select(i => target[i])], [.. rich.Select(i => score[i])])], 0.05)!;
        var plain = RankedScores.Of([Predictions.OfScores([.. rich.Select(i => target[i])], [.. rich.Select(i => score[i])])])!;
        Assert.Equal(0.05, part.Ones / part.Rows, 1e-12);
        var rule = ThresholdRule.Alarms(0.1);
        Assert.Equal(rule.Cut(all), rule.Cut(part), 0.05);
        Assert.True(rule.Cut(plain) - rule.Cut(all) > 0.3);
        Assert.Equal(TunedThresholds.Best(all).OfF1, TunedThresholds.Best(part).OfF1, 0.15);
    }
}

using System.Text.Json;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Training.Data;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>Trees of times until an event beside XGBoost's survival:cox, on fresh rows whose hazard is known.</summary>
public sealed class CoxTests
{
    private const int Rounds = 60;

    static CoxTests() => TensorCatalogue.Join();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_concordance_is_that_of_survival_cox(int seed)
    {
        var (train, fresh) = (Made(1500, seed), Made(3000, seed + 100));
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { rows = train.Rows, times = train.Time.Zip(train.Seen, (time, seen) => seen == 1 ? time : -time), fresh = fresh.Rows, rounds = Rounds }));
        var theirs = JsonSerializer.Deserialize<double[]>(await Python.RunWithXGBoostAsync(Path.Combine(AppContext.BaseDirectory, "cox.py"), path))!;
        File.Delete(path);
        var trees = BoostedTrees.Fit(Of(train), "cox_breslow", new() { Trees = new() { Rounds = Rounds, Depth = 3, Seed = 1 } });
        var ours = Predictor.Of(trees).Scores(Of(fresh)).Values;
        var (own, other, best) = (Concordance(fresh, ours), Concordance(fresh, theirs), Concordance(fresh, fresh.Hazard));
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"seed {seed}: Minima {own:f4}, survival:cox {other:f4}, the true hazard {best:f4}"));
        Assert.True(own > other - 0.005, $"{own}, and survival:cox {other}");
        Assert.True(own > best - 0.02, $"{own}, and the true hazard {best}");
    }

    private static (double[][] Rows, double[] Time, double[] Seen, double[] Hazard) Made(int count, int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => new[] { Normal(), Normal(), Normal(), Normal() })];
        double[] hazard = [.. rows.Select(row => (0.8 * row[0]) + (row[1] > 0.5 ? 1 : 0) - (0.5 * row[2] * row[2]))];
        double[] end = [.. hazard.Select(log => -Math.Log(1 - random.NextDouble()) / Math.Exp(log))], cut = [.. hazard.Select(_ => 4 * random.NextDouble())];
        return (rows, [.. end.Zip(cut, Math.Min)], [.. end.Zip(cut, (one, other) => one <= other ? 1.0 : 0)], hazard);
    }

    private static Table Of((double[][] Rows, double[] Time, double[] Seen, double[] Hazard) made) => Table.FromColumns(
        [.. Enumerable.Range(0, 4).Select(column => new Column($"x{column}", [.. made.Rows.Select(row => row[column])])), new Column("time", made.Time), new Column("seen", made.Seen)], "time", new() { Event = "seen" });

    /// <summary>Harrell's: of the pairs whose order is known the share in which the higher score has the earlier event.</summary>
    private static double Concordance((double[][] Rows, double[] Time, double[] Seen, double[] Hazard) made, double[] scores)
    {
        var (right, pairs) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            for (var j = 0; j < scores.Length && made.Seen[i] == 1; j++)
            {
                if (!(made.Time[j] > made.Time[i])) continue;
                pairs++;
                right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }

        return right / pairs;
    }
}

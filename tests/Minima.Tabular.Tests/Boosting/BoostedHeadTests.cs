using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests.Boosting;

/// <summary>Boosted trees of several numbers a row: distributions and quantiles, on tables whose truth is known.</summary>
public sealed class BoostedHeadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A loss that reads a mean and a spread comes near the score of the truth, where a constant spread cannot.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("gaussian_nll")]
    [Case("crps_gaussian")]
    [Case("laplace_nll")]
    public void ADistributionComesNearTheTruth(string loss)
    {
        var trees = Boost(loss, "all", 3000);
        Assert.Equal(2, trees.Heads.Count);
        var (fresh, truth) = Made(1000, 2);
        var sheet = Predictor.Of(trees).Score(fresh, Cancellation);
        var crps = sheet.Of(TableMetric.Of("crps"))!.Value;

        // The score of a normal distribution under itself is its deviation over the root of pi.
        var best = truth.Average(row => row.Deviation) / Math.Sqrt(Math.PI);
        Assert.InRange(crps, 0.93 * best, 1.12 * best);
        var distributions = Predictor.Of(trees).Distributions(fresh, Cancellation);
        var narrow = Average(row => row.Deviation < 0.6);
        Assert.InRange(Average(row => row.Deviation > 1.4) / narrow, 1.8, 5);

        double Average(Func<(double Mean, double Deviation), bool> which) => distributions.Where((_, row) => which(truth[row])).Average(distribution => distribution.Interval(0.8) is var (low, high) ? high - low : 0);
    }

    [SlowFact]
    public void QuantilesDoNotCrossAndCover()
    {
        var trees = Boost("pinball", "0.05,0.25,0.5,0.75,0.95", 3000);
        Assert.Equal(Curvature.Constant, trees.Model.Curvature);
        var (fresh, _) = Made(2000, 3);
        double[] target = [.. Targets(2000, 3)];
        var distributions = Predictor.Of(trees).Distributions(fresh, Cancellation);
        double[] levels = [0.05, 0.25, 0.5, 0.75, 0.95];
        Assert.All(distributions, distribution => Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(distribution.Quantile(pair.First) < distribution.Quantile(pair.Second))));
        double[] covered = [.. levels.Select(level => distributions.Zip(target, (distribution, y) => y <= distribution.Quantile(level) ? 1.0 : 0).Average())];
        Assert.All(levels.Zip(covered), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 0.06, string.Join(", ", covered) + " rounds " + trees.Model.Rounds));
    }

    [SlowTheory]
    [InlineData("gaussian_nll", "all")]
    [InlineData("pinball", "0.1,0.5,0.9")]
    public void ASavedModelPredictsTheSame(string loss, string heads)
    {
        var trees = Boost(loss, heads, 300);
        var (table, _) = Made(300, 1);
        var path = Path.GetTempFileName();
        try
        {
            trees.Save(path);
            var read = Predictor.Load(path);
            Assert.Equal(trees.Predict(table, Cancellation), read.Predict(table, Cancellation).Values);
            var scores = read.Scores(table, Cancellation);
            Assert.Equal(300 * trees.Heads.Count, scores.Values.Length);
            Assert.True(read.HasDistributions);
            Assert.Equal(
                Predictor.Of(trees).Distributions(table, Cancellation).Select(distribution => distribution.Quantile(0.9)),
                read.Distributions(table, Cancellation).Select(distribution => distribution.Quantile(0.9)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("\"reading\":\"density\"", "\"reading\":\"score\"")]
    [InlineData("\"heads\":[\"prediction\",\"variance\"]", "\"heads\":[\"prediction\"]")]
    [InlineData("\"spread\":", "\"spread\":-")]
    [InlineData("\"loss\":\"gaussian_nll\"", "\"loss\":\"mse\"")]
    [InlineData("\"task\":\"regression\"", "\"task\":\"count\"")]
    [InlineData("\"distribution\":", "\"distributions\":")]
    public void AHostileModelIsRefused(string from, string to)
    {
        var json = Boost("gaussian_nll", "all", 100).ToJson();
        Assert.Contains(from, Compact(json), StringComparison.Ordinal);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Compact(json).Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<DataException>(() => Predictor.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("quantile_huber", "all", "quantile_huber cannot be fitted with heads")]
    [InlineData("gaussian_nll", "0.1,0.9", "write all")]
    [InlineData("gaussian_nll", "variance", "write all")]
    [InlineData("pinball", "0.9,0.1", "ascending")]
    [InlineData("student_t_nll", "all", "--param degrees_of_freedom=VALUE")]
    [InlineData(null, "all", "--loss NAME")]
    public void WhatCannotBeBoostedIsRefused(string? loss, string heads, string because)
    {
        var (table, _) = Made(100, 1);
        var problem = Assert.ThrowsAny<TrainingException>(() => BoostedTrees.Fit(table, loss is null ? null : (LossSpec)loss, new() { Heads = heads.Split(',') }, cancellation: Cancellation));
        Assert.Contains(because, problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Without heads a loss of several numbers names the way to learn them.</summary>
    [Fact]
    public void ALossOfSeveralNumbersNamesTheOption()
    {
        var (table, _) = Made(100, 1);
        Assert.Contains("--heads all", Assert.Throws<DataException>(() => BoostedTrees.Fit(table, "gaussian_nll", cancellation: Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenParametersMakeItPossible()
    {
        var trees = Boost("student_t_nll:degrees_of_freedom=5", "all", 500);
        Assert.Equal(2, trees.Heads.Count);
        Assert.True(trees.Model.Rounds > 0);
    }

    /// <summary>The JSON without spaces between its words.</summary>
    private static string Compact(string json) => string.Concat(json.Where(character => !char.IsWhiteSpace(character)));

    private static BoostedTrees Boost(string loss, string heads, int rows) => BoostedTrees.Fit(
        Made(rows, 1).Table, loss, new() { Heads = heads.Split(','), Trees = new() { Rounds = 200, Rate = 0.1, Depth = 4, MinRows = 60, HeldOut = 0.2, EarlyStop = 15, Seed = 1, Threads = 1 } }, cancellation: Cancellation);

    private static IEnumerable<double> Targets(int rows, int seed) => Rows(rows, seed).Select(row => row.Y);

    private static (Table Table, (double Mean, double Deviation)[] Truth) Made(int rows, int seed)
    {
        var made = Rows(rows, seed).ToArray();
        Column[] columns = [new("x", [.. made.Select(row => row.X)]), new("z", [.. made.Select(row => row.Z)]), new("kind", [.. made.Select(row => (string?)row.Kind.ToString())]), new("y", [.. made.Select(row => row.Y)])];
        return (Table.FromColumns(columns, "y"), [.. made.Select(row => (row.Mean, row.Deviation))]);
    }

    private static IEnumerable<(double X, double Z, char Kind, double Mean, double Deviation, double Y)> Rows(int rows, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < rows; i++)
        {
            var (x, z, kind) = ((4 * random.NextDouble()) - 2, random.NextDouble(), "abc"[random.Next(3)]);
            var (mean, deviation) = ((3 * Math.Sin(2 * x)) + (kind == 'a' ? 2 : 0), 0.3 + (1.5 * z));
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            yield return (x, z, kind, mean, deviation, mean + (deviation * normal));
        }
    }
}

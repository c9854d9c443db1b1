using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>Comparisons of whole distributions on tables whose truth is known.</summary>
public sealed class DistributionTests
{
    static DistributionTests() => TensorCatalogue.Join();

    private static readonly ComparisonOptions Options = new() { Wanted = Wanted.Distribution, Folds = 3, Repeats = 1 };

    public static TheoryData<string> Families =>
        ["gaussian_nll_log_variance", "negative_binomial_nll", "gamma_nll", "aft_nll", "laplace_nll", "student_t_nll", "zero_inflated_poisson_nll", "zero_inflated_negative_binomial_nll"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Log scores of densities and of counts compare where the targets are whole: normal errors that are as narrow as wanted around one count give a probability, and none above 1.</summary>
    [Fact]
    public void LogScoresOfWholeTargetsAreThoseOfProbabilities()
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 10))];
        double[] counts = [.. x.Select(value => value + (random.NextDouble() < 0.02 ? 1 : 0))];
        var result = Comparison.Run(Table.FromColumns([new("x", x), new("y", counts)], "y"), Options with { Task = PredictionTask.Count, Losses = ["gaussian_nll_log_variance", "poisson_nll"] }, null, Token);
        var log = result.Metrics.First(metric => metric.Key == "log-score");
        var (normal, poisson) = (result.Rows.First(row => row.Name == "gaussian_nll_log_variance"), result.Rows.First(row => row.Name == "poisson_nll"));
        Assert.InRange(normal.Mean(log)!.Value, 0, 0.5);
        Assert.True(poisson.Mean(log) > normal.Mean(log));
    }

    /// <summary>The family that made the targets has the lowest score among those that could have, or one that cannot be told from it; 90 % of its intervals hold the target.</summary>
    [SlowTheory]
    [SampledData(nameof(Families), Thin = 0.25, Wide = 0.5)]
    public void TheTrueFamilyWins(string truth)
    {
        var (table, rivals) = Made(truth, Sweep.Of(thin: 400, wide: 700, full: 2000));
        var result = Comparison.Run(table, Options with { Losses = [.. rivals.Append(truth).Select(name => (LossSpec)name)] }, null, Token);
        var own = result.Rows.First(row => row.Name == truth);
        foreach (var key in (string[])["crps", "log-score"])
        {
            var metric = result.Metrics.First(known => known.Key == key);
            var best = result.Rows.Where(row => row.Find(metric)?.Mean is not null).Min(row => row.Mean(metric)!.Value);
            Assert.InRange(own.Mean(metric)!.Value, double.NegativeInfinity, best + (key == "crps" ? 0.012 * Math.Abs(best) : 0.02));
        }

        Assert.InRange(own.Mean(result.Metrics.First(known => known.Key == "coverage-90"))!.Value, 0.84, 0.98);
        Assert.All(result.Rows.Where(row => row.Kind == RowKind.Constant), constant => Assert.True(constant.Mean(result.Metric) > own.Mean(result.Metric)));
    }

    /// <summary>Counts with too many zeros whose others scatter: of all losses that a comparison proposes by itself the one that has both is best, and so are neither of its halves. Only <c>.ci/run --all</c> trains all; other runs train these alone.</summary>
    [SlowFact]
    public void CountsWithZerosAndSpreadAreZeroInflatedNegativeBinomial()
    {
        var (table, _) = Made("zero_inflated_negative_binomial_nll", 500);
        var result = Comparison.Run(table, Options with { Losses = Sweep.IsFull ? [] : ["negative_binomial_nll", "zero_inflated_poisson_nll", "zero_inflated_negative_binomial_nll"] }, null, Token);
        var metric = result.Metrics.First(known => known.Key == "log-score");
        var rows = result.Rows.Where(row => row.Kind == RowKind.Loss && row.Find(metric)?.Mean is not null).ToDictionary(row => row.Name, row => row.Mean(metric)!.Value, StringComparer.Ordinal);
        var own = rows["zero_inflated_negative_binomial_nll"];
        Assert.All((string[])["negative_binomial_nll", "zero_inflated_poisson_nll"], name => Assert.True(own < rows[name] - 0.02, $"{name}: {rows[name]} beside {own}"));
    }

    /// <summary>An advice on the whole distribution names the family that made the targets.</summary>
    [SlowTheory]
    [SampledData(nameof(Families), Thin = 0.1, Wide = 0.25)]
    public void TheTrueFamilyIsAdvised(string truth)
    {
        var (table, _) = Made(truth, 1000);
        var advice = Advice.For(table, new() { Wanted = Wanted.Distribution }, null, Token);
        Assert.Equal("crps", advice.Options!.Metric!.Key);
        Assert.Equal(Wanted.Distribution, advice.Options.Wanted);
        Assert.True(advice.Losses.Any(loss => loss.Loss.Name == truth), $"{truth}: {string.Join(", ", advice.Losses.Select(loss => $"{loss.Loss.Name} {loss.Tried?.Score}"))}");
        Assert.All(advice.Losses, loss => Assert.True(double.IsFinite(loss.Tried!.Score)));
    }

    /// <summary>Where the spread depends on a feature, intervals of one spread for all hold too many on one side and too few on the other; those of a head for the spread do not.</summary>
    [SlowFact]
    public void OneSpreadForAllMissesWhereTheNoiseIsWide()
    {
        var (table, _) = Made("gaussian_nll_log_variance", 600);
        var result = Comparison.Run(table, Options with { Losses = ["gaussian_nll_log_variance"] }, null, Token);
        double[] shares = [.. new[] { "mse", "gaussian_nll_log_variance" }.Select(name => Off(result.Rows.First(row => row.Name == name)))];
        Assert.InRange(shares[0], 0.08, 1);
        Assert.InRange(shares[1], 0, 0.06);

        double Off(ComparisonRow row) => row.Reliability!.Groups.Where(group => group.Column == "a").Max(group => Math.Abs(group.Inside90 - 0.9));
    }

    /// <summary>Quantiles of one model never cross, and are near their levels.</summary>
    [SlowFact]
    public void QuantilesDoNotCross()
    {
        var (table, _) = Made("laplace_nll", 300);
        var result = Comparison.Run(table, new() { Wanted = Wanted.Quantiles(0.1, 0.5, 0.9), Losses = ["pinball", "multi_quantile"], Folds = 3, Repeats = 1 }, null, Token);
        Assert.Equal("pinball-mean", result.Metric.Key);
        Assert.Equal(result.Rows.First(row => row.Name == "pinball").Mean(result.Metric)!.Value, result.Rows.First(row => row.Name == "multi_quantile").Mean(result.Metric)!.Value, 2);
        var model = result.Best!.Refit(table, Token);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");
        try
        {
            model.Save(path);
            var rows = Predictor.Load(path).Distributions(table, Token);
            foreach (var row in rows)
            {
                double[] quantiles = [.. new[] { 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99 }.Select(row.Quantile)];
                for (var k = 1; k < quantiles.Length; k++) Assert.True(quantiles[k] > quantiles[k - 1]);
            }

            Assert.Equal(Predictor.Of(model).Distributions(table, Token).Select(row => row.Quantile(0.9)), rows.Select(row => row.Quantile(0.9)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>An interval that is asked for holds its share.</summary>
    [SlowFact]
    public void AnIntervalHoldsItsShare()
    {
        var (table, _) = Made("gaussian_nll_log_variance", 400);
        var result = Comparison.Run(table, new() { Wanted = Wanted.Interval(0.8), Losses = ["interval_score", "pinball", "gaussian_nll"], Folds = 3, Repeats = 1 }, null, Token);
        Assert.Equal("interval-80", result.Metric.Key);
        var coverage = result.Metrics.First(metric => metric.Key == "coverage-80");
        Assert.All(result.Rows.Where(row => row.Kind == RowKind.Loss), row => Assert.InRange(row.Mean(coverage)!.Value, 0.72, 0.87));

        // The groups of a column have that interval too, and hold together what all rows hold.
        Assert.All(result.Rows.Where(row => row.Reliability is not null), row =>
        {
            Assert.Equal(0.8, row.Reliability!.Interval);
            Assert.All(row.Reliability.Groups.GroupBy(group => group.Column), column => Assert.Equal(row.Mean(coverage)!.Value, column.Sum(group => group.Rows * group.Inside) / column.Sum(group => group.Rows), 0.01));
        });
    }

    [Theory]
    [InlineData("quantiles=0.5")]
    [InlineData("quantiles=0.9,0.1")]
    [InlineData("quantiles=0.1,0.1")]
    [InlineData("quantiles=0,0.5")]
    [InlineData("interval=0%")]
    [InlineData("interval=100%")]
    [InlineData("interval=")]
    public void LevelsThatMeanNothingAreNoQuestion(string text) => Assert.Null(Wanted.Parse(text));

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        var (table, _) = Made("laplace_nll", 60);
        foreach (var options in (ComparisonOptions[])[Options with { Models = [ComparedModel.Network] }, Options with { Corruption = new(CorruptionKind.Outliers, 0.1) }, Options with { Cost = DecisionCost.Parse("over=1,under=9") }, Options with { Task = PredictionTask.Binary }])
            Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, options, null, Token));
        var few = Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Made("laplace_nll", 20).Table, Options, null, Token));
        Assert.Contains("20 rows", few.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<TrainingException>(() => Predictor.Of(LinearModel.Fit(table, "mse")).Distributions(table, Token));
    }

    private static (Table Table, string[] Rivals) Made(string truth, int rows)
    {
        var random = new Random(11);
        double[] a = [.. Enumerable.Range(0, rows).Select(_ => (2 * random.NextDouble()) - 1)], b = [.. Enumerable.Range(0, rows).Select(_ => (2 * random.NextDouble()) - 1)];
        string[] places = ["gaussian_nll_log_variance", "laplace_nll", "student_t_nll"], amounts = ["gamma_nll", "aft_nll"], counts = ["negative_binomial_nll", "zero_inflated_poisson_nll", "zero_inflated_negative_binomial_nll"];
        var (target, task) = truth switch
        {
            "gaussian_nll_log_variance" => (Each(i => (2 * a[i]) + b[i] + (Math.Exp(1.2 * a[i]) * Normal())), PredictionTask.Regression),
            "laplace_nll" => (Each(i => (2 * a[i]) + b[i] + (Math.Exp(0.8 * b[i]) * Exponential() * (random.NextDouble() < 0.5 ? -1 : 1))), PredictionTask.Regression),
            "student_t_nll" => (Each(i => (2 * a[i]) + b[i] + (Math.Exp(0.7 * a[i]) * Normal() / Math.Sqrt(Gamma(1.5) / 1.5))), PredictionTask.Regression),
            "negative_binomial_nll" => (Each(i => Poisson(Math.Exp(1 + a[i]) * Gamma(Math.Exp(0.3 - b[i])) / Math.Exp(0.3 - b[i]))), PredictionTask.Count),
            "zero_inflated_poisson_nll" => (Each(i => random.NextDouble() < 1 / (1 + Math.Exp(0.5 - (2 * b[i]))) ? 0 : Poisson(Math.Exp(1.2 + (0.8 * a[i])))), PredictionTask.Count),
            "zero_inflated_negative_binomial_nll" => (Each(i => random.NextDouble() < 1 / (1 + Math.Exp(0.5 - (2 * b[i]))) ? 0 : Poisson(Math.Exp(2 + (0.8 * a[i])) * Gamma(1.5) / 1.5)), PredictionTask.Count),
            "gamma_nll" => (Each(i => Math.Exp(a[i]) * Gamma(Math.Exp(0.5 + b[i])) / Math.Exp(0.5 + b[i])), PredictionTask.Positive),
            _ => (Each(i => Math.Exp(a[i] + (0.5 * b[i]) + (0.9 * Normal()))), PredictionTask.Positive),
        };
        var family = task == PredictionTask.Count ? counts : task == PredictionTask.Positive ? amounts : places;
        return (Table.FromColumns([new("a", a), new("b", b), new("y", target)], "y", new() { Task = task }), [.. family.Where(name => name != truth)]);

        double[] Each(Func<int, double> of) => [.. Enumerable.Range(0, rows).Select(of)];
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double Exponential() => -Math.Log(1 - random.NextDouble());
        double Poisson(double mean)
        {
            var (left, count) = (Math.Exp(-mean), 0);
            for (var product = random.NextDouble(); product > left; product *= random.NextDouble()) count++;
            return count;
        }

        // Marsaglia and Tsang; below 1 by a power of a uniform number.
        double Gamma(double shape)
        {
            if (shape < 1) return Gamma(shape + 1) * Math.Pow(random.NextDouble(), 1 / shape);
            var d = shape - (1.0 / 3);
            while (true)
            {
                var x = Normal();
                var v = Math.Pow(1 + (x / Math.Sqrt(9 * d)), 3);
                if (v > 0 && Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v))) return d * v;
            }
        }
    }
}

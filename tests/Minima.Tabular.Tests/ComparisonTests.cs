using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Comparisons of losses from C#.</summary>
public sealed class ComparisonTests
{
    private static readonly ComparisonOptions Small = new() { Losses = [Loss.Create("mae"), "huber:delta=0.5..5", Loss.Parse("relu(t-p)*4 + relu(p-t)")], Repeats = 1, Folds = 3, Seed = 7 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TheNumbersDoNotDependOnThreads()
    {
        var heard = new MadeTables.Heard<ComparisonProgress>();
        var one = Comparison.Run(MadeTables.Flats(150, 1), Small with { Threads = 1 }, heard, Cancellation);
        var four = Comparison.Run(MadeTables.Flats(150, 1), Small with { Threads = 4 }, null, Cancellation);
        Assert.True(one.IsComplete);
        Assert.Equal(PredictionTask.Regression, one.Task.Task);
        Assert.Equal(one.Rows.Select(row => row.Name), four.Rows.Select(row => row.Name));
        foreach (var (left, right) in one.Rows.Zip(four.Rows))
            Assert.Equal(left.Metrics.SelectMany(value => value.ByFold), right.Metrics.SelectMany(value => value.ByFold));
        Assert.Equal(one.Verdict.Text, four.Verdict.Text);
        Assert.NotEqual(one.Verdict.In(Language.English), one.Verdict.In(Language.Chinese));
        Assert.Equal(Enumerable.Range(0, heard.All.Count), heard.All.Select(progress => progress.Done));
        Assert.All(heard.All, progress => Assert.Equal(heard.All.Count - 1, progress.Total));
        Assert.True(one.Default.Mean(TableMetric.Of("mae")) > 0);
    }

    [Fact]
    public void TheBestIsFittedOnAllRows()
    {
        var table = MadeTables.Flats(150, 2);
        var result = Comparison.Run(table, Small, null, Cancellation);
        var best = result.Best!;
        Assert.Equal(result.Verdict.Winner, best.Row.Name);
        var model = best.Refit(table, Cancellation);
        Assert.Equal((best.Row.Name, 150), (model.Loss, model.Rows));
        Assert.False(model.Certificate.IsOptimal);
        Assert.InRange(model.Score(table, Cancellation).Of(TableMetric.Of("rmse"))!.Value, 0.1, 0.6);
    }

    /// <summary>Columns that say nothing beat the constant in at most one table of twenty, and ones that explain a tenth of the variance nearly always: rows are many, where folds are few.</summary>
    [SlowTheory]
    [SampledCases]
    [Case(0.0, 3)]
    [Case(0.0, 2)]
    [Case(0.6, 3)]
    public void ALeadOverTheConstantIsJudgedByRows(double slope, int folds)
    {
        var tables = Sweep.Of(thin: 40, wide: 100, full: 400);
        var clear = 0;
        for (var seed = 1; seed <= tables; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (new double[400], new double[400]);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = (2 * random.NextDouble()) - 1;
                y[i] = (slope * x[i]) + (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            }

            var result = Comparison.Run(Table.FromColumns([new("x", x), new("y", y)], "y"), new ComparisonOptions { Losses = ["mse"], Repeats = 1, Folds = folds, Seed = (ulong)seed }, null, Cancellation);
            Assert.Equal((ResampledUnit.Row, result.Default.Mean(result.Metric)!.Value - result.Rows[0].Mean(result.Metric)!.Value), (result.Verdict.Constant!.Resampled, result.Verdict.Constant.Difference));
            if (result.Verdict.Winner is not null) clear++;
        }

        if (slope == 0) Assert.InRange(clear, 0, (0.05 * tables) + 2);
        else Assert.InRange(clear, 0.8 * tables, tables);
    }

    [Fact]
    public void AnyLossOfNumbersJudges()
    {
        var table = MadeTables.Flats(150, 5);
        var cost = Loss.Parse("relu(t-p)*4 + relu(p-t)");
        var result = Comparison.Run(table, Small with { Metric = TableMetric.Of(cost) }, null, Cancellation);
        Assert.Equal("relu(t-p)*4 + relu(p-t)", result.Metric.Key);
        Assert.Equal(Wanted.Quantile(0.8), result.Wanted);
        var rows = result.Rows.Where(row => row.Kind == RowKind.Loss).ToArray();
        Assert.Equal("relu(t-p)*4 + relu(p-t)", rows.MinBy(row => row.Mean(result.Metric))!.Name);
        var square = Comparison.Run(table, Small with { Metric = TableMetric.Of(Loss.Parse("(p-t)^2")) }, null, Cancellation);
        Assert.Equal(Wanted.Mean, square.Wanted);
        Assert.All(square.Rows, row => Assert.Equal(row.Find(square.Metric)!.ByFold.Select(value => Math.Sqrt(value!.Value)), row.Find(TableMetric.Of("rmse"))!.ByFold.Select(value => value!.Value), (a, b) => Math.Abs(a - b) < 1e-9));
        Assert.Contains("a loss of numbers", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Classes(100, 1), Small with { Losses = [], Metric = TableMetric.Of(cost) })).Message, StringComparison.Ordinal);
        Assert.Contains("is best at", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Small with { Metric = TableMetric.Of(cost), Wanted = Wanted.Mean })).Message, StringComparison.Ordinal);
        Assert.All((string[])["bce_with_logits", "gaussian_nll", "cross_entropy", "poisson_nll"], name => Assert.Contains("cannot be a metric", Assert.ThrowsAny<TrainingException>(() => TableMetric.Of(Loss.Create(name))).Message, StringComparison.Ordinal));
    }

    [SlowFact]
    public void WhatIsDoneIsKept()
    {
        using var source = new CancellationTokenSource();
        var stop = new MadeTables.Heard<ComparisonProgress>(progress =>
        {
            if (progress.Done == 5) source.Cancel();
        });
        var result = Comparison.Run(MadeTables.Flats(150, 3), Small with { Threads = 1 }, stop, source.Token);
        Assert.False(result.IsComplete);
        Assert.Equal(1, result.Options.StopAfter);
        Assert.All(result.Rows, row => Assert.Single(row.Metrics[0].ByFold));
        Assert.ThrowsAny<OperationCanceledException>(() => Comparison.Run(MadeTables.Flats(150, 3), Small, null, source.Token));
    }

    [Fact]
    public void WhatCannotBeComparedIsRefused()
    {
        var table = MadeTables.Flats(60, 4);
        Assert.Contains("there is no metric", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Small with { Metric = TableMetric.Of("auc") })).Message, StringComparison.Ordinal);
        Assert.Contains("there is no metric", Assert.ThrowsAny<TrainingException>(() => TableMetric.Of("maee")).Message, StringComparison.Ordinal);
        Assert.Contains("give one of them", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Flats(60, 4, options: new TableOptions { Group = "town", Time = "age" }), Small)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Comparison.Run(Table.FromFile("no-such-file.csv", "y")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Comparison.Run(table, Small with { Folds = 1 }));
    }
}

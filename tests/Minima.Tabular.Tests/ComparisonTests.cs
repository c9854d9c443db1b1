using Minima.Tensors;
using Minima.Training;
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

    [Fact]
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

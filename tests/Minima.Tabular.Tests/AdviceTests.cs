using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Advice from C#: the checks, the losses, and the comparison that judges them.</summary>
public sealed class AdviceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SlowFact]
    public void OnCleanNumbersTheDefaultIsFine()
    {
        var heard = new MadeTables.Heard<ComparisonProgress>();
        var advice = Advice.For(MadeTables.Flats(200, 1), null, heard, Cancellation);
        Assert.True(advice.DefaultIsFine);
        Assert.Equal((PredictionTask.Regression, 200, 200, 0), (advice.Task, advice.Rows, advice.RowsLookedAt, advice.RowsWithoutTarget));
        Assert.True(advice.IsTried);
        Assert.True(advice.Losses[0].IsDefault);
        Assert.InRange(advice.Losses.Count, 1, 3);
        Assert.All(advice.Losses, loss => Assert.True(loss.Score > 0 && loss.Reason.English != loss.Reason.Chinese));
        Assert.Equal(advice.Losses.Count(loss => !loss.IsDefault), advice.Options!.Losses.Count);
        Assert.All(advice.Checks.Where(check => AdviceOptions.DefaultThresholds.ContainsKey(check.Name) && check.Status == TableCheckStatus.Nothing), check => Assert.True(check.Threshold > 0, check.Name));
        Assert.Contains(advice.Checks, check => check.Name == "tails" && check.Statistic < check.Threshold);
        Assert.Equal(Enumerable.Range(0, heard.All.Count), heard.All.Select(progress => progress.Done));
        Assert.Equal(heard.All[^1].Total, heard.All[^1].Done);
    }

    /// <summary>A product of signs is flat to every linear model, and a plane is what trees only approach.</summary>
    [SlowTheory]
    [SampledCases]
    [Case(true)]
    [Case(false)]
    public void TreesAreAdvisedWhereTheyDoBetter(bool isProduct)
    {
        var random = new Random(4);
        var (x, z, y) = (new double[200], new double[200], new double[200]);
        for (var i = 0; i < y.Length; i++)
        {
            (x[i], z[i]) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            y[i] = (isProduct ? Math.Sign(x[i] * z[i]) : x[i] + z[i]) + (0.3 * (random.NextDouble() - 0.5));
        }

        var table = Table.FromColumns([new("x", x), new("z", z), new("y", y)], "y");
        var advice = Advice.For(table, null, null, Cancellation);
        Assert.Equal(isProduct, advice.Trees!.IsBetter);
        Assert.Equal(isProduct, advice.Trees.Score < advice.Trees.LinearScore);
        Assert.Equal(isProduct ? 2 : 1, advice.Options!.Models.Count);
        Assert.Contains(isProduct ? "do better" : "do no better", advice.Trees.Sentence.English, StringComparison.Ordinal);
        Assert.Null(Advice.For(table, new() { Trees = false }, null, Cancellation).Trees);

        // The solution compares both where the advice speaks for them, and keeps what won. No machine is so slow that folds are left out for the time.
        var options = new SolveOptions { Comparison = new() { Repeats = 1 }, TimeBudget = TimeSpan.FromHours(2) };
        var solved = Solver.Run(table, options, null, Cancellation);
        Assert.Equal(isProduct ? [ComparedModel.Linear, ComparedModel.Trees] : [ComparedModel.Linear], solved.Comparison.Options.Models);
        Assert.Equal((isProduct, !isProduct), (solved.Trees is not null, solved.Model is not null));
        if (isProduct) Assert.InRange(solved.Comparison.Rows.Count(row => row.Trained == ComparedModel.Trees && row.Kind is RowKind.Default or RowKind.Loss), 1, 3);
        Assert.Null(Solver.Run(table, options with { Models = [ComparedModel.Linear] }, null, Cancellation).Trees);
    }

    [SlowFact]
    public void TheAdviceDoesNotDependOnThreads()
    {
        var one = Advice.For(MadeTables.Flats(300, 2), new AdviceOptions { Threads = 1, Cost = new(1, 9) }, null, Cancellation);
        var four = Advice.For(MadeTables.Flats(300, 2), new AdviceOptions { Threads = 4, Cost = new(1, 9) }, null, Cancellation);
        Assert.Equal(one.Checks.Select(check => (check.Name, check.Statistic, check.Sentence)), four.Checks.Select(check => (check.Name, check.Statistic, check.Sentence)));
        Assert.Equal(one.Losses.Select(loss => (loss.Text, loss.Score, loss.Reason)), four.Losses.Select(loss => (loss.Text, loss.Score, loss.Reason)));
        Assert.Equal("pinball:quantile=0.9", one.Losses[0].Text);
        Assert.Equal(0.9, one.Options!.Wanted!.Level, 1e-9);
    }

    [SlowTheory]
    [SampledCases]
    [Case("cost")]
    [Case("median")]
    [Case("order")]
    [Case("rare")]
    public void AComparisonJudgesByTheAdvice(string wish)
    {
        var table = wish == "rare" ? MadeTables.Classes(200, 3) : wish == "order" ? MadeTables.Grades(200, 3) : MadeTables.Flats(150, 3);
        var advice = Advice.For(table, wish switch
        {
            "cost" => new() { Cost = new(Over: 1, Under: 4) },
            "median" => new() { Wanted = Wanted.Median },
            "order" => new() { Wanted = Wanted.Order },
            _ => new() { RareClassMatters = true },
        }, null, Cancellation);
        var result = Comparison.Run(table, advice.Options! with { Folds = 3, Repeats = 1 }, null, Cancellation);
        Assert.Equal((advice.Options!.Wanted, advice.Options.Metric!.Key, advice.Task), (result.Wanted, result.Metric.Key, result.Task.Task));
        Assert.Equal(advice.Losses.Single(loss => loss.IsDefault).Loss.Name, result.Default.Name);
        Assert.All(advice.Losses, loss => Assert.Contains(result.Rows, row => row.Name == loss.Loss.Name));
        Assert.True(result.Best is null || result.Best.Refit(table, Cancellation).Rows > 0);
    }

    [SlowFact]
    public void TargetsThatAreCutHaveAFit()
    {
        var advice = Advice.For(MadeTables.Times(300, 4, "cut"), new AdviceOptions { Event = "seen" }, null, Cancellation);
        Assert.Null(advice.Options);
        var model = LinearModel.Fit(MadeTables.Times(300, 4, "cut"), advice.Fit!.Loss, advice.Fit.Options, cancellation: Cancellation);
        Assert.Equal(advice.Losses[0].Loss.Name, model.Loss);
        Assert.Equal(0.5, model.Coefficients[0][0], 0.1);
        var censored = Advice.For(MadeTables.Times(300, 4, "seen"), new AdviceOptions { Censored = "cut" }, null, Cancellation);
        Assert.Equal(0.5, LinearModel.Fit(MadeTables.Times(300, 4, "seen"), censored.Fit!.Loss, censored.Fit.Options, cancellation: Cancellation).Coefficients[0][0], 0.1);
    }

    [SlowFact]
    public void ASampleIsReadOnce()
    {
        var reads = 0;
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, Enumerable.Range(0, 500).Select(i => $"{i % 17},{(i * 7 % 17) + (i % 5)}").Prepend("x,y"));
            var table = Table.FromFile(path, "y");
            Assert.True(Advice.HasNumericTarget(table, new AdviceOptions { Rows = 200 }, Cancellation));
            File.Delete(path);
            var advice = Advice.For(table, new AdviceOptions { Rows = 200, NoisyLabels = true }, new MadeTables.Heard<ComparisonProgress>(_ => reads++), Cancellation);
            Assert.Equal(500, advice.Rows);
            Assert.InRange(advice.RowsLookedAt, 100, 200);
            Assert.True(reads > 0);
            Assert.True(Assert.Throws<DataException>(() => Advice.For(table, new AdviceOptions { Rows = 300 }, null, Cancellation)).IsAboutFile);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.False(Advice.HasNumericTarget(MadeTables.Classes(100, 1), null, Cancellation));
    }

    [SlowFact]
    public void ThePositiveClassIsTheOneThatIsPredicted()
    {
        var columns = MadeTables.ClassColumns(300, 5, 1.5);
        AdviceOptions rare = new() { RareClassMatters = true };
        var yes = Advice.For(Table.FromColumns(columns, "answer"), rare, null, Cancellation);
        var no = Advice.For(Table.FromColumns(columns, "answer", new TableOptions { PositiveClass = "no" }), rare, null, Cancellation);
        var weighted = yes.Losses.First(loss => loss.Text.Contains("weight=", StringComparison.Ordinal) || loss.Text.Contains("alpha=", StringComparison.Ordinal));
        var mirrored = no.Losses.FirstOrDefault(loss => loss.Loss.Name == weighted.Loss.Name);
        Assert.True(mirrored is null || mirrored.Text != weighted.Text, weighted.Text);
        Assert.Equal(yes.Losses.Single(loss => loss.IsDefault).Score!.Value, no.Losses.Single(loss => loss.IsDefault).Score!.Value, 0.05);
    }

    [Fact]
    public void AnInterruptedAdviceIsNone()
    {
        using var source = new CancellationTokenSource();
        var stop = new MadeTables.Heard<ComparisonProgress>(progress =>
        {
            if (progress.Done == progress.Total - 1) source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Advice.For(MadeTables.Flats(150, 6), null, stop, source.Token));
        Assert.NotEmpty(stop.All);
        Assert.ThrowsAny<OperationCanceledException>(() => Advice.For(MadeTables.Flats(150, 6), null, null, source.Token));
    }

    [Fact]
    public void WhatCannotBeAdvisedIsRefused()
    {
        var table = MadeTables.Flats(100, 7);
        Assert.Contains("--target COLUMN", Assert.ThrowsAny<TrainingException>(() => Advice.For(Table.FromColumns(MadeTables.Columns(100, 7)))).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'price'?", Assert.Throws<DataException>(() => Advice.For(Table.FromColumns(MadeTables.Columns(100, 7), "prize"))).Message, StringComparison.Ordinal);
        Assert.Contains("--event 'seen'", Assert.Throws<DataException>(() => Advice.For(table, new AdviceOptions { Event = "seen" })).Message, StringComparison.Ordinal);
        Assert.Contains("give one of them", Assert.ThrowsAny<TrainingException>(() => Advice.For(table, new AdviceOptions { Event = "age", Censored = "age" })).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'tails'?", Assert.ThrowsAny<TrainingException>(() => Advice.For(table, new AdviceOptions { Thresholds = new Dictionary<string, double> { ["tials"] = 1 } })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Advice.For(table, new AdviceOptions { Thresholds = new Dictionary<string, double> { ["tails"] = double.NaN } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Advice.For(table, new AdviceOptions { Rows = 5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Advice.For(table, new AdviceOptions { Threads = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Advice.For(table, new AdviceOptions { Wanted = new Wanted(WantedFunctional.Quantile, 1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearCost(0, 1));
        Assert.Contains("positive class", Assert.Throws<DataException>(() => Advice.For(MadeTables.Flats(100, 7, options: new TableOptions { PositiveClass = "yes" }))).Message, StringComparison.Ordinal);
        Assert.Contains("the options name the task count", Assert.Throws<DataException>(() => Advice.For(MadeTables.Flats(100, 7, options: new TableOptions { Task = PredictionTask.Count }))).Message, StringComparison.Ordinal);
    }

    [SlowFact]
    public void TheTableSaysWhatIsAFeatureAndWhatTheTaskIs()
    {
        var grades = MadeTables.Grades(200, 8, new TableOptions { Task = PredictionTask.Regression, Ignore = ["b"] });
        var advice = Advice.For(grades, null, null, Cancellation);
        Assert.Equal((PredictionTask.Regression, Wanted.Mean), (advice.Task, advice.Options!.Wanted));
        var grouped = Advice.For(MadeTables.Flats(120, 9, options: new TableOptions { Group = "town" }), null, null, Cancellation);
        Assert.Contains(grouped.Checks, check => check.Name == "size" && check.Statistic > 0);
        Assert.Contains("no such column", Assert.Throws<DataException>(() => Advice.For(MadeTables.Flats(120, 9, options: new TableOptions { Time = "year" }))).Message, StringComparison.Ordinal);
    }
}

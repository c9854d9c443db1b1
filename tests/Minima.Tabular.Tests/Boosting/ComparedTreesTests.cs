namespace Minima.Tabular.Tests.Boosting;

/// <summary>Boosted trees in a comparison, alone and beside other models on the same folds.</summary>
public sealed class ComparedTreesTests
{
    private static readonly ComparisonOptions Few = new() { Models = [ComparedModel.Linear, ComparedModel.Trees], Losses = ["huber"], Repeats = 1, Folds = 3 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Trees read cells as they are: nothing is reported of medians and columns of 0 and 1.</summary>
    [SlowFact]
    public void NotesAreThoseOfTheModel()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(row => row % 7 == 0 ? double.NaN : row % 10)];
        var table = Table.FromColumns([new("x", x), new("town", [.. Enumerable.Range(0, 60).Select(row => row % 3 == 0 ? "north" : row % 3 == 1 ? "south" : "west")]), new("y", [.. Enumerable.Range(0, 60).Select(row => row % 10 + (row % 3))])], "y");
        var options = new ComparisonOptions { Losses = ["mse"], Repeats = 1, Folds = 3 };
        string[] Notes(params ComparedModel[] models) => [.. Comparison.Run(table, options with { Models = models }, cancellation: Cancellation).Data.Notes.Select(note => note.English)];
        Assert.Contains(Notes(ComparedModel.Linear), note => note.Contains("the median of the training rows replaces them", StringComparison.Ordinal));
        Assert.Contains(Notes(ComparedModel.Linear, ComparedModel.Trees), note => note.Contains("became a column of 0 and 1", StringComparison.Ordinal));
        Assert.DoesNotContain(Notes(ComparedModel.Trees), note => note.Contains("stands for them", StringComparison.Ordinal) || note.Contains("0 and 1", StringComparison.Ordinal));
    }

    /// <summary>Where columns interact no linear model can follow, and the saved winner is that of the trees.</summary>
    [SlowFact]
    public void TreesWinWhereColumnsInteract()
    {
        var table = Made(400, 1, (x, z, kind) => (x * z * 4) + (kind == 'b' ? 3 : 0));
        var result = Comparison.Run(table, Few, cancellation: Cancellation);
        Assert.Equal(["mse", "huber"], Rows(result).Where(row => row.Trained == ComparedModel.Linear).Select(row => row.Name));
        Assert.Equal(["huber [trees]", "mse [trees]"], Rows(result).Where(row => row.Trained == ComparedModel.Trees).Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.EndsWith(" [trees]", result.Verdict.Winner, StringComparison.Ordinal);
        Assert.All(Rows(result).Where(row => row.Trained == ComparedModel.Trees), row =>
        {
            Assert.Empty(row.L2);
            Assert.Equal(3, row.Trees.Count);
            Assert.All(row.Trees, setting => Assert.True(ComparisonOptions.TreeDepths.Contains(setting.Depth) && setting is { Rounds: > 0 and <= 300, Rate: 0.1 }));
        });
        var best = result.Best!;
        Assert.True(best.IsOfTrees);
        Assert.Throws<InvalidOperationException>(() => best.Refit(table, Cancellation));
        var trees = best.RefitTrees(table, Cancellation);
        Assert.Equal(400, trees.Rows);
        var fresh = Made(200, 2, (x, z, kind) => (x * z * 4) + (kind == 'b' ? 3 : 0));
        var rmse = Predictor.Of(trees).Score(fresh, Cancellation).Of(TableMetric.Of("rmse"))!.Value;
        Assert.InRange(rmse, 0.3, 1.3);
        var path = Path.GetTempFileName();
        try
        {
            trees.Save(path);
            Assert.Equal(trees.Predict(fresh, Cancellation), Predictor.Load(path).Predict(fresh, Cancellation).Values);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<InvalidOperationException>(() => result.ModelOf(result.Default).RefitTrees(table, Cancellation));
        Assert.Equal("mse", result.ModelOf(result.Default).Refit(table, Cancellation).Loss);
    }

    /// <summary>A loss with a unit of its own takes residuals in robust scales: the target's units change nothing but the units of the errors.</summary>
    [SlowTheory]
    [InlineData("log_cosh")]
    [InlineData("linex")]
    public void TheUnitOfTheTargetChangesNoRank(string loss)
    {
        var mae = TableMetric.Of("mae");
        var options = Few with { Losses = [loss], Metric = mae };
        var (small, large) = (Comparison.Run(Made(200, 4, (x, z, _) => x * z), options, cancellation: Cancellation), Comparison.Run(Made(200, 4, (x, z, _) => 1024 * x * z, 1024), options, cancellation: Cancellation));
        foreach (var row in Rows(small))
        {
            var other = Rows(large).Single(candidate => candidate.Name == row.Name);
            Assert.Equal(1, other.Mean(mae)!.Value / (1024 * row.Mean(mae)!.Value), 1e-6);
            Assert.Equal(row.Trees, other.Trees);
        }
    }

    /// <summary>Further models change nothing of the first one: the folds are the same, and so are its numbers.</summary>
    [SlowFact]
    public void TheFoldsAreTheSameAndThreadsChangeNothing()
    {
        var table = Made(150, 3, (x, z, _) => x + z);
        var alone = Comparison.Run(table, Few with { Models = [ComparedModel.Linear] }, cancellation: Cancellation);
        var (one, two) = (Comparison.Run(table, Few with { Threads = 1 }, cancellation: Cancellation), Comparison.Run(table, Few with { Threads = 2 }, cancellation: Cancellation));
        foreach (var row in Rows(alone)) Assert.Equal(Numbers(row), Numbers(Rows(one).Single(other => other.Name == row.Name)));
        Assert.Equal(Rows(one).Select(row => row.Name), Rows(two).Select(row => row.Name));
        Assert.Equal(Rows(one).SelectMany(Numbers), Rows(two).SelectMany(Numbers));
        Assert.Equal(one.Verdict.Winner, two.Verdict.Winner);
    }

    [SlowTheory]
    [SampledCases]
    [Case(PredictionTask.Binary, "log-loss", "hinge")]
    [Case(PredictionTask.MultiClass, "log-loss", "brier_multi")]
    [Case(PredictionTask.Count, "rmse", "huber")]
    [Case(PredictionTask.Ordinal, "mae", "huber")]
    public void EveryTaskOfOneTargetIsCompared(PredictionTask task, string metric, string loss)
    {
        var table = Made(240, 4, (x, z, kind) => task switch
        {
            PredictionTask.Binary => x * z > 0 ? 1 : 0,
            PredictionTask.MultiClass => x * z > 0.3 ? 2 : kind == 'b' ? 1 : 0,
            _ => Math.Round(Math.Clamp(2 + (x * z * 3), 0, 4)),
        }, noise: 0);
        var result = Comparison.Run(table, Few with { Models = [ComparedModel.Trees], Losses = [loss], Task = task, StopAfter = 1 }, cancellation: Cancellation);
        Assert.Equal(2, Rows(result).Count());
        var judged = result.Metrics.First(known => known.Key.Contains(metric, StringComparison.Ordinal));
        var constant = result.Rows.First(row => row.Kind == RowKind.Constant).Find(judged)!.Mean!.Value;
        Assert.True(result.Default.Find(judged)!.Mean < 0.9 * constant, $"{result.Default.Find(judged)!.Mean} against {constant}");
    }

    /// <summary>A formula is trained with the columns that it names; a loss of several numbers is left out with the reason.</summary>
    [SlowFact]
    public void FormulasTakeColumnsAndObstaclesAreNamed()
    {
        var table = Made(60, 5, (x, z, _) => x * z);
        var result = Comparison.Run(table, Few with { Models = [ComparedModel.Trees], Losses = ["(2 + z)*(4*relu(t - p) + relu(p - t))", "gaussian_nll"], Wanted = Wanted.Mean }, cancellation: Cancellation);
        Assert.Single(Rows(result), row => row.Name.StartsWith("(2 + z)", StringComparison.Ordinal));
        Assert.Contains("minima boost --heads all", Assert.Single(result.Excluded).Reason.English, StringComparison.Ordinal);
    }

    /// <summary>The threshold that the comparison chose for its metric is in the model: predictions decide by it, also after a way through a file.</summary>
    [SlowFact]
    public void TheThresholdIsKept()
    {
        var table = Made(400, 6, (x, z, _) => x * z > 0.3 ? 1 : 0, noise: 0);
        var options = Few with { Models = [ComparedModel.Trees], Losses = ["hinge"], Task = PredictionTask.Binary, StopAfter = 1 };
        BoostedTrees Refit(ComparisonOptions asked)
        {
            var result = Comparison.Run(table, asked, cancellation: Cancellation);
            return result.ModelOf(result.Default).RefitTrees(table, Cancellation);
        }

        var trees = Refit(options with { Metric = TableMetric.Of("f1") });
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        trees.Save(path);
        string[] decided = [.. Predictor.Load(path).Predict(table, Cancellation).Classes[0]];
        File.Delete(path);
        Assert.NotNull(trees.Threshold);
        Assert.Equal(Predictor.Of(trees).Scores(table, Cancellation).Values.Select(score => score > trees.Threshold ? "1" : "0"), decided);
        Assert.Null(Refit(options).Threshold);
    }

    /// <summary>A share of alarms is kept on rows that nothing has seen, and a matrix of costs moves the threshold of a loss without probabilities.</summary>
    [SlowFact]
    public void AShareOfAlarmsAndACostAreKept()
    {
        static double Target(double x, double z, char kind) => (x * z) + (0.4 * Math.Sin(1000 * x)) > 0.3 ? 1 : 0;
        var (table, fresh) = (Made(600, 6, Target, noise: 0), Made(2000, 8, Target, noise: 0));
        var options = Few with { Models = [ComparedModel.Trees], Losses = ["hinge"], Task = PredictionTask.Binary };
        BoostedTrees Refit(string loss, ComparisonOptions asked)
        {
            var result = Comparison.Run(table, asked, cancellation: Cancellation);
            return result.ModelOf(result.Rows.First(row => row.Name == loss)).RefitTrees(table, Cancellation);
        }

        double Alarms(BoostedTrees trees) => Predictor.Of(trees).Predict(fresh, Cancellation).Classes[0].Average(decided => decided == "1" ? 1.0 : 0);
        Assert.InRange(Alarms(Refit("bce_with_logits", options with { Threshold = ThresholdRule.Alarms(0.1) })), 0.06, 0.15);
        var dear = Refit("hinge", options with { Cost = DecisionCost.Parse("matrix=[[0,1],[9,0]]", "") });
        var cheap = Refit("hinge", options with { Cost = DecisionCost.Parse("matrix=[[0,9],[1,0]]", "") });
        Assert.True(dear.Threshold < cheap.Threshold && Alarms(dear) > Alarms(cheap) + 0.1, $"{dear.Threshold} {cheap.Threshold}");
    }

    [Fact]
    public void ModelsAreNamedOnce()
    {
        var table = Made(200, 6, (x, z, _) => x * z > 0 ? 1 : 0, noise: 0);
        foreach (var models in (IReadOnlyList<ComparedModel>[])[[], [ComparedModel.Trees, ComparedModel.Trees], [(ComparedModel)7]])
            Assert.Throws<ArgumentOutOfRangeException>(() => Comparison.Run(table, Few with { Models = models }, cancellation: Cancellation));
        Assert.Null(ComparedModels.Parse("linear,linear"));
        Assert.Null(ComparedModels.Parse("linear,forest"));
        Assert.Equal([ComparedModel.Trees, ComparedModel.Linear], ComparedModels.Parse("trees, linear"));
    }

    private static IEnumerable<ComparisonRow> Rows(ComparisonResult result) => result.Rows.Where(row => row.Kind is RowKind.Default or RowKind.Loss);

    private static IEnumerable<double?> Numbers(ComparisonRow row) => row.Metrics.SelectMany(metric => metric.ByFold);

    private static Table Made(int rows, int seed, Func<double, double, char, double> target, double noise = 1)
    {
        var random = new Random(seed);
        var (x, z, kind, y) = (new double[rows], new double[rows], new string?[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (x[i], z[i]) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            var letter = "abc"[random.Next(3)];
            kind[i] = letter.ToString();
            y[i] = target(x[i], z[i], letter) + (noise * (random.NextDouble() - 0.5));
            if (random.Next(20) == 0) x[i] = double.NaN;
        }

        return Table.FromColumns([new("x", x), new("z", z), new("kind", kind), new("y", y)], "y");
    }
}

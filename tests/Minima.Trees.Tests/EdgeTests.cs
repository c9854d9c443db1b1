namespace Minima.Trees.Tests;

/// <summary>Tables at the edge: each is boosted or refused with a word.</summary>
public sealed class EdgeTests
{
    private static readonly Loss Squares = Loss.Create("half_mse");

    [Fact]
    public void OneRowIsItsOwnTarget() => Assert.Equal([5.0], TreeBooster.Fit(new TreeData([new("x", [1])], [5]), Squares).Predict([new("x", [double.NaN])]));

    [Fact]
    public void AConstantTargetIsPredicted() => Assert.All(TreeBooster.Fit(MadeRows.Of(100, 2, 1, (_, _) => 3), Loss.Create("mae")).Predict(MadeRows.Of(50, 2, 2).Columns), prediction => Assert.Equal(3, prediction));

    [Fact]
    public void MissingConstantAndInfiniteColumnsDoNoHarm()
    {
        var data = MadeRows.Of(200, 2, 3);
        double[] odd = [.. data.Columns[0].Values];
        (odd[0], odd[1], odd[2], odd[3]) = (double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -double.MaxValue);
        data = data with { Columns = [.. data.Columns, new("missing", [.. Enumerable.Repeat(double.NaN, 200)]), new("constant", new double[200]), new("infinite", [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity)]), new("odd", odd)] };
        var model = TreeBooster.Fit(data, Squares, new BoostOptions { Rounds = 20, MinRows = 1, Rate = 0.5 });
        Assert.True(Squares.MeanLoss(model, data) < 0.1 * Squares.MeanLoss(model, data, 0));
        Assert.Equal(model.Predict(data.Columns), TreeModel.Parse(model.ToJson()).Predict(data.Columns));
    }

    /// <summary>Predictions follow the scores of training: by values as by codes.</summary>
    [Fact]
    public void MissingAlone()
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(row => row % 4 == 0 ? double.NaN : row % 4 == 1 ? double.PositiveInfinity : 1.0)];
        var data = new TreeData([new("x", x)], [.. x.Select(value => double.IsNaN(value) ? 7.0 : double.IsInfinity(value) ? 3.0 : 2.0)]);
        Assert.Equal(data.Target, TreeBooster.Fit(data, Squares, new BoostOptions { Rounds = 1, Rate = 1, MinRows = 1 }).Predict(data.Columns).Select(value => Math.Round(value, 6)));
    }

    [SlowFact]
    public void ManyColumnsAreCountedInTiles()
    {
        var random = new Random(4);
        TreeColumn[] columns = [.. Enumerable.Range(0, 100_000).Select(c => new TreeColumn($"c{c}", [.. Enumerable.Range(0, 40).Select(_ => (double)random.Next(5))]))];
        var data = new TreeData(columns, [.. columns[77_777].Values.Select(value => value > 2 ? 9.0 : 1.0)]);
        var model = TreeBooster.Fit(data, Squares, new BoostOptions { Rounds = 1, Depth = 2, Rate = 1, MinRows = 1 });
        Assert.Equal(77_777, model.Trees[0][0].Nodes[0].Column);
    }

    /// <summary>The start is guessed on some rows, and these may hold no row of a rare class: it is the log-odds of all rows all the same.</summary>
    [Fact]
    public void ARareClassIsNotOverlooked()
    {
        const int Rows = 60_000;
        var data = new TreeData([new("x", [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 7))])], [.. Enumerable.Range(0, Rows).Select(row => row == 31_234 ? 1.0 : 0)]);
        var model = TreeBooster.Fit(data, Loss.Create("bce_with_logits"), new BoostOptions { Rounds = 1, Seed = 3 });
        Assert.Equal(Math.Log(1.0 / (Rows - 1)), model.Start[0], 1e-6);
    }

    /// <summary>Where no constant is best, the message says which of two reasons it has.</summary>
    [Fact]
    public void AMessageSaysWhyNoConstantIsBest()
    {
        var data = MadeRows.Of(50, 2, 6);
        string Of(TreeData table, Loss loss) => Assert.Throws<BoostException>(() => TreeBooster.Fit(table, loss)).Message;
        Assert.Contains("every target is 0", Of(data with { Target = new double[50] }, Loss.Create("bce_with_logits")), StringComparison.Ordinal);
        Assert.Contains("every target is 0", Of(data with { Target = new double[50] }, Loss.Create("poisson_nll")), StringComparison.Ordinal);
        Assert.Contains("the loss falls without end on these targets", Of(data, Loss.Parse("p - t")), StringComparison.Ordinal);
    }

    /// <summary>The logarithm of a number below 0 has a finite slope all the same.</summary>
    [Fact]
    public void ALossThatIsNotDefinedIsRefused()
    {
        var data = MadeRows.Of(80, 2, 6);
        Assert.Contains("the loss is NaN", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, Loss.Parse("log(p - t)"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Splits compare squares of slopes: where no number holds these, it says so and does not give a model of no split.</summary>
    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void TargetsBeyondTheRangeOfSquaresAreRefused(double unit)
    {
        var data = MadeRows.Of(80, 2, 6);
        Assert.Contains("another unit", Assert.Throws<BoostException>(() => TreeBooster.Fit(data with { Target = Array.ConvertAll(data.Target, value => value * unit) }, Squares)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HeldOutRowsOfNoWeightJudgeNothing()
    {
        var data = MadeRows.Of(80, 2, 6) with { Weight = [.. Enumerable.Range(0, 80).Select(row => row == 0 ? 1.0 : 0)] };
        Assert.Contains("has weight 0", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, Squares, new BoostOptions { Rounds = 2, HeldOut = 0.1, Seed = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheEstimateIsStatedBefore()
    {
        var bytes = TreeBooster.EstimateBytes(1_000_000, 30, 1, new BoostOptions { Threads = 2 });
        Assert.InRange(bytes, 1, (long)(1.25 * 30_000_000) + 32 * 1_000_000 + (64 << 20));
    }

    /// <summary>What a column is sorted in is no garbage: that of all columns would be several times the memory that is stated.</summary>
    [Fact]
    public void BinsLeaveNoCopyOfTheColumn()
    {
        const int Rows = 200_000;
        var random = new Random(8);
        var column = new TreeColumn("x", [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())]);
        var weights = MadeRows.Weights(Rows, 9);
        _ = ColumnBins.Of(column, weights, [], 255);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(255, ColumnBins.Of(column, weights, [], 255).Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Rows);
    }

    [Fact]
    public void BadRequestsAreRefused()
    {
        var data = MadeRows.Of(50, 2, 5);
        void Refused(string part, TreeData table, Loss loss, BoostOptions? options = null) => Assert.Contains(part, Assert.Throws<BoostException>(() => TreeBooster.Fit(table, loss, options)).Message, StringComparison.Ordinal);
        Refused("no rows", new TreeData([], []), Squares);
        Refused("every weight is 0", data with { Weight = new double[50] }, Squares);
        Refused("weight of row 3", data with { Weight = [.. Enumerable.Range(0, 50).Select(row => row == 3 ? -1.0 : 1)] }, Squares);
        Refused("BoostOptions.Rounds: it is 0; it must be 1 or more.", data, Squares, new BoostOptions { Rounds = 0 });
        Refused("BoostOptions.Bins: it is 1;", data, Squares, new BoostOptions { Bins = 1 });
        Refused("held out", data, Squares, new BoostOptions { EarlyStop = 5 });
        Refused("no order", data, Squares, new BoostOptions { Monotone = new Dictionary<string, int> { ["kind"] = 1 } });
        Refused("no column 'y'", data, Squares, new BoostOptions { Monotone = new Dictionary<string, int> { ["y"] = 1 } });
        Refused("target of row 1", data with { Target = [.. Enumerable.Range(0, 50).Select(row => row == 1 ? double.NaN : 1)] }, Squares);
        Refused("no finite constant", data with { Target = [.. Enumerable.Repeat(1.0, 50)] }, Loss.Create("bce_with_logits"));
        Refused("class 2", data with { Target = [.. Enumerable.Repeat(2.0, 50)] }, Loss.Create("cross_entropy"));
        Refused("trees are boosted with", data, Loss.Create("giou"));
        Refused("whole numbers", data with { Columns = [new("kind", [.. Enumerable.Repeat(0.5, 50)]) { IsCategory = true }] }, Squares);
        Assert.ThrowsAny<OperationCanceledException>(() => TreeBooster.Fit(data, Squares, cancellation: new CancellationToken(canceled: true)));
    }

    /// <summary>The only test here that asks for the library: where it is looked for is decided once.</summary>
    [Fact]
    public void WithoutXGBoostsLibraryTheEngineIsRefused()
    {
        Environment.SetEnvironmentVariable("MINIMA_XGBOOST", "/nowhere/libxgboost.so");
        var problem = Assert.Throws<BoostException>(() => TreeBooster.Fit(MadeRows.Of(50, 2, 1), Loss.Create("half_mse"), new BoostOptions { Engine = BoostEngine.XGBoost }));
        Assert.Contains("XGBoost's library was not found (tried: /nowhere/libxgboost.so)", problem.Message, StringComparison.Ordinal);
    }
}

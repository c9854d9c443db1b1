using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests.Boosting;

/// <summary>Boosted trees of tables, and what becomes of the models.</summary>
public sealed class BoostedTreesTests
{
    private static readonly BoostedTreesOptions Few = new() { Trees = new() { Rounds = 20, Rate = 0.3, Depth = 3, MinRows = 5, Threads = 1 } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [SampledCases]
    [Case((string?)null)]
    [Case("pinball:quantile=0.9")]
    [Case("gamma_deviance")]
    [Case("town_cost*(4*relu(t-p) + relu(p-t))")]
    public void ASavedModelPredictsTheSame(string? loss)
    {
        var table = Deliveries(200, 1);
        var trees = BoostedTrees.Fit(table, loss is null ? null : (LossSpec)loss, Few, cancellation: Cancellation);
        var path = Path.GetTempFileName();
        try
        {
            trees.Save(path);
            Assert.Equal(trees.ToJson() + "\n", File.ReadAllText(path));
            var predicted = trees.Predict(table, Cancellation);
            Assert.Equal(200, predicted.Length);
            Assert.Equal(trees.ToJson(), BoostedTrees.Load(path).ToJson());
            Assert.Equal(predicted, BoostedTrees.Load(path).Predict(table, Cancellation));
            Assert.Equal(predicted, Predictor.Load(path).Predict(table, Cancellation).Values);
            Assert.Equal(["minutes"], Predictor.Load(path).Targets);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Sums of floats, and a start in the last round, are all that is between them.</summary>
    [SlowTheory]
    [InlineData("mse")]
    [InlineData("gamma_deviance")]
    [InlineData("4*relu(t-p) + relu(p-t)")]
    public void AModelReturnsFromXGBoostsForm(string loss)
    {
        var table = Deliveries(200, 7);
        var trees = BoostedTrees.Fit(table, loss, Few, cancellation: Cancellation);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, trees.ToXGBoost());
            var read = BoostedTrees.Load(path);
            Assert.Equal((trees.Loss, trees.Target, trees.Rows, trees.Model.Map, trees.Model.Answer, trees.CurvatureReason), (read.Loss, read.Target, read.Rows, read.Model.Map, read.Model.Answer, read.CurvatureReason));
            Assert.Equal(trees.Columns.Select(column => (column.Name, column.Kind)), read.Columns.Select(column => (column.Name, column.Kind)));
            foreach (var (one, other) in trees.Predict(table, Cancellation).Zip(Predictor.Load(path).Predict(table, Cancellation).Values)) Assert.Equal(one, other, 1e-5);
            Assert.Equal(Predictor.Of(trees).Score(table, Cancellation).Losses[0], Predictor.Of(read).Score(table, Cancellation).Losses[0], 1e-5);
            Assert.Equal("hours", trees.Named("hours").Target);
            Assert.Throws<UsageException>(() => trees.Named("hours", ["a", "b"]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Accelerated failure times: a third of the rows is censored, and a loss that takes them for events predicts too early.</summary>
    [SlowFact]
    public void TimesUntilAnEventAreBoosted()
    {
        var random = new Random(8);
        const int Rows = 1500;
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] a = [.. Enumerable.Range(0, Rows).Select(_ => (2 * random.NextDouble()) - 1)], b = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[] truth = [.. Enumerable.Range(0, Rows).Select(row => 1 + a[row] + (b[row] > 0.4 ? 0.7 : 0))];
        double[] times = [.. truth.Select(value => Math.Exp(value + (0.5 * Normal())))], ends = [.. times.Select(_ => -8 * Math.Log(1 - random.NextDouble()))];
        double[] seen = [.. times.Zip(ends, Math.Min)], died = [.. times.Zip(ends, (time, end) => time <= end ? 1.0 : 0)];
        Assert.InRange(died.Average(), 0.5, 0.8);
        var table = Table.FromColumns([new("a", a), new("b", b), new("time", seen), new("died", died)], "time");
        var options = new BoostedTreesOptions { Inputs = new Dictionary<string, string> { ["event"] = "died" }, Trees = new() { Rounds = 200, HeldOut = 0.2, EarlyStop = 20, Depth = 3, Threads = 1 } };
        var trees = BoostedTrees.Fit(table, "aft_nll:scale=0.5", options, cancellation: Cancellation);
        Assert.Equal(PredictionLink.Log, trees.Link);
        var errors = trees.Predict(table, Cancellation).Zip(truth, (time, value) => Math.Log(time) - value).ToArray();
        Assert.InRange(errors.Average(), -0.05, 0.05);
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0, 0.15);
        var naive = BoostedTrees.Fit(Table.FromColumns([new("a", a), new("b", b), new("time", Array.ConvertAll(seen, Math.Log))], "time"), "mse", options with { Inputs = new Dictionary<string, string>() }, cancellation: Cancellation);
        Assert.InRange(naive.Predict(table, Cancellation).Zip(truth, (time, value) => time - value).Average(), -1, -0.2);
    }

    [Fact]
    public void TreesLearnWhatALineCannot()
    {
        var table = Deliveries(600, 2);
        var trees = BoostedTrees.Fit(table, "mse", new() { Trees = new() { Rounds = 100, HeldOut = 0.25, EarlyStop = 10, Threads = 1 } }, cancellation: Cancellation);
        Assert.Equal("mse", trees.Loss);
        Assert.Equal(PredictionTask.Regression, trees.Task);
        Assert.Equal(600, trees.Rows);
        Assert.Equal(trees.Model.HeldOutLoss[trees.Model.Rounds - 1], trees.HeldOutLoss);
        var fresh = Predictor.Of(trees).Score(Deliveries(300, 3), Cancellation);
        Assert.Equal("mse", fresh.LossName);
        Assert.InRange(fresh.Losses[0], 0.1, 8);
        Assert.True(fresh.Losses[0] < 0.5 * LinearModel.Fit(table, "mse", cancellation: Cancellation).Score(Deliveries(300, 3), Cancellation).Losses[0]);
        Assert.Equal(1, trees.Gains().Sum(gain => gain.Share), 1e-9);
        Assert.Contains(trees.Gains().Take(3), gain => gain.Column == "town");
        Assert.Equal(("proved to be strictly convex", "已证明严格凸"), (trees.CurvatureReason.English, trees.CurvatureReason.Chinese));
    }

    [Theory]
    [InlineData("binary", null, 1)]
    [InlineData("binary", "hinge", 1)]
    [InlineData("binary", "cross_entropy", 2)]
    [InlineData("three", null, 3)]
    public void ClassesArePredictedByName(string kind, string? loss, int width)
    {
        var table = Classes(240, 5, kind == "three");
        var trees = BoostedTrees.Fit(table, loss is null ? null : (LossSpec)loss, Few, cancellation: Cancellation);
        string[] expected = kind == "three" ? ["high", "low", "middle"] : ["high", "low"];
        Assert.Equal(expected, trees.Classes);
        var predicted = Predictor.Of(trees).Predict(table, Cancellation);
        Assert.Equal(width, predicted.Width);
        Assert.Equal(loss == "hinge" ? "score" : "probability", predicted.Quantity);
        var right = predicted.Classes[0].Zip(Answers(240, 5, kind == "three"), (said, known) => said == known ? 1 : 0).Sum();
        Assert.InRange(right, 200, 240);
        if (width > 1) Assert.All(predicted.Values.Chunk(width), row => Assert.Equal(1, row.Sum(), 1e-9));
        Assert.InRange(Predictor.Of(trees).Score(table, Cancellation).Losses[0], 0, 0.5);
    }

    [Fact]
    public void RowsOfOneClassInALeafDoNotBecomeCertain()
    {
        var trees = BoostedTrees.Fit(Classes(300, 6, hasThree: false), "bce_with_logits", new() { Trees = new() { Rounds = 60, Threads = 1 } }, cancellation: Cancellation);
        Assert.All(trees.Predict(Classes(300, 7, hasThree: false), Cancellation), chance => Assert.InRange(chance, 1e-8, 1 - 1e-8));
    }

    [Fact]
    public void MissingAndUnseenValuesAreNoReasonToStop()
    {
        var trees = BoostedTrees.Fit(Deliveries(200, 1), "mae", Few, cancellation: Cancellation);
        Assert.Contains(trees.Notes, note => note.English == "3 rows have no target and were left out.");
        var rows = Table.FromColumns([new("unknown", [1, 2, 3]), new("town", ["north", "atlantis", null]), new("town_cost", [double.NaN, 2, 2]), new("distance", [double.NaN, 3, 3])]);
        var predicted = Predictor.Of(trees).Predict(rows, Cancellation);
        Assert.All(predicted.Values, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(predicted.Values[1], predicted.Values[2], 1e-9);
        var note = Assert.Single(predicted.Notes);
        Assert.Equal("Column 'town': 1 row holds a text that training has not seen, such as 'atlantis'; they count as missing.", note.English);
        Assert.Contains("atlantis", note.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnThatIsNotThereIsNamed()
    {
        var trees = BoostedTrees.Fit(Deliveries(100, 1), "mse", Few, cancellation: Cancellation);
        Assert.Contains("Is 'distance' called 'Distance' here?", Assert.Throws<DataException>(() => trees.Predict(Table.FromColumns([new("Distance", [1.0]), new("town", ["north"]), new("town_cost", [1.0])]), Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("it holds texts; numbers are expected", Assert.Throws<DataException>(() => trees.Predict(Table.FromColumns([new("distance", ["far"]), new("town", ["north"]), new("town_cost", [1.0])]), Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsOfZeroAreRowsThatAreNotThere()
    {
        var random = new Random(3);
        var (x, price) = (Enumerable.Range(0, 150).Select(_ => random.NextDouble()).ToArray(), Enumerable.Range(0, 150).Select(_ => random.NextDouble()).ToArray());
        Column[] columns = [new("x", x), new("price", price)];
        var weights = Enumerable.Range(0, 150).Select(i => i < 100 ? 1.0 : 0).ToArray();
        var weighted = BoostedTrees.Fit(Table.FromColumns([.. columns, new("w", weights)], "price"), "mse", Few with { Weight = "w" }, cancellation: Cancellation);
        Assert.Single(weighted.Columns);
        Assert.Equal(price[..100].Average(), weighted.Model.Start[0], 1e-9);
        Assert.Throws<DataException>(() => BoostedTrees.Fit(Table.FromColumns([.. columns, new("w", weights.Select(weight => -weight).ToArray())], "price"), "mse", Few with { Weight = "w" }, cancellation: Cancellation));
    }

    [Fact]
    public void AGroupIsHeldOutWhole()
    {
        var columns = MadeTables.Columns(120, 4);
        var groups = Enumerable.Range(0, 120).Select(i => (double)(i / 12)).ToArray();
        var table = Table.FromColumns([.. columns, new("who", groups)], "price", new() { Group = "who" });
        var trees = BoostedTrees.Fit(table, "mse", new() { Trees = Few.Trees with { HeldOut = 0.3 } }, cancellation: Cancellation);
        Assert.DoesNotContain(trees.Columns, column => column.Name == "who");
        Assert.Contains(trees.Notes, note => note.English == "Column 'who' holds the groups and is no feature.");
        Assert.Equal(20, trees.Model.HeldOutLoss.Count);
    }

    [Fact]
    public void TheFirstRoundsCanBeAskedFor()
    {
        var table = Deliveries(200, 1);
        var predictor = Predictor.Of(BoostedTrees.Fit(table, "mse", Few, cancellation: Cancellation));
        var none = predictor.Predict(table, 0, Cancellation).Values;
        Assert.Single(none.Distinct());
        Assert.Equal(predictor.Predict(table, Cancellation).Values, predictor.Predict(table, 20, Cancellation).Values);
        Assert.Contains("the model has 20 rounds", Assert.ThrowsAny<TrainingException>(() => predictor.Predict(table, 21, Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("this model has no rounds", Assert.ThrowsAny<TrainingException>(() => Predictor.Of(LinearModel.Fit(Deliveries(100, 1), "mse", cancellation: Cancellation)).Predict(table, 1, Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryIsStatedBeforeTheFirstRound()
    {
        var heard = new MadeTables.Heard<BoostedTreesProgress>();
        BoostedTrees.Fit(Deliveries(100, 1), "mse", Few, heard, Cancellation);
        Assert.Equal(Enumerable.Range(0, 21), heard.All.Select(one => one.Round));
        Assert.All(heard.All, one => Assert.InRange(one.Bytes, 1, 64 << 20));
    }

    [Theory]
    [InlineData("gaussian_nll", "learns")]
    [InlineData("dice", "it is a function of sums over all rows; trees")]
    [InlineData("cross_entropy_nonsense", "no loss")]
    [InlineData("p^2", "does not use t")]
    [InlineData("huber:delta=1..5", "'1..5'")]
    public void WhatCannotBeBoostedIsToldWhy(string loss, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<Exception>(() => BoostedTrees.Fit(Deliveries(60, 1), loss, Few, cancellation: Cancellation)).Message, StringComparison.Ordinal);

    [Fact]
    public void OptionsOutOfRangeAreRefusedBeforeTheTableIsRead()
    {
        Assert.Contains("boost: --rounds: it is 0; it must be 1 or more", Assert.ThrowsAny<TrainingException>(() => BoostedTrees.Fit(Table.FromFile("nowhere.csv", "y"), "mse", new() { Trees = new() { Rounds = 0 } }, cancellation: Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("early stopping needs rows", Assert.ThrowsAny<TrainingException>(() => BoostedTrees.Fit(Deliveries(60, 1), "mse", new() { Trees = new() { EarlyStop = 5 } }, cancellation: Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no column 'speed' to constrain", Assert.ThrowsAny<TrainingException>(() => BoostedTrees.Fit(Deliveries(60, 1), "mse", new() { Trees = new() { Monotone = new Dictionary<string, int> { ["speed"] = 1 } } }, cancellation: Cancellation)).Message, StringComparison.Ordinal);
    }

    /// <summary>A model that was written before splits with a clear gain had a limit of their own was held by the other one.</summary>
    [Fact]
    public void LeastRowsAreRead()
    {
        var text = BoostedTrees.Fit(Deliveries(60, 1), "mse", new() { Trees = new() { Rounds = 2 } }, cancellation: Cancellation).ToJson();
        Assert.Equal(5, Read(text).Options!.LeastRows);
        Assert.Equal(20, Read(text.Replace("    \"clear_rows\": 5,\n", "", StringComparison.Ordinal)).Options!.LeastRows);
    }

    /// <summary>Every prefix of a model, and a model with one thing changed, is read as a model or refused.</summary>
    [Fact]
    public void DamagedModelsAreRefused()
    {
        var text = BoostedTrees.Fit(Deliveries(60, 1), "mse", new() { Trees = new() { Rounds = 2, Depth = 2, MinRows = 5 } }, cancellation: Cancellation).ToJson();
        (string Old, string New)[] edits =
        [
            ("\"minima-boosted\"", "\"minima-model\""), ("\"version\": 1,\n  \"loss\"", "\"version\": 2,\n  \"loss\""), ("\"task\": \"regression\"", "\"task\": \"binary\""), ("\"task\": \"regression\"", "\"task\": \"survival\""),
            ("\"kind\": \"category\"", "\"kind\": \"colour\""), ("\"column\": \"distance\"", "\"column\": \"distances\""), ("\"north\"", "\"south\""), ("\"link\": \"identity\"", "\"link\": \"chain\""), ("\"left\":[1", "\"left\":[0"),
            ("\"trees\": {", "\"trees\": 1, \"more\": {"), ("\"columns\": [", "\"columns\": 3, \"others\": ["),
        ];
        foreach (var (old, changed) in edits)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            Assert.Throws<DataException>(() => Read(text.Replace(old, changed, StringComparison.Ordinal)));
        }

        for (var length = 0; length < text.Length; length += 97) Assert.Throws<DataException>(() => Read(text[..length]));
    }

    [Fact]
    public void OneRowAndManyMissingColumnsAreToldOrTrained()
    {
        Assert.Throws<DataException>(() => BoostedTrees.Fit(Table.FromColumns([new("x", [1.0]), new("y", [2.0])], "y"), "mse", Few, cancellation: Cancellation));
        var empty = Table.FromColumns([new("x", [double.NaN, double.NaN, double.NaN]), new("y", [1.0, 2, 3])], "y");
        Assert.Contains("no column is left", Assert.Throws<DataException>(() => BoostedTrees.Fit(empty, "mse", Few, cancellation: Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("weight", Assert.ThrowsAny<TrainingException>(() => BoostedTrees.Fit(Table.FromColumns([new("x", [1.0, 2, 3]), new("w", [0.0, 0, 0]), new("y", [1.0, 2, 3])], "y"), "mse", Few with { Weight = "w" }, cancellation: Cancellation)).Message, StringComparison.Ordinal);
    }

    private static BoostedTrees Read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return BoostedTrees.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Minutes that jump with the town and the distance; gaps in the distance and in three targets.</summary>
    private static Table Deliveries(int rows, int seed)
    {
        var random = new Random(seed);
        var (distance, cost, town, minutes) = (new double[rows], new double[rows], new string?[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var place = random.Next(4);
            (distance[i], cost[i], town[i]) = (random.NextDouble() * 10, 1 + random.Next(5), ((string[])["north", "south", "east", "west"])[place]);
            minutes[i] = 10 + (((int[])[0, 12, 3, 20])[place] * (distance[i] > 5 ? 1 : 0.2)) + random.NextDouble();
            if (random.Next(20) == 0) distance[i] = double.NaN;
            if (i % 25 == 7 && i < 70 && rows == 200) minutes[i] = double.NaN;
        }

        return Table.FromColumns([new("distance", distance), new("town", town), new("town_cost", cost), new("minutes", minutes)], "minutes");
    }

    private static string[] Answers(int rows, int seed, bool hasThree)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() is var x && x < 0.4 ? "low" : hasThree && x < 0.7 ? "middle" : "high")];
    }

    private static Table Classes(int rows, int seed, bool hasThree)
    {
        var random = new Random(seed);
        var x = Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray();
        return Table.FromColumns([new("x", x), new("noise", [.. x.Select((_, i) => (double)(i * 7 % 11))]), new("answer", [.. Answers(rows, seed, hasThree)])], "answer");
    }
}

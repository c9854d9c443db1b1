using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>Grades whose order the user gives, as letters or as numbers.</summary>
public sealed class OrderTests
{
    private static readonly string[] Letters = ["E", "D", "C", "B", "A"];

    private static readonly ComparisonOptions Small = new() { Losses = ["cross_entropy"], Repeats = 1, Seed = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Letters in an order are the numbers 1 to 5 under other names: every figure is the same.</summary>
    [Fact]
    public void LettersAreNumbersByAnotherName()
    {
        var (hours, grades) = Grades(400, 3);
        var letters = Comparison.Run(Table.FromColumns([new("hours", hours), new("grade", [.. grades.Select(grade => Letters[grade - 1])])], "grade", new() { Order = Letters }), Small, null, Cancellation);
        var numbers = Comparison.Run(Table.FromColumns([new("hours", hours), new("grade", [.. grades.Select(grade => (double)grade)])], "grade"), Small with { Task = PredictionTask.Ordinal }, null, Cancellation);
        Assert.Equal((PredictionTask.Ordinal, PredictionTask.Ordinal), (letters.Task.Task, numbers.Task.Task));
        Assert.Equal(Letters, letters.Data.Classes);
        foreach (var (one, other) in letters.Rows.Zip(numbers.Rows))
            Assert.Equal(other.Metrics.Select(metric => (metric.Metric.Key, metric.Mean)), one.Metrics.Select(metric => (metric.Metric.Key, metric.Mean)));
        Assert.Contains(letters.Metrics, metric => metric.Key == "rps");
    }

    /// <summary>Backwards the errors are the same, and numbers get any order.</summary>
    [Fact]
    public void AnOrderMayRunBackwardsAndBeOfNumbers()
    {
        var (hours, grades) = Grades(300, 5);
        Column[] columns = [new("hours", hours), new("grade", [.. grades.Select(grade => (double)(10 * grade))])];
        var up = Comparison.Run(Table.FromColumns(columns, "grade", new() { Order = ["10", "20", "30", "40", "50"] }), Small, null, Cancellation);
        var down = Comparison.Run(Table.FromColumns(columns, "grade", new() { Order = ["50", "40", "30", "20", "10"] }), Small, null, Cancellation);
        foreach (var key in new[] { "rank-mae", "accuracy", "kappa" })
            Assert.Equal(up.Rows.Single(row => row.Name == "cross_entropy").Mean(TableMetric.Of(key))!.Value, down.Rows.Single(row => row.Name == "cross_entropy").Mean(TableMetric.Of(key))!.Value, 0.01);
        Assert.Equal(up.Rows.Single(row => row.Name == "cross_entropy").Mean(TableMetric.Of("rps"))!.Value, down.Rows.Single(row => row.Name == "cross_entropy").Mean(TableMetric.Of("rps"))!.Value, 0.005);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("cross_entropy")]
    public void TheModelPredictsGradesByTheirNames(string loss)
    {
        var (hours, grades) = Grades(400, 7);
        var table = Table.FromColumns([new("hours", hours), new("grade", [.. grades.Select(grade => Letters[grade - 1])])], "grade", new() { Order = Letters });

        // Rounded to the nearest grade mse is a little behind; asked for the class alone it is far behind.
        var result = Comparison.Run(table, Small with { Losses = [loss], Metric = loss == "mse" ? null : TableMetric.Of("rps"), Wanted = loss == "mse" ? null : Wanted.Probability }, null, Cancellation);
        var model = result.Best!.Refit(table, Cancellation);
        var predicted = Predictor.Of(model).Predict(table, Cancellation).Classes[0];
        Assert.All(predicted, name => Assert.Contains(name, Letters));
        Assert.True(predicted.Zip(grades, (name, grade) => Math.Abs(Array.IndexOf(Letters, name) + 1 - grade)).Average() < 0.6);
        if (model.Grades.Count == 0) return;
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            Assert.Equal(predicted, Predictor.Load(path).Predict(table, Cancellation).Classes[0]);
        }
        finally
        {
            File.Delete(path);
        }

        var numbers = Predictor.Of(model).Predict(table, Cancellation).Values;
        Assert.Equal(numbers.Select(number => Letters[(int)Math.Clamp(Math.Round(number) - 1, 0, 4)]), predicted);
    }

    /// <summary>A saved model of places is scored in places, on letters and on numbers that are no places alike, whether it is linear or of trees.</summary>
    [SlowTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void ASavedModelIsScoredInGrades(bool isOfTrees, bool areNumbers)
    {
        var (hours, grades) = Grades(400, 11);
        string[] order = areNumbers ? ["50", "40", "30", "20", "10"] : Letters;
        var column = areNumbers ? new Column("grade", [.. grades.Select(grade => 60.0 - (10 * grade))]) : new Column("grade", [.. grades.Select(grade => Letters[grade - 1])]);
        var table = Table.FromColumns([new("hours", hours), column], "grade", new() { Order = order });
        var result = Comparison.Run(table, Small with { Losses = ["mse"], Models = [isOfTrees ? ComparedModel.Trees : ComparedModel.Linear] }, null, Cancellation);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            if (isOfTrees) result.Best!.RefitTrees(table, Cancellation).Save(path);
            else result.Best!.Refit(table, Cancellation).Save(path);
            IsScoredInGrades(Predictor.Load(path), table, grades, order);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void BoostedTreesOfPlacesAreScoredInGrades()
    {
        var (hours, grades) = Grades(400, 12);
        var table = Table.FromColumns([new("hours", hours), new("grade", [.. grades.Select(grade => Letters[grade - 1])])], "grade", new() { Order = Letters });
        IsScoredInGrades(Predictor.Of(BoostedTrees.Fit(table, "mse", new() { Trees = new() { Rounds = 20, Seed = 1 } }, null, Cancellation)), table, grades, Letters);
    }

    private static void IsScoredInGrades(Predictor predictor, Table table, int[] grades, string[] order)
    {
        var predicted = predictor.Predict(table, Cancellation);
        var rounded = predicted.Values.Select(place => (int)Math.Clamp(Math.Ceiling(place - 0.5), 1, 5)).ToArray();
        Assert.Equal(rounded.Select(place => order[place - 1]), predicted.Classes[0]);
        var sheet = predictor.Score(table, Cancellation);
        var error = rounded.Zip(grades, (place, grade) => Math.Abs(place - grade)).Average();
        Assert.True(error < 0.7);
        Assert.Equal(error, sheet.Of(TableMetric.Of("rank-mae"))!.Value, 12);
        Assert.Equal(predicted.Values.Zip(grades, (place, grade) => (place - grade) * (place - grade)).Average(), sheet.Losses[0], 9);
        Assert.Equal(sheet.Losses[0], predictor.Decompose(table, Cancellation).MeanLoss, 9);
        var interval = ConformalPredictor.Calibrate(predictor, table, 0.9, Cancellation);
        Assert.InRange(interval.Threshold, 0.3, 2);
    }

    /// <summary>The score of a sure and right forecast is 0, of a sure one that is two of four steps off a half; of shares it is their own spread.</summary>
    [Fact]
    public void PresentGradesAreReadByTheirNames()
    {
        var (hours, grades) = Grades(300, 9);
        string[] now = [.. grades.Select((grade, i) => Letters[i % 4 == 0 ? Math.Max(0, grade - 2) : grade - 1])];
        var table = Table.FromColumns([new("hours", hours), new("now", now), new("grade", [.. grades.Select(grade => Letters[grade - 1])])], "grade", new() { Order = Letters, Baseline = "now" });
        var row = Comparison.Run(table, Small, null, Cancellation).Rows.Single(row => row.Kind == RowKind.Baseline);
        var expected = grades.Zip(now, (grade, name) => (double)Math.Abs(grade - 1 - Array.IndexOf(Letters, name))).Average();
        Assert.Equal(expected, row.Mean(TableMetric.Of("rank-mae"))!.Value, 0.02);
    }

    [Theory]
    [InlineData("E,D,C,B", "lacks")]
    [InlineData("E,D,C,B,A,S", "no row has 'S'")]
    [InlineData("E,D", "three or more")]
    [InlineData("E,D,D,B,A", "three or more different")]
    public void AnOrderThatDoesNotFitIsRefused(string order, string why)
    {
        var (hours, grades) = Grades(100, 1);
        var table = Table.FromColumns([new("hours", hours), new("grade", [.. grades.Select(grade => Letters[grade - 1])])], "grade", new() { Order = order.Split(',') });
        Assert.Contains(why, Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Small, null, Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOrderIsForOneTargetOfGrades()
    {
        var (hours, grades) = Grades(100, 1);
        Column[] columns = [new("hours", hours), new("grade", [.. grades.Select(grade => Letters[grade - 1])])];
        Assert.Contains("leave out --positive", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Table.FromColumns(columns, "grade", new() { Order = Letters, PositiveClass = "A" }), Small, null, Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("leave out --positive", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Table.FromColumns(columns, "grade", new() { Order = Letters, Task = PredictionTask.MultiClass }), Small, null, Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("number the grades", Assert.ThrowsAny<TrainingException>(() => NetworkTraining.Train(Table.FromColumns(columns, "grade", new() { Order = Letters }), new() { Loss = "mse" })).Message, StringComparison.Ordinal);
    }

    private static (double[] Hours, int[] Grades) Grades(int rows, int seed)
    {
        var random = new Random(seed);
        var (hours, grades) = (new double[rows], new int[rows]);
        for (var i = 0; i < rows; i++)
        {
            hours[i] = (4 * random.NextDouble()) - 2;
            var noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            grades[i] = Math.Clamp((int)Math.Round(3 + hours[i] + noise), 1, 5);
        }

        return (hours, grades);
    }
}

using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Fits of tables, and what becomes of the models.</summary>
public sealed class LinearModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void AFitFindsTheCoefficients()
    {
        var heard = new MadeTables.Heard<FitProgress>();
        var model = LinearModel.Fit(MadeTables.Flats(200, 1, noise: 0, new TableOptions { Ignore = ["town"] }), Loss.Create("mse"), null, heard, Cancellation);
        Assert.Equal(["area", "age"], model.Features);
        Assert.Equal(3, model.Coefficients[0][0], 1e-9);
        Assert.Equal(-2, model.Coefficients[0][1], 1e-9);
        Assert.Equal(10, model.Intercepts[0], 1e-9);
        Assert.True(model.Certificate.IsOptimal);
        Assert.InRange(model.Certificate.Gap, 0, 1e-6);
        Assert.Contains("optimum", model.Certificate.Why.In(Language.English), StringComparison.Ordinal);
        Assert.Contains("最优", model.Certificate.Why.In(Language.Chinese), StringComparison.Ordinal);
        Assert.NotEmpty(heard.All);
        Assert.Contains(model.Notes, note => note.English.Contains("town", StringComparison.Ordinal) && note.Chinese.Contains("town", StringComparison.Ordinal) && note.Chinese != note.English);
    }

    [Theory]
    [InlineData("pinball:quantile=0.9")]
    [InlineData("huber:delta=0.2")]
    [InlineData("relu(t-p)*4 + relu(p-t)")]
    public void ASavedModelPredictsTheSame(string loss)
    {
        var table = MadeTables.Flats(120, 2);
        var model = LinearModel.Fit(table, loss, new FitOptions { L2 = 1e-3 }, cancellation: Cancellation);
        var path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            Assert.Equal(model.ToJson() + "\n", File.ReadAllText(path));
            var predicted = model.Predict(table, Cancellation);
            Assert.Equal(120, predicted.Length);
            Assert.Equal(predicted, LinearModel.Load(path).Predict(table, Cancellation));
            Assert.Equal(predicted, Predictor.Load(path).Predict(table, Cancellation).Values);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ScoresAreThoseOfThePredictions()
    {
        var columns = MadeTables.Columns(150, 3);
        var model = LinearModel.Fit(Table.FromColumns(columns, "price"), Loss.Create("mae"), cancellation: Cancellation);
        var table = Table.FromColumns(columns);
        var price = LinearModel.Fit(Table.FromColumns(columns, "price"), Loss.Create("mse"), new FitOptions { L2 = 1e9 }, cancellation: Cancellation);
        var sheet = model.Score(table, Cancellation);
        Assert.Equal(150, sheet.Rows);
        Assert.Equal(sheet.Losses[0], sheet.Of(TableMetric.Of("mae"))!.Value, 1e-12);
        Assert.True(sheet.Of(TableMetric.Of("mae")) < price.Score(table, Cancellation).Of(TableMetric.Of("mae")));
        Assert.Null(sheet.Of(TableMetric.Of("log-loss")));
    }

    [Fact]
    public void ClassesHaveProbabilities()
    {
        var table = MadeTables.Classes(300, 4);
        var model = LinearModel.Fit(table, Loss.Create("bce_with_logits"), cancellation: Cancellation);
        Assert.Equal(["no", "yes"], model.Classes);
        var prediction = Predictor.Of(model).Predict(table, Cancellation);
        Assert.Equal(("probability", 1, 300), (prediction.Quantity, prediction.Width, prediction.Rows));
        Assert.Equal(["yes"], prediction.OfClasses);
        Assert.All(prediction.Values.Zip(prediction.Classes[0]), row => Assert.Equal(row.First > 0.5 ? "yes" : "no", row.Second));
        Assert.Equal(model.Predict(table, Cancellation), prediction.Values);
    }

    [Fact]
    public void ManyThreadsPredictWithOneModel()
    {
        var table = MadeTables.Flats(500, 5);
        var predictor = Predictor.Of(LinearModel.Fit(table, Loss.Create("mse"), cancellation: Cancellation));
        var expected = predictor.Predict(table, Cancellation).Values;
        Parallel.For(0, 16, new ParallelOptions { CancellationToken = Cancellation }, _ => Assert.Equal(expected, predictor.Predict(table).Values));
    }

    [Fact]
    public void WhatCannotBeFittedIsRefused()
    {
        var table = MadeTables.Flats(50, 6);
        Assert.Contains("has no such column", Assert.Throws<DataException>(() => LinearModel.Fit(Table.FromColumns(MadeTables.Columns(50, 6), "prize"), "mse")).Message, StringComparison.Ordinal);
        Assert.Contains("needs --target", Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(Table.FromColumns(MadeTables.Columns(50, 6)), "mse")).Message, StringComparison.Ordinal);
        Assert.Throws<LossException>(() => LinearModel.Fit(table, "no_such_loss"));
        Assert.Throws<LossException>(() => LinearModel.Fit(table, "huber:delta=1..2"));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearModel.Fit(table, "mse", new FitOptions { L2 = -1 }));
        Assert.Contains("separates the classes", Assert.Throws<FitException>(() => LinearModel.Fit(
            Table.FromColumns([new("x", [1.0, 2, 3, 4]), new("y", ["a", "a", "b", "b"])], "y"), "bce_with_logits")).Message, StringComparison.Ordinal);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => LinearModel.Fit(table, "mae", cancellation: source.Token));
    }
}

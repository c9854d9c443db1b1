using Minima.Analysis;
using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>The mean loss as miscalibration - discrimination + uncertainty.</summary>
public sealed class DecompositionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>By hand: predictions 1, 2, 3, 4 and targets 2, 1, 3, 6 pool the first two to 1.5.</summary>
    [Fact]
    public void AHandMadeExampleIsRight()
    {
        var model = LinearModel.Fit(Table.FromColumns([new("x", [1.0, 2, 3]), new("y", [1.0, 2, 3])], "y"), "mse", cancellation: Cancellation);
        var parts = model.Decompose(Table.FromColumns([new("x", [1.0, 2, 3, 4]), new("y", [2.0, 1, 3, 6])]), Cancellation);
        Assert.Equal((Functional.Mean, 4), (parts.Functional, parts.Rows));
        Assert.Equal(6 / 4.0, parts.MeanLoss, 1e-9);
        Assert.Equal((6 - 0.5) / 4, parts.Miscalibration, 1e-9);
        Assert.Equal(14 / 4.0, parts.Uncertainty, 1e-9);
        Assert.Equal((14 - 0.5) / 4, parts.Discrimination, 1e-9);
        Assert.Equal([(1.5, 2), (3.0, 1), (6.0, 1)], parts.Blocks.Select(block => (block.Recalibrated, block.Rows)));
        Assert.Equal([2.0, 3, 4], parts.Blocks.Select(block => Math.Round(block.High, 9)));
    }

    [Theory]
    [InlineData("mse", Functional.Mean)]
    [InlineData("mae", Functional.Median)]
    [InlineData("pinball:quantile=0.8", Functional.Quantile)]
    [InlineData("relu(t-p)*4 + relu(p-t)", Functional.Quantile)]
    [InlineData("expectile:expectile=0.8", Functional.Expectile)]
    [InlineData("poisson_nll", Functional.Mean)]
    [InlineData("gamma_nll", Functional.Mean)]
    public void PartsOfNumbersAddUpAndHaveTheirSigns(string loss, Functional functional) => Check(Fit(loss, MadeTables.Flats(150, 61)), MadeTables.Flats(200, 62), functional);

    [Theory]
    [InlineData("bce_with_logits")]
    [InlineData("logistic")]
    [InlineData("exponential")]
    public void PartsOfClassesAddUpAndHaveTheirSigns(string loss)
    {
        var parts = Check(Fit(loss, MadeTables.Classes(200, 63)), MadeTables.Classes(300, 64), Functional.Mean);
        Assert.All(parts.Blocks, block => Assert.True(block is { Low: >= 0, High: <= 1, Recalibrated: >= 0 and <= 1 }));
        Assert.True(parts.Discrimination > parts.Miscalibration);
    }

    [Fact]
    public void WhatCannotBeRecalibratedIsRefused()
    {
        Assert.Contains("convex", Assert.ThrowsAny<TrainingException>(() => Fit("cauchy", MadeTables.Flats(60, 65)).Decompose(MadeTables.Flats(60, 66), Cancellation)).Message, StringComparison.Ordinal);
        var grades = LinearModel.Fit(MadeTables.Grades(100, 67), "crammer_singer", cancellation: Cancellation);
        Assert.Contains("no probabilities", Assert.ThrowsAny<TrainingException>(() => grades.Decompose(MadeTables.Grades(100, 68), Cancellation)).Message, StringComparison.Ordinal);
    }

    /// <summary>The best constant of both is the shares of the classes; on the rows that it was fitted to the log-loss leaves nothing to recalibrate but the scale of each class.</summary>
    [SlowTheory]
    [InlineData("cross_entropy")]
    [InlineData("brier_multi")]
    public void PartsOfSeveralClassesAddUpAndHaveTheirSigns(string loss)
    {
        var (train, table) = (MadeTables.Grades(200, 69), MadeTables.Grades(300, 70));
        var model = Fit(loss, train);
        var parts = model.Decompose(table, Cancellation);
        Assert.Equal(parts.MeanLoss, parts.Miscalibration - parts.Discrimination + parts.Uncertainty, 1e-12);
        Assert.Equal(model.Score(table, Cancellation).Losses[0], parts.MeanLoss, 1e-12);
        Assert.True(parts is { Miscalibration: > 0, Discrimination: > 0, Blocks.Count: 0 });
        Assert.Equal(300, parts.Rows);
        Assert.True(model.Decompose(train, Cancellation).Miscalibration < parts.Miscalibration);
    }

    private static LinearModel Fit(string loss, Table table) => LinearModel.Fit(table, loss, cancellation: Cancellation);

    /// <summary>The sum is exact, both parts are at least 0, and values of blocks rise.</summary>
    private static ScoreDecomposition Check(LinearModel model, Table table, Functional functional)
    {
        var parts = model.Decompose(table, Cancellation);
        Assert.Equal(functional, parts.Functional);
        Assert.Equal(parts.MeanLoss, parts.Miscalibration - parts.Discrimination + parts.Uncertainty, 1e-12 * (1 + Math.Abs(parts.MeanLoss)));
        Assert.Equal(model.Score(table, Cancellation).Losses[0], parts.MeanLoss, 1e-12);
        Assert.True(parts.Miscalibration >= -1e-12);
        Assert.True(parts.Discrimination >= -1e-12);
        Assert.Equal(parts.Rows, parts.Blocks.Sum(block => block.Rows));
        Assert.All(parts.Blocks.Zip(parts.Blocks.Skip(1)), pair => Assert.True(pair.First.Recalibrated < pair.Second.Recalibrated && pair.First.High < pair.Second.Low));
        return parts;
    }
}

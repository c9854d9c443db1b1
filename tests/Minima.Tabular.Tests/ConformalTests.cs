using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Conformal intervals and sets: what they promise of new rows.</summary>
public sealed class ConformalTests
{
    private const double Level = 0.9;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TheThresholdIsTheScoreOfItsRank()
    {
        // A model that is 0 everywhere: residuals 1 to 9, of which the ninth has rank ceil(10 * 0.9).
        var flat = LinearModel.Fit(Table.FromColumns([new("x", [1.0, 2, 3, 4]), new("y", [1.0, -1, -1, 1])], "y"), "mse", cancellation: Cancellation);
        var rows = Table.FromColumns([new("x", [2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5]), new("y", [3.0, -1, 2, 9, -4, 5, -8, 7, 6])]);
        var conformal = ConformalPredictor.Calibrate(Predictor.Of(flat), rows, Level, Cancellation);
        Assert.Equal((9, 9.0), (conformal.Rows, Math.Round(conformal.Threshold, 12)));
        Assert.Equal(5, ConformalPredictor.Calibrate(Predictor.Of(flat), rows, 0.5, Cancellation).Threshold, 1e-12);
        var prediction = conformal.Predict(Table.FromColumns([new("x", [0.0])]), Cancellation);
        Assert.Equal(prediction.Prediction.Values[0] - 9, prediction.Lower[0], 1e-12);
        Assert.Equal(prediction.Prediction.Values[0] + 9, prediction.Upper[0], 1e-12);
        Assert.Contains("at least 19", Assert.Throws<DataException>(() => ConformalPredictor.Calibrate(Predictor.Of(flat), rows, 0.95, Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QuantilesTheWrongWayRoundAreRefused()
    {
        var (train, held) = (Noisy(100, 1), Noisy(99, 2));
        var (low, high) = (Predictor.Of(LinearModel.Fit(train, "pinball:0.05", cancellation: Cancellation)), Predictor.Of(LinearModel.Fit(train, "pinball:0.95", cancellation: Cancellation)));
        var refused = Assert.ThrowsAny<TrainingException>(() => ConformalPredictor.Calibrate(high, low, held, Level, Cancellation));
        Assert.Contains("the model of --upper predicts less than the other one on 99 of 99 rows", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Over many draws the share inside is the level; the bound is 4.5 of its standard errors. Between quantiles the width follows the noise.</summary>
    [SlowFact]
    public void TheShareInsideIsTheLevel()
    {
        var (inside, between, all) = (0, 0, 0);
        var (narrow, wide) = (0.0, 0.0);
        var draws = Sweep.Of(thin: 12, wide: 40, full: 40);
        for (var seed = 0; seed < draws; seed++)
        {
            var (train, held, fresh) = (Noisy(100, 3 * seed), Noisy(99, (3 * seed) + 1), Noisy(100, (3 * seed) + 2));
            var model = Predictor.Of(LinearModel.Fit(train, "mse", cancellation: Cancellation));
            var plain = ConformalPredictor.Calibrate(model, held, Level, Cancellation).Predict(fresh, Cancellation);
            var low = Predictor.Of(LinearModel.Fit(train, "pinball:0.05", cancellation: Cancellation));
            var high = Predictor.Of(LinearModel.Fit(train, "pinball:0.95", cancellation: Cancellation));
            var quantiles = ConformalPredictor.Calibrate(low, high, held, Level, Cancellation).Predict(fresh, Cancellation);
            var (x, y) = (Cells(100, (3 * seed) + 2).X, Cells(100, (3 * seed) + 2).Y);
            for (var i = 0; i < y.Length; i++)
            {
                all++;
                if (plain.Lower[i] <= y[i] && y[i] <= plain.Upper[i]) inside++;
                if (quantiles.Lower[i] <= y[i] && y[i] <= quantiles.Upper[i]) between++;
                if (x[i] < 0.2) narrow += quantiles.Upper[i] - quantiles.Lower[i];
                if (x[i] > 0.8) wide += quantiles.Upper[i] - quantiles.Lower[i];
            }
        }

        // Rows of one calibration share its luck: draws whose share has the deviation of a beta distribution, and their own rows.
        var bound = 4.5 * Math.Sqrt((Level * (1 - Level) / draws / 101) + (Level * (1 - Level) / all));
        Assert.InRange((double)inside / all, Level - bound, Level + bound);
        Assert.InRange((double)between / all, Level - bound, Level + bound);
        Assert.True(wide > 1.5 * narrow);
    }

    [Theory]
    [InlineData(2, "bce_with_logits")]
    [InlineData(3, "cross_entropy")]
    public void SetsHoldTheClass(int classes, string loss)
    {
        var model = Predictor.Of(LinearModel.Fit(Classes(300, 1, classes), loss, cancellation: Cancellation));
        var conformal = ConformalPredictor.Calibrate(model, Classes(400, 2, classes), Level, Cancellation);
        var fresh = Classes(2000, 3, classes);
        var prediction = conformal.Predict(fresh, Cancellation);
        var truth = ClassCells(2000, 3, classes).Y;
        var share = prediction.Sets.Zip(truth).Count(pair => pair.First.Contains(pair.Second)) / 2000.0;
        Assert.InRange(share, Level - 0.07, Level + 0.07);
        Assert.Contains(prediction.Sets, set => set.Length == 1);
        Assert.Contains(prediction.Sets, set => set.Length == 2);
        Assert.All(prediction.Sets, set => Assert.Subset(prediction.Prediction.InOrder.ToHashSet(), set.ToHashSet()));
    }

    [Fact]
    public void ALevelIsAShare()
    {
        var model = Predictor.Of(LinearModel.Fit(Classes(60, 4, 2), "hinge", new FitOptions { L2 = 0.1 }, cancellation: Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalPredictor.Calibrate(model, Classes(60, 5, 2), 1, Cancellation));
    }

    private static Table Noisy(int rows, int seed)
    {
        var (x, y) = Cells(rows, seed);
        return Table.FromColumns([new("x", x), new("y", y)], "y");
    }

    private static (double[] X, double[] Y) Cells(int rows, int seed)
    {
        var random = new Random(seed);
        var (x, y) = (new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            x[i] = random.NextDouble();
            y[i] = x[i] + ((0.1 + x[i]) * Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5));
        }

        return (x, y);
    }

    internal static Table Classes(int rows, int seed, int classes)
    {
        var (x, y) = ClassCells(rows, seed, classes);
        return Table.FromColumns([new("x", x), new("y", y)], "y");
    }

    internal static (double[] X, string[] Y) ClassCells(int rows, int seed, int classes)
    {
        var random = new Random(seed);
        var (x, y) = (new double[rows], new string[rows]);
        for (var i = 0; i < rows; i++)
        {
            x[i] = classes * random.NextDouble();
            y[i] = ((string[])["a", "b", "c"])[Math.Clamp((int)Math.Floor(x[i] + random.NextDouble() + random.NextDouble() - 1), 0, classes - 1)];
        }

        return (x, y);
    }
}

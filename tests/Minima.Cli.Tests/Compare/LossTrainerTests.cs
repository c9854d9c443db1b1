using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class LossTrainerTests
{
    /// <summary>The default's model must be the ridge regression that the normal equations give.</summary>
    [Fact]
    public void SquaredErrorIsRidgeRegression()
    {
        var data = Diabetes();
        var fold = First(data);
        var candidate = Candidates.For(data, fold.Scale, []).Chosen[0];
        var trained = LossTrainer.Train(candidate, data.Targets[0], fold, null, CancellationToken.None);
        var expected = Ridge(fold, trained.L2);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], trained.Predictions.Score[i], 0.02);
    }

    /// <summary>A bounded loss starts twice, and must end no higher than where the default's weights lead.</summary>
    [Fact]
    public void ConvexityIsSeen()
    {
        var data = Diabetes();
        var fold = First(data);
        var requests = new[] { "huber", "mae", "log_cosh", "poisson_nll", "welsch", "cauchy", "talwar" }.Select(loss => LossSpec.Parse(loss)).ToArray();
        var convex = Candidates.For(data, fold.Scale, requests).Chosen
            .Where(candidate => ConvexityProbe.LooksConvex(
                candidate,
                candidate.Create(fold.Scale),
                fold.Split.TrainTarget,
                fold.ScaleOf(candidate.Entry, TargetKind.Regression)))
            .Select(candidate => candidate.Entry.Key).ToArray();
        Assert.Equal(["mse", "huber", "mae", "log_cosh", "poisson_nll"], convex);
    }

    /// <summary>Multiplying the target by a power of two multiplies every prediction and leaves the choice of l2.</summary>
    [Fact]
    public void TheUnitOfTheTargetDoesNotMatter()
    {
        var data = Diabetes();
        const double factor = 1024;
        var target = new TargetColumn("y", Array.ConvertAll(data.Targets[0].Values, value => value * factor), TargetKind.Regression, []);
        var large = data with { Targets = [target] };
        var (small, big) = (Train(data, "huber"), Train(large, "huber"));
        Assert.Equal(small.L2, big.L2);
        for (var i = 0; i < small.Predictions.Score.Length; i++)
            Assert.Equal(small.Predictions.Score[i], big.Predictions.Score[i] / factor, 0.02);
    }

    [Fact]
    public void ALearnedVarianceIsThatOfTheResiduals()
    {
        var trained = Train(Diabetes(), "gaussian_nll");
        Assert.InRange(Math.Sqrt(trained.Learned[0]), 48, 60);
    }

    private static ComparisonData Diabetes() => ComparisonReader.Read(Table.Bundled("diabetes"), new(), TestContext.Current.CancellationToken);

    private static OuterFold First(ComparisonData data) => OuterFold.Create(data, FoldMaker.Create(data, new ComparisonOptions { Repeats = 1 }, data.Used).Splits[0], data.Targets[0], TestContext.Current.CancellationToken);

    private static TrainedFold Train(ComparisonData data, string loss)
    {
        var fold = First(data);
        var candidate = Candidates.For(data, fold.Scale, [LossSpec.Parse(loss)]).Chosen[1];
        return LossTrainer.Train(candidate, data.Targets[0], fold, null, CancellationToken.None);
    }

    /// <summary>Minimises mean (s u - t)^2 / c + l2 / 2 |w|^2 with u = X w + b and c = 2 s^2, the curvature, by Gaussian elimination; X has mean 0.</summary>
    private static double[] Ridge(OuterFold fold, double l2)
    {
        var split = fold.Split;
        var (rows, columns) = (split.TrainTarget.Length, split.Columns);
        var target = Array.ConvertAll(split.TrainTarget, value => value - fold.Center);
        var norm = 2 * fold.Scale * fold.Scale;
        var matrix = new double[columns, columns + 1];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
            {
                var x = split.TrainDesign[(i * columns) + j];
                for (var k = 0; k < columns; k++)
                    matrix[j, k] += 2 * fold.Scale * fold.Scale / (rows * norm) * x * split.TrainDesign[(i * columns) + k];
                matrix[j, columns] += 2 * fold.Scale / (rows * norm) * x * target[i];
            }

            matrix[j, j] += l2;
        }

        for (var pivot = 0; pivot < columns; pivot++)
        {
            for (var row = 0; row < columns; row++)
            {
                if (row == pivot) continue;
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (var k = pivot; k <= columns; k++) matrix[row, k] -= factor * matrix[pivot, k];
            }
        }

        var intercept = target.Average();
        var prediction = new double[split.TestTarget.Length];
        for (var i = 0; i < prediction.Length; i++)
        {
            prediction[i] = fold.Center + intercept;
            for (var j = 0; j < columns; j++)
                prediction[i] += fold.Scale * split.TestDesign[(i * columns) + j] * matrix[j, columns] / matrix[j, j];
        }

        return prediction;
    }
}

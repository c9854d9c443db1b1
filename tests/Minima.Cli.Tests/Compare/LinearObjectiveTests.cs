using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class LinearObjectiveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void GradientAgreesWithDifferences(int columns)
    {
        const int rows = 13;
        var random = new RandomState(1);
        var design = Draw(random, rows * columns);
        var target = Draw(random, rows);
        var objective = new LinearObjective(design, rows, columns, Squared(target), 0.3);
        var at = Draw(random, columns + 1);
        var gradient = new double[columns + 1];
        var unused = new double[columns + 1];
        objective.ValueAndGradient(at, gradient);
        for (var j = 0; j <= columns; j++)
        {
            const double h = 1e-5;
            var up = (double[])at.Clone();
            var down = (double[])at.Clone();
            up[j] += h;
            down[j] -= h;
            var slope = (objective.ValueAndGradient(up, unused) - objective.ValueAndGradient(down, unused)) / (2 * h);
            Assert.Equal(slope, gradient[j], 1e-8);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(0)]
    public void RidgeAgreesWithTheClosedForm(int denseUpTo)
    {
        const int rows = 40;
        const int columns = 6;
        const double l2 = 0.7;
        var random = new RandomState(2);
        var design = Draw(random, rows * columns);
        var target = Draw(random, rows);
        for (var i = 0; i < rows; i++) target[i] += 5 + (2 * design[i * columns]);
        var objective = new LinearObjective(design, rows, columns, Squared(target), l2);
        var result = Minimizer.Minimize(
            objective.ValueAndGradient, new double[columns + 1], new MinimizerOptions { DenseUpTo = denseUpTo });
        Assert.True(result.Converged, result.ToString());

        // Normal equations of mean((Xw + b - y)^2) + l2/2 |w|^2, the intercept as a last column of ones.
        const int size = columns + 1;
        var system = new double[size, size + 1];
        for (var i = 0; i < rows; i++)
        {
            double[] row = [.. design.AsSpan(i * columns, columns), 1];
            for (var j = 0; j < size; j++)
            {
                for (var k = 0; k < size; k++) system[j, k] += 2 * row[j] * row[k] / rows;
                system[j, size] += 2 * row[j] * target[i] / rows;
            }
        }

        for (var j = 0; j < columns; j++) system[j, j] += l2;
        var expected = Solve(system, size);
        for (var j = 0; j < size; j++) Assert.Equal(expected[j], result.Parameters[j], 1e-7);
    }

    // Optimum of the linear programme, scikit-learn 1.2.1: X, y = load_diabetes(scaled=False, return_X_y=True);
    // Z = StandardScaler().fit_transform(X); r = QuantileRegressor(quantile=a, alpha=0, solver='highs').fit(Z, y);
    // mean_pinball_loss(y, r.predict(Z), alpha=a).
    [Theory]
    [InlineData(0.5, 21.52075034293897, 300, 1e-7)]
    [InlineData(0.5, 21.52075034293897, 0, 1e-5)]
    [InlineData(0.9, 9.087896783858504, 300, 1e-7)]
    [InlineData(0.9, 9.087896783858504, 0, 1e-5)]
    public void PinballComesNearTheLinearProgramme(double level, double optimum, int denseUpTo, double tolerance)
    {
        var data = ComparisonReader.Read(Table.Bundled("diabetes"), new(), TestContext.Current.CancellationToken);
        var design = FeatureSet.Fit(data.Columns, data.Used).Design;
        var target = data.Targets[0].Values;
        var columns = data.Columns.Count;
        var objective = new LinearObjective(
            design,
            data.Rows,
            columns,
            (prediction, gradient) =>
            {
                var sum = 0.0;
                for (var i = 0; i < prediction.Length; i++)
                {
                    var rest = target[i] - prediction[i];
                    sum += rest > 0 ? level * rest : (level - 1) * rest;
                    gradient[i] = (rest > 0 ? -level : 1 - level) / prediction.Length;
                }

                return sum / prediction.Length;
            },
            0);
        var result = Minimizer.Minimize(
            objective.ValueAndGradient, new double[columns + 1], new MinimizerOptions { DenseUpTo = denseUpTo });
        Assert.True(result.Converged, result.ToString());
        Assert.InRange((result.Value - optimum) / optimum, -1e-12, tolerance);
    }

    // scipy.optimize.linprog(method='highs') of mean max(0, 1 - s (Zw + b)) over the first ten standardised features.
    [Fact]
    public void HingeComesNearTheLinearProgramme()
    {
        var (design, target, rows) = Cancer();
        var objective = new LinearObjective(
            design,
            rows,
            10,
            (prediction, gradient) =>
            {
                var sum = 0.0;
                for (var i = 0; i < prediction.Length; i++)
                {
                    var sign = (2 * target[i]) - 1;
                    var margin = 1 - (sign * prediction[i]);
                    sum += Math.Max(0, margin);
                    gradient[i] = margin > 0 ? -sign / prediction.Length : 0;
                }

                return sum / prediction.Length;
            },
            0);
        var result = Minimizer.Minimize(objective.ValueAndGradient, new double[11]);
        Assert.True(result.Converged, result.ToString());
        Assert.InRange((result.Value - 0.1306573997218894) / 0.1306573997218894, -1e-12, 1e-4);
    }

    // scikit-learn 1.2.1: LogisticRegression(C=1 / (n * 0.01), tol=1e-12, max_iter=10000) on the first ten standardised
    // features; log_loss + 0.005 |w|^2.
    [Fact]
    public void LogisticRegressionAgreesWithScikitLearn()
    {
        var (design, target, rows) = Cancer();
        var objective = new LinearObjective(
            design,
            rows,
            10,
            (prediction, gradient) =>
            {
                var sum = 0.0;
                for (var i = 0; i < prediction.Length; i++)
                {
                    var z = prediction[i];
                    sum += Math.Max(z, 0) - (z * target[i]) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
                    gradient[i] = ((1 / (1 + Math.Exp(-z))) - target[i]) / prediction.Length;
                }

                return sum / prediction.Length;
            },
            0.01);
        var result = Minimizer.Minimize(objective.ValueAndGradient, new double[11]);
        Assert.Equal(0.17290525131692994, result.Value, 1e-9);
        Assert.True(result.Converged, result.ToString());
        Assert.InRange(result.Iterations, 1, 100);
    }

    [Fact]
    public void WrongShapesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new LinearObjective(new double[5], 2, 3, Squared([0, 0]), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearObjective(new double[6], 2, 3, Squared([0, 0]), -1));
        var objective = new LinearObjective(new double[6], 2, 3, Squared([0, 0]), 0);
        Assert.Throws<ArgumentException>(() => objective.ValueAndGradient(new double[3], new double[3]));
        Assert.Throws<ArgumentException>(() => LinearObjective.Predict(new double[5], new double[3], new double[2]));
    }

    private static (double[] Design, double[] Target, int Rows) Cancer()
    {
        var data = BundledData.Read("breast-cancer");
        var ten = new NumericTable(data.Features.Names[..10], data.Features.Columns[..10], data.Rows, []);
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        return (FeatureSet.Fit([.. ten.Names.Select((name, j) => TableColumn.OfNumbers(name, ten.Columns[j]))], rows).Design, data.Target.Values, data.Rows);
    }

    private static double[] Draw(RandomState random, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = (2 * random.NextDouble()) - 1;
        return values;
    }

    private static LossFunction Squared(double[] target) => (prediction, gradient) =>
    {
        var sum = 0.0;
        for (var i = 0; i < prediction.Length; i++)
        {
            var difference = prediction[i] - target[i];
            sum += difference * difference;
            gradient[i] = 2 * difference / prediction.Length;
        }

        return sum / prediction.Length;
    };

    private static double[] Solve(double[,] system, int size)
    {
        // Gauss and Jordan without pivoting; the matrix is positive definite.
        for (var p = 0; p < size; p++)
        {
            for (var i = 0; i < size; i++)
            {
                if (i == p) continue;
                var factor = system[i, p] / system[p, p];
                for (var k = p; k <= size; k++) system[i, k] -= factor * system[p, k];
            }
        }

        var solution = new double[size];
        for (var i = 0; i < size; i++) solution[i] = system[i, size] / system[i, i];
        return solution;
    }
}

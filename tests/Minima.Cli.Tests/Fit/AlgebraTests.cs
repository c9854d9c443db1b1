using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>The matrices below the solvers.</summary>
public sealed class AlgebraTests
{
    [Theory]
    [InlineData(7, 3)]
    [InlineData(300, 5)]
    [InlineData(3000, 90)]
    public void A_weighted_product_with_itself(int rows, int columns)
    {
        var random = new Random(rows);
        var design = Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5).ToArray();
        var weights = Enumerable.Range(0, rows).Select(i => i % 5 == 0 ? 0 : random.NextDouble()).ToArray();
        var matrix = new double[columns * columns];
        Gram.AddWeighted(design, columns, weights, matrix);
        for (var j = 0; j < columns; j += 7)
        {
            for (var k = 0; k < columns; k++)
            {
                var sum = 0.0;
                for (var i = 0; i < rows; i++) sum += weights[i] * design[(i * columns) + j] * design[(i * columns) + k];
                Assert.Equal(sum, matrix[(j * columns) + k], 1e-11);
                Assert.Equal(matrix[(j * columns) + k], matrix[(k * columns) + j]);
            }
        }

        // By threads or not, one after the other or not: the same bits.
        var again = new double[columns * columns];
        Gram.AddWeighted(design, columns, weights, again);
        Assert.Equal(matrix, again);
    }

    [Fact]
    public void Cholesky_solves_and_knows_what_is_not_definite()
    {
        double[] matrix = [4e10, 2e5, 2e5, 3];
        var solution = Cholesky.Factor(matrix, 2)!.Solve([4e10 + 2e5, 2e5 + 3]);
        Assert.Equal(1, solution[0], 1e-10);
        Assert.Equal(1, solution[1], 1e-10);
        Assert.Null(Cholesky.Factor([1, 1, 1, 1], 2));
        Assert.Null(Cholesky.Factor([1, 0, 0, -1], 2));
        Assert.Null(Cholesky.Factor([double.NaN], 1));
        Assert.NotNull(Cholesky.Factor([1, 1, 1, 1], 2, 1e-6));
    }

    [Fact]
    public void Conjugate_gradients_find_the_newton_step()
    {
        var random = new Random(9);
        const int rows = 200;
        const int columns = 12;
        var design = Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5).ToArray();
        var target = Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray();
        var terms = new PointTerms(Loss.Create("log_cosh"), target, [.. target.Select(_ => 1.0 / rows)], []);
        var penalty = Enumerable.Range(0, columns).Select(j => 0.01 * j).ToArray();
        var objective = new FitObjective(design, columns, terms, penalty, new double[columns], Kinks.None);
        var point = new double[columns];
        var hessian = new double[columns * columns];
        var gradient = objective.SmoothGradient(point, objective.Predict(point), hessian);

        // The smaller the gradient, the more digits are asked for.
        for (var j = 0; j < columns; j++) gradient[j] *= 1e-8;
        var exact = Cholesky.Factor(hessian, columns)!.Solve(gradient);
        var direction = ConjugateGradients.Direction(objective, objective.Predict(point), gradient, CancellationToken.None);
        var error = exact.Zip(direction, (a, b) => Math.Abs(a + b)).Max();
        Assert.True(error <= 1e-6 * exact.Max(Math.Abs), $"off by {error}");
    }

    [Fact]
    public void A_basis_finds_the_rank_and_rebuilds_its_vectors()
    {
        double[][] vectors = [[1, 2, 3], [2, 4, 6], [0, 1, 1e-3], [1, 3, 3 + 1e-3]];
        var basis = OrthogonalBasis.Of(vectors, 1e-10);
        Assert.Equal(2, basis.Rank);
        for (var k = 0; k < 2; k++)
        {
            for (var j = 0; j < 3; j++)
            {
                var sum = basis.Triangle[k].Select((x, i) => x * basis.Basis[i][j]).Sum();
                Assert.Equal(vectors[basis.Order[k]][j], sum, 1e-13);
            }
        }

        var rest = Assert.Single(basis.Complement(3));
        foreach (var vector in vectors) Assert.Equal(0, vector.Zip(rest, (a, b) => a * b).Sum(), 1e-13);
        Assert.Equal(1, rest.Sum(x => x * x), 1e-13);
    }

    [Fact]
    public void Sums_keep_what_rounding_takes() =>
        Assert.Equal(2, Summation.Mean([1e100, 1, -1e100, 1], [1, 1, 1, 1]));
}

using Minima.Reals;
using Xunit;

namespace Minima.Tests.Reals;

/// <summary>The building blocks of row losses, against what they are by definition.</summary>
public sealed class RowTests
{
    private static readonly double[][] Samples =
    [
        [0.3, -1.2, 2.5, 2.4, -7],
        [1, 1, 1, 1],
        [0, 0],
        [5],
        [-3, -1, -2],
        [1000, 999.5, -1000],
    ];

    [Fact]
    public void LogSumExp_is_exact_and_its_slope_is_softmax()
    {
        foreach (var row in Samples)
        {
            var largest = row.Max();
            var sum = row.Sum(x => Math.Exp(x - largest));
            Assert.Equal(largest + Math.Log(sum), Rows.LogSumExp<F64>(row.Select(x => new F64(x)).ToArray()).X, 1e-14 * Math.Max(1, Math.Abs(largest)));
            for (var i = 0; i < row.Length; i++)
            {
                var slope = Rows.LogSumExp<Dual<F64, One<F64>>>(Seeded(row, i)).Slope.A.X;
                Assert.Equal(Math.Exp(row[i] - largest) / sum, slope, 1e-14);
            }
        }
    }

    [Fact]
    public void LogSumExp_of_minus_infinity_has_slope_zero()
    {
        double[] row = [double.NegativeInfinity, double.NegativeInfinity];
        var result = Rows.LogSumExp<Dual<F64, One<F64>>>(Seeded(row, 0));
        Assert.Equal(double.NegativeInfinity, result.Value.X);
        Assert.Equal(0, result.Slope.A.X);
        Assert.Equal(1.5, Rows.LogSumExp<F64>([new F64(double.NegativeInfinity), new F64(1.5)]).X);
        Assert.True(double.IsNaN(Rows.LogSumExp<F64>([new F64(double.NaN), new F64(1.5)]).X));
        Assert.True(double.IsNaN(Rows.LogSumExp<F64>([new F64(1.5), new F64(double.NaN)]).X));
    }

    [Fact]
    public void MaxOf_gives_the_slope_to_the_first_of_a_tie()
    {
        double[] row = [2, 5, 5, 1];
        Assert.Equal([0, 1, 0, 0], Enumerable.Range(0, 4).Select(i => Rows.MaxOf<Dual<F64, One<F64>>>(Seeded(row, i)).Slope.A.X));
    }

    [Fact]
    public void LogCumulativeSumExp_ends_in_LogSumExp()
    {
        var row = Samples[0].Select(x => new F64(x)).ToArray();
        var result = new F64[row.Length];
        Rows.LogCumulativeSumExp<F64>(row, result);
        for (var i = 0; i < row.Length; i++)
        {
            Assert.Equal(Rows.LogSumExp<F64>(row.AsSpan(0, i + 1)).X, result[i].X, 1e-13);
        }
    }

    [Fact]
    public void LogSoftmax_sums_to_one()
    {
        var row = Samples[0].Select(x => new F64(x)).ToArray();
        var result = new F64[row.Length];
        Rows.LogSoftmax<F64>(row, result);
        Assert.Equal(1, result.Sum(x => Math.Exp(x.X)), 1e-14);
    }

    [Fact]
    public void SortDescending_is_stable_and_carries()
    {
        var keys = new[] { 1.0, 3, 2, 3, 1 }.Select(x => new F64(x)).ToArray();
        var carried = new[] { 0.0, 1, 2, 3, 4 }.Select(x => new F64(x)).ToArray();
        Rows.SortDescending<F64>(keys, carried);
        Assert.Equal([3, 3, 2, 1, 1], keys.Select(x => x.X));
        Assert.Equal([1, 3, 2, 0, 4], carried.Select(x => x.X));
    }

    [Fact]
    public void Sparsemax_and_Entmax_are_probabilities_at_their_optimum()
    {
        foreach (var row in Samples)
        {
            var sparse = Project(Rows.Sparsemax, row);
            Assert.Equal(1, sparse.Sum(), 1e-12);
            var on = Enumerable.Range(0, row.Length).Where(i => sparse[i] > 0).Select(i => row[i] - sparse[i]).ToArray();
            Assert.True(on.Max() - on.Min() < 1e-9, "on the support, x - p is one threshold");
            Assert.All(Enumerable.Range(0, row.Length).Where(i => sparse[i] == 0), i => Assert.True(row[i] <= on[0] + 1e-9));
            var entmax = Project(Rows.Entmax15, row);
            Assert.Equal(1, entmax.Sum(), 1e-12);
            var roots = Enumerable.Range(0, row.Length).Where(i => entmax[i] > 0).Select(i => (row[i] / 2) - Math.Sqrt(entmax[i])).ToArray();
            Assert.True(roots.Max() - roots.Min() < 1e-9, "on the support, x/2 - sqrt(p) is one threshold");
            Assert.All(Enumerable.Range(0, row.Length).Where(i => entmax[i] == 0), i => Assert.True(row[i] / 2 <= roots[0] + 1e-9));
        }
    }

    [Fact]
    public void Entmax_threshold_gives_the_projection()
    {
        foreach (var row in Samples.Append([0.4, double.NegativeInfinity, 0.9]))
        {
            var threshold = Rows.Entmax15Threshold<F64>(row.Select(x => new F64(x)).ToArray(), new F64[row.Length], out var shift).X;
            var roots = row.Select(x => Math.Max(0, 0.5 * (x - shift.X) - threshold)).ToArray();
            Assert.Equal(1, roots.Sum(r => r * r), 1e-14);
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Tempered_softmax_sums_to_one_and_has_the_slopes_of_differences(double curve)
    {
        foreach (var row in Samples)
        {
            var logs = Tempered(row);
            Assert.Equal(1, logs.Sum(Math.Exp), 1e-12);

            // By definition p^-curve is linear in x: its steps between classes are those of the scores.
            for (var i = 1; i < row.Length; i++)
            {
                Assert.Equal(row[0] - row[i], (Math.Exp(-curve * logs[i]) - Math.Exp(-curve * logs[0])) / curve, (curve < 1e-3 ? 1e-5 : 1e-9) * (1 + Math.Abs(row[0] - row[i])));
            }

            for (var j = 0; j < row.Length; j++)
            {
                var duals = new Dual<F64, One<F64>>[row.Length];
                Rows.TemperedLogSoftmax<Dual<F64, One<F64>>>(Seeded(row, j), Dual(curve), duals);
                const double Step = 1e-5;
                var (up, down) = (Tempered([.. row.Select((x, i) => i == j ? x + Step : x)]), Tempered([.. row.Select((x, i) => i == j ? x - Step : x)]));
                for (var i = 0; i < row.Length; i++)
                {
                    Assert.Equal((up[i] - down[i]) / (2 * Step), duals[i].Slope.A.X, 1e-7);
                }
            }
        }

        double[] Tempered(double[] row)
        {
            var result = new F64[row.Length];
            Rows.TemperedLogSoftmax<F64>(row.Select(x => new F64(x)).ToArray(), new F64(curve), result);
            return Array.ConvertAll(result, x => x.X);
        }

        static Dual<F64, One<F64>> Dual(double x) => new(new F64(x), One<F64>.Zero);
    }

    [Fact]
    public void Sparsemax_slope_equals_differences()
    {
        double[] row = [0.3, 0.1, -0.4, 0.25];
        const double h = 1e-6;
        for (var j = 0; j < row.Length; j++)
        {
            var seeded = Seeded(row, j);
            var result = new Dual<F64, One<F64>>[row.Length];
            Rows.Sparsemax<Dual<F64, One<F64>>>(seeded, result, new Dual<F64, One<F64>>[row.Length]);
            var up = Project(Rows.Sparsemax, [.. row.Select((x, i) => i == j ? x + h : x)]);
            var down = Project(Rows.Sparsemax, [.. row.Select((x, i) => i == j ? x - h : x)]);
            for (var i = 0; i < row.Length; i++)
            {
                Assert.Equal((up[i] - down[i]) / (2 * h), result[i].Slope.A.X, 1e-8);
            }
        }
    }

    private delegate void Projection(ReadOnlySpan<F64> row, Span<F64> result, Span<F64> scratch);

    private static double[] Project(Projection projection, double[] row)
    {
        var result = new F64[row.Length];
        projection(row.Select(x => new F64(x)).ToArray(), result, new F64[row.Length]);
        return [.. result.Select(x => x.X)];
    }

    private static Dual<F64, One<F64>>[] Seeded(double[] row, int index) =>
        [.. row.Select((x, i) => new Dual<F64, One<F64>>(new F64(x), i == index ? One<F64>.Unit(0) : One<F64>.Zero))];
}

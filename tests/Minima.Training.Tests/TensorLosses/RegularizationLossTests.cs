using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>What penalties on weights must hold beside their reference cases.</summary>
public sealed class RegularizationLossTests
{
    public static TheoryData<int, int> Shapes => new() { { 4, 4 }, { 6, 3 }, { 3, 6 }, { 1, 5 }, { 5, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Singular_parts_make_the_matrix_again(int rows, int columns)
    {
        var matrix = Made(rows, columns);
        var parts = SmallSingular.Of(Tensor.Of(matrix, [rows, columns]));
        var rank = Math.Min(rows, columns);
        Assert.Equal(rank, parts.Rank);
        Assert.Equal(parts.Values.OrderDescending(), parts.Values);
        var sum = new double[matrix.Length];
        for (var k = 0; k < rank; k++)
        {
            // u v^T of one value is the difference of two sums over the largest.
            var (upTo, before) = (parts.Outer(k + 1), parts.Outer(k));
            for (var i = 0; i < sum.Length; i++) sum[i] += parts.Values[k] * (upTo[i] - before[i]);
        }

        for (var i = 0; i < sum.Length; i++) Assert.Equal(matrix[i], sum[i], 1e-14);
        Assert.Equal(matrix.Sum(x => x * x), parts.Values.Sum(s => s * s), 1e-13);
    }

    /// <summary>The product of the singular values is the determinant, also where they span 32 powers of ten: products of the matrix with itself would lose half the digits.</summary>
    [Fact]
    public void Small_singular_values_keep_their_digits()
    {
        // The determinant of [[2, 1, 0], [1, 3, 1], [0, 1, 4]] is 18; its columns are scaled by 1, 1e-8 and 1e-16.
        double[] matrix = [2, 1e-8, 0, 1, 3e-8, 1e-16, 0, 1e-8, 4e-16];
        var values = SmallSingular.Of(Tensor.Of(matrix, [3, 3])).Values;
        Assert.Equal(1, values[0] * (values[1] * 1e8) * (values[2] * 1e16) / 18, 1e-13);
    }

    [Fact]
    public void A_matrix_of_rank_one_has_one_value()
    {
        var parts = SmallSingular.Of(Tensor.Of([1.0, 2, 3, 2, 4, 6], [2, 3]));
        Assert.Equal(1, parts.Rank);
        Assert.Equal(Math.Sqrt(70), parts.Values[0], 1e-14);
        var leaf = Tensor.Of([1.0, 2, 3, 2, 4, 6], [2, 3]).WithGradient();
        var slopes = Autograd.Gradient(new NuclearNorm(1).Apply(leaf), [leaf])[0].ToArray();
        for (var i = 0; i < 6; i++) Assert.Equal(leaf.ToArray()[i] / Math.Sqrt(70), slopes[i], 1e-14);
    }

    [Theory]
    [InlineData("spectral")]
    [InlineData("nuclear_norm")]
    [InlineData("orthogonal")]
    public void Rotations_change_nothing(string key)
    {
        var loss = Plain(key);
        var matrix = Tensor.Of(Made(4, 3), [4, 3]);
        var (cosine, sine) = (Math.Cos(0.7), Math.Sin(0.7));
        var turn = Tensor.Of([cosine, -sine, 0, sine, cosine, 0, 0, 0, 1], [3, 3]);
        Assert.Equal(loss.Apply([matrix]).Item(), loss.Apply([matrix.MatMul(turn)]).Item(), 1e-13);
    }

    [Fact]
    public void Zero_and_empty_weights_have_gradients_of_zero()
    {
        foreach (var key in new[] { "l1", "l2", "elastic_net", "group_lasso", "max_norm", "spectral", "nuclear_norm" })
        {
            foreach (var shape in new Shape[] { [2, 3], [0, 3], [2, 0] })
            {
                var leaf = Tensor.Zeros(shape, ElementType.Double).WithGradient();
                var value = Plain(key).Apply([leaf]);
                Assert.Equal(0, value.Item());
                Assert.All(Autograd.Gradient(value, [leaf])[0].ToArray(), slope => Assert.Equal(0, slope));
            }
        }
    }

    [Fact]
    public void Kernels_count_as_rows_of_their_first_axis()
    {
        foreach (var key in new[] { "group_lasso", "max_norm", "orthogonal", "spectral", "nuclear_norm" })
        {
            var loss = Plain(key);
            Assert.Equal(loss.Apply([Tensor.Of(Made(3, 8), [3, 8])]).Item(), loss.Apply([Tensor.Of(Made(3, 8), [3, 2, 2, 2])]).Item());
            Assert.Equal(LossError.Shape, Assert.Throws<LossException>(() => loss.Apply([Tensor.Scalar(1, ElementType.Double)])).Error);
        }
    }

    [Fact]
    public void Hoyer_asks_for_no_scale_and_for_a_weight()
    {
        var weight = Tensor.Of(Made(2, 5), [2, 5]);
        var value = new HoyerSparsity().Apply(weight).Item();
        foreach (var scale in new[] { 1e-300, 1e-3, 1e300 }) Assert.Equal(value, new HoyerSparsity().Apply(weight * scale).Item(), 1e-12);
        Assert.Equal(1, new HoyerSparsity().Apply(Tensor.Of([0.0, -3, 0], [3])).Item(), 1e-15);
        Assert.Equal(3, new HoyerSparsity().Apply(Tensor.Of([-2.0, 2, 2], [3])).Item(), 1e-15);
        Assert.Equal(LossError.Domain, Assert.Throws<LossException>(() => new HoyerSparsity().Apply(Tensor.Zeros([3], ElementType.Double))).Error);
    }

    [Fact]
    public void Entropies_near_zero_keep_their_digits()
    {
        // p = e^-40 / (1 + e^-40): the entropy is p (1 + 40) but for p^2.
        var small = Math.Exp(-40);
        Assert.Equal(1, new EntropyMinimization().Apply(Tensor.Of([40.0, 0], [1, 2])).Item() / (small * 41), 1e-13);
    }

    [Fact]
    public void Sparsity_near_its_goal_keeps_its_digits()
    {
        // KL(rho || rho + d) is d^2 / (2 rho (1 - rho)) but for d^3.
        var means = new double[] { 0.05 + 1e-9 };
        var d = means[0] - 0.05;
        Assert.Equal(1, new SparseActivation(0.05).Apply(Tensor.Of(means, [1, 1])).Item() / (d * d / (2 * 0.05 * 0.95)), 1e-7);
    }

    [Fact]
    public void The_jacobian_is_that_of_differences()
    {
        var points = Tensor.Of([0.3, -0.8, 1.2, 0.4], [2, 2]);
        var weight = Tensor.Of(Made(2, 3), [2, 3]);
        var found = ModelJacobian.At(Model, points).ToArray();
        for (var (row, at) = (0, 0); row < 2; row++)
        {
            for (var output = 0; output < 3; output++)
            {
                for (var input = 0; input < 2; input++, at++) Assert.Equal((Answer(row, output, input, 1e-6) - Answer(row, output, input, -1e-6)) / 2e-6, found[at], 1e-8);
            }
        }

        double Answer(int row, int output, int input, double width)
        {
            var moved = points.ToArray();
            moved[(2 * row) + input] += width;
            return Model(Tensor.Of(moved, [2, 2])).ToArray()[(3 * row) + output];
        }

        Tensor Model(Tensor x) => x.MatMul(weight).Tanh();
    }

    [Fact]
    public void Projections_have_the_size_of_the_jacobian_in_the_mean()
    {
        var points = Tensor.Of([0.3, -0.8, 1.2, 0.4], [2, 2]);
        var (wide, single) = (Tensor.Of(Made(2, 4), [2, 4]), Tensor.Of(Made(2, 1), [2, 1]));
        var random = new RandomState(3);
        var exact = new JacobianNorm().Apply(ModelJacobian.At(x => x.MatMul(wide).Tanh(), points)).Item();
        var mean = new JacobianNorm().Apply(ModelJacobian.Projected(x => x.MatMul(wide).Tanh(), points, random, projections: 5000)).Item();
        Assert.Equal(1, mean / exact, 0.05);

        // One output has one direction.
        Assert.Equal(
            new JacobianNorm().Apply(ModelJacobian.At(x => x.MatMul(single).Tanh(), points)).Item(),
            new JacobianNorm().Apply(ModelJacobian.Projected(x => x.MatMul(single).Tanh(), points, random)).Item(),
            1e-14);
        Assert.Throws<TrainingException>(() => ModelJacobian.Projected(x => x, points, random, projections: 0));
        Assert.Throws<TrainingException>(() => ModelJacobian.At(x => x.Sum(), points));
    }

    [Fact]
    public void Even_experts_cost_one()
    {
        Assert.Equal(1, new LoadBalance().Apply(Tensor.Of([5.0, 0, 0, 0, 5, 0, 0, 0, 5], [3, 3])).Item(), 1e-14);
        Assert.Equal(3, new LoadBalance().Apply(Tensor.Of([900.0, 0, 0, 900, 0, 0], [2, 3])).Item(), 1e-14);
    }

    [Fact]
    public void A_direction_that_is_not_finite_is_refused()
    {
        var fine = Tensor.Of([1.0, 2], [2]);
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity })
        {
            var bad = Tensor.Of([1.0, wrong], [2]);
            Assert.Contains("'reference' at index 1", Assert.Throws<LossException>(() => new EpisodicProjection().Apply(fine, bad)).Message, StringComparison.Ordinal);
            Assert.Contains("'gradient' at index 1", Assert.Throws<LossException>(() => new EpisodicProjection().Apply(bad, fine)).Message, StringComparison.Ordinal);
        }
    }

    private static TensorLoss Plain(string key) => (TensorLoss)Minima.Tensors.GeneratedLosses.Module.Entries.First(entry => entry.Key == key).CreateExample();

    private static double[] Made(int rows, int columns) => [.. Enumerable.Range(1, rows * columns).Select(i => Math.Sin(i * i))];
}

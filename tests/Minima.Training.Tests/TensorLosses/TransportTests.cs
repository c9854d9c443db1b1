using Minima.Tensors.Losses;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Transport with little entropy is transport without: its cost and plan are known.</summary>
public sealed class TransportTests
{
    /// <summary>0.2 has to cross at cost 1; the plan is the only one, so that it is the gradient too.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    [InlineData(0.001)]
    public void A_small_epsilon_finds_the_cheapest_plan(double epsilon)
    {
        var cost = Tensor.Of([0.0, 1, 1, 0], [2, 2]).WithGradient();
        var value = new SinkhornHistogram(epsilon, 1000).Apply(Tensor.Of([0.5, 0.5], [2]), Tensor.Of([0.3, 0.7], [2]), cost);
        value.Backward();
        Assert.Equal(0.2, value.Item(), 1e-3);
        var tolerance = epsilon > 0.05 ? 0.01 : 1e-6;
        foreach (var (want, got) in new[] { 0.3, 0.2, 0, 0.5 }.Zip(cost.Gradient.ToArray())) Assert.Equal(want, got, tolerance);
    }

    /// <summary>At its default number of rounds the gradient is that of the optimum: more rounds change nothing.</summary>
    [SlowTheory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.1)]
    public void The_default_rounds_converge(int seed, double epsilon)
    {
        foreach (var (points, others) in new[] { (3, 4), (12, 9), (40, 40) })
        {
            var x = GradientCheck.Numbers([points, 3], seed, -2, 2).WithGradient();
            var y = GradientCheck.Numbers([others, 3], seed + 100, -2, 2);
            var got = Autograd.Gradient(new Sinkhorn { Epsilon = epsilon }.Apply(x, y), [x])[0].ToArray();
            var want = Autograd.Gradient(new Sinkhorn { Epsilon = epsilon, Iterations = 20000 }.Apply(x, y), [x])[0].ToArray();
            for (var i = 0; i < got.Length; i++) Assert.True(Math.Abs(want[i] - got[i]) <= 1e-9, $"{points} points, epsilon {epsilon}: the gradient at {i} is {got[i]:R}, of the optimum {want[i]:R}");
        }
    }

    /// <summary>The plan with entropy costs no less than the cheapest, and at most epsilon log(n m) more.</summary>
    [Theory]
    [InlineData(1, 3, 4)]
    [InlineData(2, 4, 3)]
    [InlineData(3, 3, 3)]
    [InlineData(4, 2, 5)]
    public void Histograms_come_near_the_linear_programme(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        var (a, b) = (Masses(random, rows), Masses(random, columns));
        var cost = new double[rows, columns];
        for (var i = 0; i < cost.Length; i++) cost[i / columns, i % columns] = random.NextDouble();
        var least = LinearTransport.Cost(a, b, cost);
        foreach (var epsilon in new[] { 0.1, 0.02, 0.005 })
        {
            var value = new SinkhornHistogram(epsilon, 20000).Apply(Tensor.Of(a, [rows]), Tensor.Of(b, [columns]), Tensor.Of([.. cost.Cast<double>()], [rows, columns])).Item();
            Assert.InRange(value, least - 1e-6, least + (epsilon * Math.Log(rows * columns)));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Clouds_come_near_the_linear_programme(int seed)
    {
        const int points = 4;
        var random = new Random(seed);
        var (x, y) = (Points(random, 2 * points), Points(random, 2 * points));
        var cost = new double[points, points];
        for (var i = 0; i < cost.Length; i++) cost[i / points, i % points] = Enumerable.Range(0, 2).Sum(k => Math.Pow(x[(2 * (i / points)) + k] - y[(2 * (i % points)) + k], 2)) / 2;
        var least = LinearTransport.Cost([0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25], cost);
        foreach (var epsilon in new[] { 0.5, 0.05, 0.01 })
        {
            var value = new Sinkhorn(epsilon, false, 20000).Apply(Tensor.Of(x, [points, 2]), Tensor.Of(y, [points, 2])).Item();
            Assert.InRange(value, least - 1e-6, least + (epsilon * Math.Log(points)) + 1e-6);
        }
    }

    /// <summary>On a line sorting is the solution, for every convex cost.</summary>
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 8)]
    [InlineData(3, 9)]
    public void Sorted_samples_solve_the_linear_programme(double power, int seed)
    {
        const int points = 4;
        var random = new Random(seed);
        var (x, y) = (Points(random, points), Points(random, points));
        var cost = new double[points, points];
        for (var i = 0; i < cost.Length; i++) cost[i / points, i % points] = Math.Pow(Math.Abs(x[i / points] - y[i % points]), power);
        var value = new Wasserstein1D(power).Apply(Tensor.Of(x, [points]), Tensor.Of(y, [points])).Item();
        Assert.Equal(LinearTransport.Cost([0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25], cost), value, 1e-12);
    }

    /// <summary>Clouds that are one another's permutation have no distance, and none of their points wants to move.</summary>
    [Fact]
    public void A_permuted_cloud_is_at_distance_zero()
    {
        var x = Tensor.Of([0.0, 1, 2, 0.5, -1, 3], [3, 2]).WithGradient();
        var y = Tensor.Of([-1.0, 3, 0, 1, 2, 0.5], [3, 2]);
        var value = new Sinkhorn().Apply(x, y);
        value.Backward();
        Assert.Equal(0, value.Item(), 1e-12);

        // A plan that is nearly a permutation is what the iteration is slowest at: 400 rounds leave some 1e-6.
        Assert.All(x.Gradient.ToArray(), slope => Assert.Equal(0, slope, 1e-5));
    }

    [Fact]
    public void Histograms_of_unequal_mass_are_refused() =>
        Assert.Equal(LossError.Domain, Assert.Throws<LossException>(() => new SinkhornHistogram().Apply(Tensor.Of([0.5, 0.5], [2]), Tensor.Of([0.3, 0.8], [2]), Tensor.Zeros([2, 2], ElementType.Double))).Error);

    private static double[] Masses(Random random, int count)
    {
        var raw = Enumerable.Range(0, count).Select(_ => 0.2 + random.NextDouble()).ToArray();
        return Array.ConvertAll(raw, mass => mass / raw.Sum());
    }

    private static double[] Points(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
}

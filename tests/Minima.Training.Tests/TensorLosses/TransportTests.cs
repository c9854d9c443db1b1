using Minima.Training.Losses;

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
}

namespace Minima.Training.Tests.Tensors;

/// <summary>A tensor over a number is a quotient, rounded once.</summary>
public sealed class DivisionTests
{
    [Theory]
    [InlineData(ElementType.Single)]
    [InlineData(ElementType.Double)]
    public void The_mean_of_n_ones_is_1(ElementType type)
    {
        for (var n = 1; n <= 1000; n++)
        {
            var ones = Tensor.Ones([n], type);
            Assert.True(ones.Mean().Item() == 1, $"the mean of {n} ones is {ones.Mean().Item():R}");
            Assert.True(Tensor.Ones([2, n], type).Mean(1).ToArray().All(mean => mean == 1), $"the means of two rows of {n} ones");
            Assert.True((Tensor.Full([3], n, type) / n).ToArray().All(one => one == 1), $"{n} / {n}");
        }
    }

    [Fact]
    public void Quotients_are_those_of_numbers()
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => Math.Exp((40 * random.NextDouble()) - 20))];
        foreach (var divisor in new[] { 3, 0.1, -7e-5, 49, 1e300, double.PositiveInfinity, 5e-324 })
        {
            var got = (Tensor.Of(x, [x.Length]) / divisor).ToArray();
            for (var i = 0; i < x.Length; i++) Assert.Equal(x[i] / divisor, got[i]);
        }
    }

    [Fact]
    public void Gradients_are_quotients()
    {
        GradientCheck.HoldsTwice(x => (x[0] * x[0] / 49).Sum(), GradientCheck.Numbers([3, 4]));
        var leaf = Tensor.Ones([49]).WithGradient();
        Assert.All(Autograd.Gradient((leaf * 49 / 49).Sum(), [leaf])[0].ToArray(), slope => Assert.Equal(1, slope));
    }
}

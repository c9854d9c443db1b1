namespace Minima.Training.Tests.Tensors;

/// <summary>A number that was found outside of tensors carries its gradient, once.</summary>
public sealed class FoundOptimumTests
{
    [Theory]
    [InlineData(ElementType.Double)]
    [InlineData(ElementType.Single)]
    public void The_gradient_is_the_one_given_times_what_comes_in(ElementType type)
    {
        var x = Tensor.Of([1.0, 2, 3, 4], [2, 2]).To(type).WithGradient();
        var value = FoundOptimum.Apply(x.Transpose(), 7, [1, 2, 3, 4]);
        (3 * value).Backward();
        Assert.Equal(7, value.Item());
        Assert.Equal([3, 9, 6, 12], x.Gradient.ToArray());
    }

    [Fact]
    public void A_second_derivative_is_refused()
    {
        var x = Tensor.Of([1.0, 2], [2]).WithGradient();
        var gradient = Autograd.Gradient(FoundOptimum.Apply(x, 7, [1, 2]), [x], createGraph: true)[0];
        Assert.Contains("second derivative", Assert.Throws<TrainingException>(() => gradient.Sum().Backward()).Message, StringComparison.Ordinal);
    }
}

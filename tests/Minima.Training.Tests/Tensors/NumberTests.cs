namespace Minima.Training.Tests.Tensors;

/// <summary>Operations of one number, and tensors made of whole numbers, at their edges.</summary>
public sealed class NumberTests
{
    private static readonly double[] Values = [-2.5, -1.5, -0.5, -0.0, 0.5, 1.5, 2.5, 2.4999, double.NaN, double.NegativeInfinity, double.PositiveInfinity, 1e300, 3];

    [Theory]
    [InlineData(ElementType.Single)]
    [InlineData(ElementType.Double)]
    public void Halves_go_to_the_even_number(ElementType type)
    {
        using var step = StepScope.Begin();
        var x = Tensor.Of(Values, [Values.Length]).To(type).WithGradient();
        Assert.Equal(Of(Math.Round), x.Round().ToArray());
        Assert.Equal(Of(Math.Floor), x.Floor().ToArray());
        Assert.Equal(Of(value => double.IsNaN(value) ? value : Math.Sign(value)), x.Sign().ToArray());
        Assert.Equal(Of(value => Math.Clamp(value, -1.5, 2)), x.Clamp(-1.5, 2).ToArray());
        Assert.False(x.Round().RequiresGradient);
        Assert.False(x.Floor().RequiresGradient);

        double[] Of(Func<double, double> function) => Array.ConvertAll(x.ToArray(), value => function(value));
    }

    [Fact]
    public void A_clamp_has_slope_1_at_both_ends()
    {
        using var step = StepScope.Begin();
        var x = Tensor.Of([-2.0, -1, 0, 1, 2], [5]).WithGradient();
        Assert.Equal([0, 1, 1, 1, 0], Autograd.Gradient(x.Clamp(-1, 1).Sum(), [x])[0].ToArray());
    }

    [Fact]
    public void Whole_numbers_from_start_to_end()
    {
        Assert.Equal([0, 1, 2, 3], Tensor.Arange(4).Read<int>().ToArray());
        Assert.Equal([-1, 0, 1], Tensor.Arange(-1, 2).Read<int>().ToArray());
        Assert.Equal([0], Tensor.Arange(3, 3).Shape);
        Assert.Equal([0], Tensor.Arange(3, 1).Shape);
    }

    [Theory]
    [InlineData(ElementType.Single)]
    [InlineData(ElementType.Double)]
    public void One_hot_rows(ElementType type)
    {
        var hot = Tensor.Of([2, 0, 1, 1], [2, 2]).Transpose().OneHot(3, type);
        Assert.Equal([2, 2, 3], hot.Shape);
        Assert.Equal(type, hot.Type);
        Assert.Equal([0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0], hot.ToArray());
    }

    [Fact]
    public void The_identity_matrix() => Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], Tensor.Eye(3).ToArray());

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_label_outside_the_classes_is_refused(int label)
    {
        var refused = Assert.Throws<TrainingException>(() => Tensor.Of([0, label], [2]).OneHot(3));
        Assert.Contains($"The label {label} cannot be one-hot among 3 classes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_of_fewer_than_two_are_none()
    {
        Assert.Equal([2, 0], GradientCheck.Numbers([2, 1]).Diff(^1).Shape);
        Assert.Equal([0, 3], GradientCheck.Numbers([0, 3]).Diff(0).Shape);
        Assert.Equal([2, 3, -1], Tensor.Of([1.0, 3, 6, 5], [4]).Diff(0).ToArray());
    }

    [Fact]
    public void A_new_axis_repeats()
    {
        var x = Tensor.Of([1.0, 2], [2]);
        Assert.Equal([1, 1, 1, 2, 2, 2], x.Expand(^1, 3).ToArray());
        Assert.Equal([1, 2, 1, 2, 1, 2], x.Expand(0, 3).ToArray());
        Assert.Equal([4, 4], Tensor.Scalar(4).Expand(0, 2).ToArray());
        var refused = Assert.Throws<TrainingException>(() => x.Expand(2, 3));
        Assert.Contains("into [2]; with a new axis it has the axes 0 to 1", refused.Message, StringComparison.Ordinal);
    }
}

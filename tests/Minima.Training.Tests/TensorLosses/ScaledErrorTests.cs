using Minima.Tensors.Losses;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Errors in units of a history, and histories that give none.</summary>
public sealed class ScaledErrorTests
{
    [Fact]
    public void Repeating_the_history_is_one()
    {
        // Steps of 2, and a forecast that is wrong by 2.
        var loss = new MeanAbsoluteScaledError().Apply(Tensor.Of([9.0, 9], [2]), Tensor.Of([11.0, 7], [2]), Tensor.Of([1.0, 3, 1, 3], [4]));
        Assert.Equal(1, loss.Item());
    }

    [Theory]
    [InlineData(2, LossError.Domain)]
    [InlineData(4, LossError.Shape)]
    [InlineData(0, LossError.ParameterDomain)]
    public void A_history_without_a_scale_is_refused(int season, LossError error) => Assert.Equal(
        error,
        Assert.Throws<LossException>(() => new MeanAbsoluteScaledError(season).Apply(Tensor.Of([1.0], [1]), Tensor.Of([2.0], [1]), Tensor.Of([1.0, 3, 1, 3], [4]))).Error);
}

using System.Text.Json.Nodes;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Learned;

/// <summary>Barron's loss with a learned shape and scale.</summary>
public sealed class AdaptiveRobustTests
{
    private static readonly double[] Residuals = [-3.5, -0.2, 0, 0.7, 12];

    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.9, 2.5)]
    public void ItIsTheCataloguesLossAtItsShapeAndScale(double alpha, double scale)
    {
        var robust = new AdaptiveRobust(alpha, scale, ElementType.Double);
        Assert.Equal(alpha, robust.Alpha, 1e-12);
        Assert.Equal(scale, robust.Scale, 1e-9);
        var losses = robust.Forward(Tensor.Of(Residuals, [Residuals.Length])).ToArray();
        for (var i = 0; i < Residuals.Length; i++)
        {
            var expected = new Minima.Losses.BarronAdaptive(robust.Alpha, robust.Scale).Value([Residuals[i]], [0.0]);
            Assert.Equal(expected, losses[i], 1e-11 * (1 + Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData(0.05, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.95, 2.5)]
    public void SlopesByShapeAndScaleAreThoseOfDifferences(double alpha, double scale)
    {
        const double step = 1e-5;
        var robust = new AdaptiveRobust(alpha, scale, ElementType.Double);
        robust.Forward(Tensor.Of(Residuals, [Residuals.Length])).Sum().Backward();
        foreach (var parameter in robust.Parameters)
        {
            var at = parameter.Value.Item();
            double Sum(double value)
            {
                parameter.Value.Write<double>()[0] = value;
                using (Autograd.NoGradient()) return robust.Forward(Tensor.Of(Residuals, [Residuals.Length])).Sum().Item();
            }

            var difference = (Sum(at + step) - Sum(at - step)) / (2 * step);
            parameter.Value.Write<double>()[0] = at;
            Assert.Equal(difference, parameter.Gradient.Item(), 1e-6 * (1 + Math.Abs(difference)));
        }
    }

    [Fact]
    public void ItIsKeptWithAModel()
    {
        var robust = new AdaptiveRobust(0.5, 3);
        var description = new Sequential(robust).Describe();
        var built = ModelBuilder.Build(JsonNode.Parse(description.ToJsonString())!.AsObject(), new RandomState(1));
        Assert.Equal(robust.Parameters.Count, built.Parameters.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, 0)]
    [InlineData(1, double.PositiveInfinity)]
    public void ABeginningOutsideIsRefused(double alpha, double scale) => Assert.Throws<TrainingException>(() => new AdaptiveRobust(alpha, scale));

    [Fact]
    public void ResidualsOfAnotherTypeAreRefused() =>
        Assert.Contains("Single", Assert.Throws<TrainingException>(() => new AdaptiveRobust().Forward(Tensor.Of([1.0], [1]))).Message, StringComparison.Ordinal);
}

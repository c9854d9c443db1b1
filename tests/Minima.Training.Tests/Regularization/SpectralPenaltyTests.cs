using Minima.Tensors.Losses;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Regularization;

/// <summary>The largest singular value by power iteration, against all of them by rotations.</summary>
public class SpectralPenaltyTests
{
    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(1, 4)]
    public void ValueAndGradientAreThoseOfTheLoss(int rows, int columns)
    {
        var parameter = Made(rows, columns);
        var penalty = new SpectralPenalty([parameter], 0.3);
        var leaf = parameter.Value.WithGradient();
        var loss = new SpectralNorm(0.3).Apply(leaf);
        var slopes = Autograd.Gradient(loss, [leaf])[0].ToArray();
        Assert.Equal(loss.Item(), penalty.Value(), 1e-12);
        parameter.SetGradient([.. Enumerable.Repeat(10.0, rows * columns)]);
        penalty.AddGradient(2);
        var found = parameter.Gradient.ToArray();
        for (var i = 0; i < slopes.Length; i++) Assert.Equal(slopes[i], (found[i] - 10) / 2, 1e-8);
    }

    [Fact]
    public void ADiagonalMatrixHasTheLargestElement()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, [3, 3], 1, 0, 0, 0, -4, 0, 0, 0, 2);
        Assert.Equal(0.5 * 16, new SpectralPenalty([parameter], 1).Value(), 1e-12);
        Assert.Equal(0, new SpectralPenalty([TestParameter.Of("zero", ElementType.Double, [2, 2], 0, 0, 0, 0)], 1).Value());
    }

    [Fact]
    public void KernelsOfConvolutionsAreRowsByTheirFirstAxis()
    {
        double[] values = [.. Enumerable.Range(0, 16).Select(i => Math.Sin(i * i))];
        var kernel = TestParameter.Of("k", ElementType.Double, [4, 1, 2, 2], values);
        var matrix = TestParameter.Of("m", ElementType.Double, [4, 4], values);
        Assert.Equal(new SpectralPenalty([matrix], 1).Value(), new SpectralPenalty([kernel], 1).Value(), 1e-14);
        kernel.SetGradient(new double[16]);
        new SpectralPenalty([kernel], 1).AddGradient();
        Assert.NotEqual(new double[16], kernel.Gradient.ToArray());
    }

    [Fact]
    public void ItFollowsWeightsThatAreTrained()
    {
        var parameter = Made(6, 4);
        var (penalty, optimizer) = (new SpectralPenalty([parameter], 1), new Sgd([parameter], 0.05));
        var start = penalty.Value();
        for (var step = 0; step < 100; step++)
        {
            parameter.SetGradient(new double[24]);
            penalty.BeforeStep(optimizer);
            optimizer.Step();
        }

        // The largest values meet on the way down, where one multiplication a step lags behind; it is never above the largest, and reaches it when weights rest.
        var exact = new SpectralNorm(1).Apply(parameter.Value.Detach()).Item();
        Assert.True(exact < 0.2 * start);
        Assert.InRange(penalty.Value(), 0.7 * exact, exact * (1 + 1e-12));
        for (var round = 0; round < 2000; round++) penalty.AddGradient(0);
        Assert.InRange(penalty.Value(), 0.999 * exact, exact * (1 + 1e-12));
    }

    [Fact]
    public void WhatIsNotTrainedIsLeftAloneAndWhatDoesNotFitIsRefused()
    {
        var frozen = Made(2, 2);
        frozen.SetGradient(1, 1, 1, 1);
        frozen.IsTrainable = false;
        new SpectralPenalty([frozen], 1).AddGradient();
        Assert.Equal([1, 1, 1, 1], frozen.Gradient.ToArray());
        Refusal.Of("'b' of shape [2] is not a matrix", () => new SpectralPenalty([TestParameter.Of("b", ElementType.Double, 1, 2)], 1));
        Refusal.Of("spectral: strength is -1", () => new SpectralPenalty([frozen], -1));
    }

    private static Parameter Made(int rows, int columns) => TestParameter.Of("w", ElementType.Double, [rows, columns], [.. Enumerable.Range(1, rows * columns).Select(i => Math.Sin(i * i))]);
}

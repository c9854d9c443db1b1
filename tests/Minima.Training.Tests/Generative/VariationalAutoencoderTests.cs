using Minima.Tensors.Randomness;
using Minima.Training.Generative;

namespace Minima.Training.Tests.Generative;

/// <summary>A linear model with one code, whose likelihood and posterior are Gaussians that can be written down.</summary>
public sealed class VariationalAutoencoderTests
{
    private const double Slope = 1.3;
    private const double LogVariance = -0.8;

    // x = Slope z + noise: z given x is normal with mean Slope x / (Slope^2 + v) and variance v / (Slope^2 + v).
    private static readonly double Noise = Math.Exp(LogVariance);
    private static readonly double Total = (Slope * Slope) + Noise;

    /// <summary>With the exact posterior every weight is p(x): the bound is the log-likelihood, for any number of samples and any draw.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void WithTheExactPosteriorTheBoundIsTheLikelihood(int samples)
    {
        var items = Tensor.Of([0.4, -2.0, 1.1], [3, 1]);
        Assert.Equal(Surprise(items), Linear(exact: true).ImportanceLoss(items, samples, new RandomState(5)).Item(), 1e-10);
    }

    [Fact]
    public void WithAnotherPosteriorMoreSamplesComeCloserFromAbove()
    {
        var items = Tensor.Of([0.4, -2.0, 1.1], [3, 1]);
        var model = Linear(exact: false);
        var bounds = new[] { 1, 10, 2000 }.Select(samples => Enumerable.Range(1, 40).Average(seed => model.ImportanceLoss(items, samples, new RandomState((ulong)seed)).Item())).ToArray();
        Assert.True(bounds[0] > bounds[1] && bounds[1] > bounds[2], string.Join(' ', bounds));
        Assert.InRange(bounds[2] - Surprise(items), -0.02, 0.05);
    }

    /// <summary>-E log p(x | z) + beta KL in closed form for a Gaussian: the mean over many draws.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void TheBoundIsThatOfTheFormula(double beta)
    {
        const double x = 0.9;
        const int rows = 40_000;
        var model = Linear(exact: false);
        var (mean, logVariance) = model.Encode(Tensor.Of([x], [1, 1]));
        var (m, v) = (mean.Item(), Math.Exp(logVariance.Item()));
        var rebuilt = 0.5 * (Math.Log(2 * Math.PI) + LogVariance + ((((x - (Slope * m)) * (x - (Slope * m))) + (Slope * Slope * v)) / Noise));
        var divergence = 0.5 * (v + (m * m) - 1 - Math.Log(v));
        Assert.Equal(rebuilt + (beta * divergence), model.Loss(Tensor.Full([rows, 1], x, ElementType.Double), new RandomState(2), beta).Item(), 0.02);
    }

    /// <summary>Bernoulli: one sample of a code without spread is the cross-entropy of the logits, the divergence added.</summary>
    [Fact]
    public void ABernoulliItemIsJudgedByItsLogits()
    {
        var encoder = Affine([0, 0], [0.5, -60]);
        var model = new VariationalAutoencoder(encoder, Affine([2], [0.3]), 1, CodeLikelihood.Bernoulli, type: ElementType.Double);
        const double logit = (2 * 0.5) + 0.3, item = 0.7;
        var entropy = (item * Math.Log(1 + Math.Exp(-logit))) + ((1 - item) * Math.Log(1 + Math.Exp(logit)));
        var divergence = 0.5 * (Math.Exp(-60) + 0.25 - 1 + 60);
        Assert.Equal(entropy + divergence, model.Loss(Tensor.Of([item], [1, 1]), new RandomState(1)).Item(), 1e-9);
        Assert.Equal(1 / (1 + Math.Exp(-logit)), model.Forward(Tensor.Of([item], [1, 1])).Item(), 1e-12);
        Assert.All(model.Draw(50, new RandomState(1)).ToArray(), pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void DrawnItemsHaveTheModelsSpread()
    {
        const int items = 40_000;
        var model = Linear(exact: true);
        var drawn = model.Draw(items, new RandomState(3), withNoise: true).ToArray();
        Assert.Equal(Total, drawn.Average(x => x * x), 5 * Total * Math.Sqrt(2.0 / items));
        Assert.Equal(Slope * Slope, model.Draw(items, new RandomState(3)).ToArray().Average(x => x * x), 5 * Total * Math.Sqrt(2.0 / items));
    }

    [Fact]
    public void WhatIsNoCodeIsRefused()
    {
        Assert.Throws<TrainingException>(() => new VariationalAutoencoder(Affine([1, 1], [0, 0]), Affine([1], [0]), 0, CodeLikelihood.Gaussian, type: ElementType.Double));
        Assert.Contains("deviation", Assert.Throws<TrainingException>(() => new VariationalAutoencoder(Affine([1, 1], [0, 0]), Affine([1], [0]), 1, CodeLikelihood.Gaussian, 0, ElementType.Double)).Message, StringComparison.Ordinal);
        var narrow = new VariationalAutoencoder(Affine([1], [0]), Affine([1], [0]), 1, CodeLikelihood.Gaussian, type: ElementType.Double);
        Assert.Contains("must give 2", Assert.Throws<TrainingException>(() => narrow.Encode(Tensor.Ones([2, 1], ElementType.Double))).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1", Assert.Throws<TrainingException>(() => Linear(exact: true).ImportanceLoss(Tensor.Ones([2, 1], ElementType.Double), 0, new RandomState(1))).Message, StringComparison.Ordinal);
    }

    private static double Surprise(Tensor items) => items.ToArray().Average(x => 0.5 * (Math.Log(2 * Math.PI * Total) + (x * x / Total)));

    private static VariationalAutoencoder Linear(bool exact)
    {
        var encoder = exact ? Affine([Slope / Total, 0], [0, Math.Log(Noise / Total)]) : Affine([0.3, 0], [0.1, -0.5]);
        var model = new VariationalAutoencoder(encoder, Affine([Slope], [0]), 1, CodeLikelihood.Gaussian, type: ElementType.Double);
        model.Parameters.Single(parameter => parameter.Name == "log_variance").Value.Write<double>()[0] = LogVariance;
        return model;
    }

    private static Linear Affine(double[] weights, double[] biases)
    {
        var layer = new Linear(1, weights.Length, new RandomState(1), type: ElementType.Double);
        weights.CopyTo(layer.Parameters[0].Value.Write<double>());
        biases.CopyTo(layer.Parameters[1].Value.Write<double>());
        return layer;
    }
}

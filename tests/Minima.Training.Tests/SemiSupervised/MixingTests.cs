using Minima.Tensors.Randomness;
using Minima.Training.SemiSupervised;

namespace Minima.Training.Tests.SemiSupervised;

/// <summary>Mixtures, and guesses made surer.</summary>
public sealed class MixingTests
{
    [Fact]
    public void SharpeningIsThatOfTheFormula()
    {
        double[] p = [0.7, 0.2, 0.1];
        var sum = p.Sum(x => x * x);
        Assert.Equal(p.Select(x => x * x / sum), Mixing.Sharpen(Tensor.Of(p, [1, 3]), 0.5).ToArray(), (x, y) => Math.Abs(x - y) < 1e-14);
        Assert.Equal(p, Mixing.Sharpen(Tensor.Of(p, [1, 3]), 1).ToArray(), (x, y) => Math.Abs(x - y) < 1e-14);
        Assert.Equal([1, 0, 0], Mixing.Sharpen(Tensor.Of([1.0, 0, 0], [1, 3]), 0.5).ToArray());
        Assert.Throws<TrainingException>(() => Mixing.Sharpen(Tensor.Of(p, [1, 3]), 0));
    }

    [Fact]
    public void MixturesLieBetween()
    {
        var (first, second) = (Tensor.Of([1.0, 2, 3, 4], [2, 2]), Tensor.Of([5.0, 6, 7, 8], [2, 2]));
        Assert.Equal([2, 3, 3, 4], Mixing.Mix(first, second, [0.75, 1]).ToArray());
        Assert.Contains("1 fractions", Assert.Throws<TrainingException>(() => Mixing.Mix(first, second, [0.5])).Message, StringComparison.Ordinal);
    }

    /// <summary>Beta(alpha, alpha) has the variance 1 / (4 (2 alpha + 1)); the larger share is as far from 1/2.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.75)]
    [InlineData(1.0)]
    public void SharesHaveTheVarianceOfTheirDistribution(double alpha)
    {
        const int draws = 40000;
        var shares = Mixing.Shares(draws, alpha, new RandomState(5));
        Assert.All(shares, share => Assert.InRange(share, 0.5, 1));
        var variance = 1 / (4 * ((2 * alpha) + 1));
        Assert.Equal(variance, shares.Average(share => (share - 0.5) * (share - 0.5)), 0.02 * variance);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void OtherAlphasAreRefused(double alpha) => Assert.Throws<TrainingException>(() => Mixing.Shares(1, alpha, new RandomState(1)));
}

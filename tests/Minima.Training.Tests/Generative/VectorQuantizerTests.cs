using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Generative;

namespace Minima.Training.Tests.Generative;

/// <summary>A codebook of four entries.</summary>
public sealed class VectorQuantizerTests
{
    private static readonly double[] Book = [0, 0, 1, 0, 0, 1, 5, 5];

    [Fact]
    public void CodesTakeTheNearestEntryAndALowerOneOfTwo()
    {
        var codes = Made().Quantize(Tensor.Of([0.9, 0.2, 4, 4, 0.5, 0.0], [3, 2]));
        Assert.Equal([1, 3, 0], codes.Places.Read<int>().ToArray());
        Assert.Equal([1, 0, 5, 5, 0, 0], codes.Chosen.ToArray());
        Assert.All(codes.Passed.ToArray().Zip(codes.Chosen.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
        Assert.Equal([5, 5, 0, 1], Made().Lookup(Tensor.Of([3, 2], [2])).ToArray());
    }

    /// <summary>The gradient of sum (q - c)^2 by z is 2 (q - c), as if q were z; the codebook gets none of it.</summary>
    [Fact]
    public void TheGradientPassesStraightThrough()
    {
        var quantizer = Made();
        var given = Tensor.Of([0.9, 0.2, 4, 4], [2, 2]).WithGradient();
        var passed = quantizer.Quantize(given).Passed;
        var aim = Tensor.Of([0.5, 0.5, 0.5, 0.5], [2, 2]);
        ((passed - aim) * (passed - aim)).Sum().Backward();
        Assert.All(given.Gradient.ToArray().Zip([1, -1.0, 9, 9]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.True(quantizer.Parameters[0].Gradient.IsNone);
    }

    /// <summary>mean |sg(z) - e|^2: each chosen entry goes towards its code, the others stay.</summary>
    [Fact]
    public void TheCodebookLearnsByItsLoss()
    {
        var quantizer = Made();
        var given = Tensor.Of([0.9, 0.2, 4, 4], [2, 2]).WithGradient();
        var codes = quantizer.Quantize(given);
        new VectorQuantization(0.25).Apply(codes.Given, codes.Chosen).Backward();
        double[] expected = [0, 0, 0.05, -0.1, 0, 0, 0.5, 0.5];
        Assert.All(quantizer.Parameters[0].Gradient.ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.All(given.Gradient.ToArray().Zip([-0.0125, 0.025, -0.125, -0.125]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void EntriesThatNobodyNeedsAreRevived()
    {
        var quantizer = Made();
        var codes = Tensor.Of([0.9, 0.2, 1.1, 0.1], [2, 2]);
        Assert.Equal(3, quantizer.Revive(codes, new RandomState(1)));
        var book = quantizer.Parameters[0].Value.ToArray();
        Assert.Equal([1, 0], book[2..4]);
        foreach (var entry in new[] { 0, 2, 3 }) Assert.Contains(book[(2 * entry)..((2 * entry) + 2)], new double[][] { [0.9, 0.2], [1.1, 0.1] });
        Assert.Equal(0, new VectorQuantizer(1, 2, new RandomState(1)).Revive(Tensor.Ones([3, 2]), new RandomState(1)));
    }

    [Fact]
    public void WhatIsNoCodeIsRefused()
    {
        var random = new RandomState(1);
        Assert.Throws<TrainingException>(() => new VectorQuantizer(0, 2, random));
        Assert.Throws<TrainingException>(() => new VectorQuantizer(4, 0, random));
        var quantizer = new VectorQuantizer(4, 2, random);
        Assert.Contains("[N, 2]", Assert.Throws<TrainingException>(() => quantizer.Quantize(Tensor.Zeros([3, 3]))).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => quantizer.Forward(Tensor.Zeros([3, 2], ElementType.Double)));
        Assert.Throws<TrainingException>(() => quantizer.Lookup(Tensor.Of([4], [1])));
        Assert.Contains("without codes", Assert.Throws<TrainingException>(() => quantizer.Revive(Tensor.Zeros([0, 2]), random)).Message, StringComparison.Ordinal);
    }

    private static VectorQuantizer Made()
    {
        var quantizer = new VectorQuantizer(4, 2, new RandomState(1), ElementType.Double);
        Book.CopyTo(quantizer.Parameters[0].Value.Write<double>());
        return quantizer;
    }
}

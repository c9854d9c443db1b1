using Minima.Tensors.Randomness;
using Minima.Training.Robustness;

namespace Minima.Training.Tests.Robustness;

/// <summary>The proof for linear classifiers: nothing smaller turns a class, and something slightly larger does.</summary>
public sealed class CertifiedRadiusTests
{
    private const int Rows = 20;
    private const int Width = 5;
    private const int Classes = 4;

    private static readonly Linear Classifier = new(Width, Classes, new RandomState(6), type: ElementType.Double);

    private static readonly Tensor Inputs = Normal(21);

    /// <summary>What the classifier says, so that every row has a radius.</summary>
    private static readonly int[] Labels = [.. Said(Inputs)];

    [Theory]
    [InlineData(PerturbationNorm.Infinity)]
    [InlineData(PerturbationNorm.Euclidean)]
    public void NoChangeOfTheRadiusTurnsTheClass(PerturbationNorm norm)
    {
        var radii = Radii(norm);
        Assert.All(radii, radius => Assert.InRange(radius, 1e-6, 10));
        var x = Inputs.ToArray();
        for (ulong seed = 0; seed < 300; seed++)
        {
            var noise = Normal(100 + seed).ToArray();
            var moved = new double[x.Length];
            for (var row = 0; row < Rows; row++)
            {
                var way = noise.AsSpan(row * Width, Width).ToArray();
                if (norm == PerturbationNorm.Infinity) way = Array.ConvertAll(way, part => (double)Math.Sign(part));
                var length = norm == PerturbationNorm.Infinity ? 1 : Math.Sqrt(way.Sum(part => part * part));
                for (var i = 0; i < Width; i++) moved[(row * Width) + i] = x[(row * Width) + i] + (way[i] / length * radii[row] * (1 - 1e-9));
            }

            Assert.Equal(Labels, Said(Tensor.Of(moved, [Rows, Width])));
        }
    }

    /// <summary>The corners of the cube are its worst points for a linear function: with five inputs all 32 are tried.</summary>
    [Fact]
    public void AllCornersOfTheCubeHoldAndOneOfASlightlyLargerCubeDoesNot()
    {
        var radii = Radii(PerturbationNorm.Infinity);
        for (var row = 0; row < Rows; row++)
        {
            Assert.All(Corners(row, radii[row] * (1 - 1e-9)), said => Assert.Equal(Labels[row], said));
            Assert.Contains(Corners(row, radii[row] * (1 + 1e-9)), said => said != Labels[row]);
        }
    }

    [Fact]
    public void ASlightlyLongerStepAlongADifferenceOfWeightsTurnsTheClass()
    {
        var radii = Radii(PerturbationNorm.Euclidean);
        var weights = Classifier.Parameters[0].Value.ToArray();
        for (var row = 0; row < Rows; row++)
        {
            var label = Labels[row];
            Assert.Contains(Enumerable.Range(0, Classes).Where(k => k != label), rival =>
            {
                var way = Enumerable.Range(0, Width).Select(i => weights[(i * Classes) + rival] - weights[(i * Classes) + label]).ToArray();
                var length = Math.Sqrt(way.Sum(part => part * part));
                return Moved(row, Array.ConvertAll(way, part => part / length * radii[row] * (1 + 1e-9))) != label;
            });
        }
    }

    [Theory]
    [InlineData(PerturbationNorm.Infinity)]
    [InlineData(PerturbationNorm.Euclidean)]
    public void NoAttackWithinTheRadiusSucceeds(PerturbationNorm norm)
    {
        var values = new double[200 * Width];
        new RandomState(5).FillUniform(values);
        var inputs = Tensor.Of(values, [200, Width]);
        int[] labels = [.. Said(inputs)];
        var radii = CertifiedRadius.Of(Classifier, inputs, Tensor.Of(labels, [200]), norm);
        foreach (var radius in new[] { 0.01, 0.05, 0.2 })
        {
            var standing = RobustAccuracy.Standing(Classifier.Forward, inputs, Tensor.Of(labels, [200]), RobustAccuracy.Strong(radius, norm, 10, 2), new RandomState(3));
            Assert.Contains(false, standing);
            Assert.All(Enumerable.Range(0, 200).Where(row => radii[row] > radius), row => Assert.True(standing[row]));
        }
    }

    [Fact]
    public void AWrongClassHasNoRadiusAndEqualWeightsHaveAnyRadius()
    {
        var labels = Array.ConvertAll(Labels, label => (label + 1) % Classes);
        Assert.All(CertifiedRadius.Of(Classifier, Inputs, Tensor.Of(labels, [Rows])), radius => Assert.Equal(0, radius));
        var constant = new Linear(2, 2, new RandomState(1));
        constant.Parameters[0].Value.Write<float>().Fill(1);
        constant.Parameters[1].Value.Write<float>()[1] = 1;
        Assert.Equal([0, double.PositiveInfinity], CertifiedRadius.Of(constant, Tensor.Zeros([2, 2]), Tensor.Of([0, 1], [2])));
        Assert.Equal([0], CertifiedRadius.Of(new Linear(2, 2, new RandomState(1), hasBias: false), Tensor.Zeros([1, 2]), Tensor.Of([0], [1])));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var message = Assert.Throws<TrainingException>(() => CertifiedRadius.Of(Classifier, Tensor.Zeros([2, 3]), Tensor.Of([0, 1], [2]))).Message;
        Assert.Contains("[N, 5]", message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => CertifiedRadius.Of(Classifier, Inputs, Tensor.Zeros([Rows])));
        Assert.Throws<TrainingException>(() => CertifiedRadius.Of(Classifier, Inputs, Tensor.Of([0], [1])));
        Assert.Contains("row 1 is 4", Assert.Throws<TrainingException>(() => CertifiedRadius.Of(Classifier, Inputs.Slice(0, 0, 2), Tensor.Of([0, 4], [2]))).Message, StringComparison.Ordinal);
    }

    private static double[] Radii(PerturbationNorm norm) => CertifiedRadius.Of(Classifier, Inputs, Tensor.Of(Labels, [Rows]), norm);

    private static IEnumerable<int> Corners(int row, double radius) =>
        Enumerable.Range(0, 1 << Width).Select(corner => Moved(row, [.. Enumerable.Range(0, Width).Select(i => (corner >> i & 1) == 0 ? -radius : radius)]));

    private static int Moved(int row, double[] change)
    {
        double[] point = [.. Inputs.ToArray().Skip(row * Width).Take(Width).Zip(change, (value, by) => value + by)];
        return Said(Tensor.Of(point, [1, Width]))[0];
    }

    private static int[] Said(Tensor inputs)
    {
        using var silence = Autograd.NoGradient();
        return Classifier.Forward(inputs).ArgMax(^1).Read<int>().ToArray();
    }

    private static Tensor Normal(ulong seed)
    {
        var values = new double[Rows * Width];
        new RandomState(seed).FillNormal(values);
        return Tensor.Of(values, [Rows, Width]);
    }
}

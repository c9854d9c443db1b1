using Minima.Tensors.Randomness;
using Minima.Training.Generative;

namespace Minima.Training.Tests.Generative;

/// <summary>Couplings against a numerical Jacobian.</summary>
public sealed class AffineCouplingTests
{
    private const int Width = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecodingUndoesEncoding(bool keepsEven)
    {
        var coupling = new AffineCoupling(Width, keepsEven, [7], new RandomState(1), ElementType.Double);
        var items = Draw(6, 2);
        var (latent, _) = coupling.Encode(items);
        Assert.All(coupling.Decode(latent).ToArray().Zip(items.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Equal(latent.ToArray(), coupling.Forward(items).ToArray());
    }

    [Fact]
    public void OneHalfStaysAndTheOtherIsMoved()
    {
        var items = Draw(4, 3);
        foreach (var keepsEven in new[] { true, false })
        {
            var moved = new AffineCoupling(Width, keepsEven, [7], new RandomState(1), ElementType.Double).Encode(items).Latent.ToArray();
            var given = items.ToArray();
            for (var i = 0; i < given.Length; i++) Assert.Equal(i % Width % 2 == 0 == keepsEven, moved[i] == given[i]);
        }
    }

    /// <summary>The determinant of differences of a whole flow, by elimination.</summary>
    [Fact]
    public void TheLogDeterminantIsThatOfTheJacobian()
    {
        var flow = new CouplingFlow(Width, 3, [6], new RandomState(5), ElementType.Double);
        var items = Draw(3, 4);
        var said = flow.Encode(items).LogDeterminant.ToArray();
        for (var row = 0; row < said.Length; row++) Assert.Equal(LogDeterminant(flow, items.ToArray().AsSpan(row * Width, Width).ToArray()), said[row], 1e-7);
        Assert.Contains(said, one => Math.Abs(one) > 0.05);
    }

    [Fact]
    public void AFlowDrawsWhatItDecodes()
    {
        var flow = new CouplingFlow(Width, 2, [6], new RandomState(5), ElementType.Double);
        var drawn = flow.Draw(7, new RandomState(8));
        Assert.Equal([7, Width], drawn.Shape);
        Assert.All(flow.Decode(flow.Encode(drawn).Latent).ToArray().Zip(drawn.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
        Assert.Equal(flow.Encode(drawn).Latent.ToArray(), flow.Forward(drawn).ToArray());
    }

    [Fact]
    public void WhatCannotBeCoupledIsRefused()
    {
        var random = new RandomState(1);
        Assert.Contains("at least 2", Assert.Throws<TrainingException>(() => new AffineCoupling(1, true, [4], random)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2", Assert.Throws<TrainingException>(() => new CouplingFlow(2, 1, [4], random)).Message, StringComparison.Ordinal);
        var coupling = new AffineCoupling(2, true, [4], random);
        Assert.Contains("[N, 2]", Assert.Throws<TrainingException>(() => coupling.Encode(Tensor.Zeros([3, 4]))).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => coupling.Decode(Tensor.Zeros([3, 2], ElementType.Double)));
    }

    private static Tensor Draw(int rows, ulong seed)
    {
        var values = new double[rows * Width];
        new RandomState(seed).FillNormal(values);
        return Tensor.Of(values, [rows, Width]);
    }

    private static double LogDeterminant(CouplingFlow flow, double[] item)
    {
        const double step = 1e-5;
        var matrix = new double[Width][];
        for (var i = 0; i < Width; i++)
        {
            var (above, below) = ((double[])item.Clone(), (double[])item.Clone());
            above[i] += step;
            below[i] -= step;
            var up = flow.Encode(Tensor.Of(above, [1, Width])).Latent.ToArray();
            var down = flow.Encode(Tensor.Of(below, [1, Width])).Latent.ToArray();
            matrix[i] = [.. up.Zip(down, (a, b) => (a - b) / (2 * step))];
        }

        double sum = 0;
        for (var k = 0; k < Width; k++)
        {
            var pivot = Enumerable.Range(k, Width - k).MaxBy(row => Math.Abs(matrix[row][k]));
            (matrix[k], matrix[pivot]) = (matrix[pivot], matrix[k]);
            sum += Math.Log(Math.Abs(matrix[k][k]));
            for (var row = k + 1; row < Width; row++)
            {
                var factor = matrix[row][k] / matrix[k][k];
                for (var column = k; column < Width; column++) matrix[row][column] -= factor * matrix[k][column];
            }
        }

        return sum;
    }
}

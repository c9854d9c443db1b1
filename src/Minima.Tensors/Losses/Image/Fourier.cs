namespace Minima.Tensors.Losses;

/// <summary>Discrete Fourier transforms of real tensors as products with the matrices of cosines and sines, real and imaginary part apart.</summary>
internal static class Fourier
{
    /// <summary>The orthonormal transform along some axes.</summary>
    public static (Tensor Real, Tensor Imaginary) Of(Tensor x, params ReadOnlySpan<int> axes)
    {
        var real = x;
        var imaginary = default(Tensor);
        foreach (var axis in axes)
        {
            var length = x.Shape[axis];
            if (x.Count == 0) break;
            var (cosines, sines) = Waves(length, length, 1 / Math.Sqrt(length), x.Type);
            var (a, b) = (Along(real, axis, cosines), -Along(real, axis, sines));
            (real, imaginary) = imaginary.IsNone ? (a, b) : (a + Along(imaginary, axis, sines), b + Along(imaginary, axis, cosines));
        }

        return (real, imaginary.IsNone ? real * 0 : imaginary);
    }

    /// <summary>|F|^2 of the rows of the last axis for the frequencies 0 to n / 2; the others mirror them.</summary>
    public static Tensor Powers(Tensor rows)
    {
        var length = rows.Shape[^1];
        var (cosines, sines) = Waves(length, (length / 2) + 1, 1, rows.Type);
        return rows.MatMul(cosines).Square() + rows.MatMul(sines).Square();
    }

    private static Tensor Along(Tensor x, int axis, Tensor matrix)
    {
        var turned = x.Rank < 2 ? x : x.Transpose(axis, x.Rank - 1);
        var product = turned.Reshape([x.Count / x.Shape[axis], x.Shape[axis]]).MatMul(matrix).Reshape(turned.Shape);
        return x.Rank < 2 ? product : product.Transpose(axis, x.Rank - 1);
    }

    /// <summary>cos and sin of 2 pi i k / n; the product i k is taken modulo n first, so that no angle is large.</summary>
    private static (Tensor Cosines, Tensor Sines) Waves(int length, int frequencies, double scale, ElementType type)
    {
        WorkBudget.Take(2 * sizeof(double) * (long)length * frequencies);
        var cosines = new double[(long)length * frequencies];
        var sines = new double[(long)length * frequencies];
        for (var i = 0; i < length; i++)
        {
            WorkBudget.Check();
            for (var k = 0; k < frequencies; k++)
            {
                var turn = 2.0 * ((long)i * k % length) / length;
                (sines[(i * frequencies) + k], cosines[(i * frequencies) + k]) = (scale * double.SinPi(turn), scale * double.CosPi(turn));
            }
        }

        return (Tensor.Of(cosines, [length, frequencies]).To(type), Tensor.Of(sines, [length, frequencies]).To(type));
    }
}

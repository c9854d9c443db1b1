namespace Minima.Tensors.Losses;

/// <summary>Weighted sums over windows that slide along the axes of images: the basis of local means, variances and similarities.</summary>
internal static class Windows
{
    /// <summary>A Gaussian bell of a width, centred, which sums to 1.</summary>
    public static double[] Gaussian(int length, double sigma)
    {
        var weights = Bell(length, (length - 1) / 2.0, sigma);
        var sum = weights.Sum();

        // A bell so narrow that it falls between two positions of an even window leaves the two in the middle.
        if (sum == 0) (weights[length / 2], weights[(length / 2) - 1], sum) = (1, 1, 2);
        return Array.ConvertAll(weights, w => w / sum);
    }

    /// <summary>A Gaussian bell around a centre, 1 there.</summary>
    public static double[] Bell(int length, double centre, double sigma)
    {
        var weights = new double[length];
        for (var i = 0; i < length; i++)
        {
            var distance = (i - centre) / sigma;
            weights[i] = Math.Exp(-distance * distance / 2);
        }

        return weights;
    }

    /// <summary>Weighted sums along some of the last axes, one axis after the other; windows lie within the image, or in zeros around it.</summary>
    public static Tensor Sums(Tensor x, int axes, double[] weights, int padding = 0)
    {
        for (var axis = x.Rank - axes; axis < x.Rank; axis++) x = Along(x, axis, weights, padding);
        return x;
    }

    /// <summary>Refuses a window that does not lie within the last axes.</summary>
    /// <exception cref="LossException">An axis is shorter; the message says which.</exception>
    public static void Check(string loss, Tensor x, int axes, int window)
    {
        for (var axis = x.Rank - axes; axis < x.Rank; axis++)
        {
            if (window > x.Shape[axis]) throw new LossException(LossError.Shape, $"{loss}: the window of {window} is longer than axis {axis} of {x.Shape}. Use a smaller window, or larger images.");
        }
    }

    private static Tensor Along(Tensor x, int axis, double[] weights, int padding)
    {
        var length = x.Shape[axis];
        var result = length + (2 * padding) - weights.Length + 1;
        var inner = 1;
        for (var i = axis + 1; i < x.Rank; i++) inner *= x.Shape[i];
        var outer = x.Count / Math.Max(length * inner, 1);
        var kernel = Tensor.Of(weights, [weights.Length]).To(x.Type);

        // The last axis as the columns of one image, any other as the rows of many.
        var sums = inner == 1
            ? ConvolutionOperation.Apply(x.Reshape([1, 1, outer, length]), kernel.Reshape([1, 1, 1, weights.Length]), default, 1, new Extent(0, padding))
            : ConvolutionOperation.Apply(x.Reshape([outer, 1, length, inner]), kernel.Reshape([1, 1, weights.Length, 1]), default, 1, new Extent(padding, 0));
        return sums.Reshape(x.Shape.With(axis, result));
    }
}

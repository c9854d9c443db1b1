using Minima.Tensors.Losses;

namespace Minima.Training.Quantization;

/// <summary>Sums of products of levels, for all quantised layers: whole numbers, exact in floating point, so that integers give the same result.</summary>
internal static class LevelSums
{
    /// <summary>Whole numbers below this are exact in float, and so are their sums in any order.</summary>
    private const double ExactInSingle = 1 << 24;

    /// <summary>The output of a layer: sums of products of levels plus the bias in units of both steps together, times both steps.</summary>
    /// <param name="input">Quantises the input.</param>
    /// <param name="weight">Quantises the weights.</param>
    /// <param name="x">The input.</param>
    /// <param name="layer">The float weights.</param>
    /// <param name="bias">The float bias, or null.</param>
    /// <param name="terms">The number of products in one sum.</param>
    /// <param name="sums">The layer on levels.</param>
    public static Tensor Of(FakeQuantizer input, FakeQuantizer weight, Tensor x, Parameter layer, Parameter? bias, int terms, Func<Tensor, Tensor, Tensor, Tensor> sums)
    {
        var scale = Scale(input, weight);
        var (left, right) = (input.Levels(x), weight.Levels(layer.Value));
        var summand = bias is null ? default : BiasLevels(bias, scale) + (QuantizationGrid.StraightThrough(bias.Value) / scale);
        if (x.Type == ElementType.Double || Most(input, weight, terms, summand) < ExactInSingle) return sums(left, right, summand) * scale;
        return sums(left.To(ElementType.Double), right.To(ElementType.Double), summand.IsNone ? summand : summand.To(ElementType.Double)).To(ElementType.Single) * scale;
    }

    /// <summary>The value of one unit of the sums.</summary>
    public static Tensor Scale(FakeQuantizer input, FakeQuantizer weight) => input.FixedStep * weight.FixedStep;

    /// <summary>The bias in units of the sums.</summary>
    public static Tensor BiasLevels(Parameter bias, Tensor scale) => (bias.Value.Detach() / scale).Round();

    /// <summary>The largest sum possible with these levels.</summary>
    private static double Most(FakeQuantizer input, FakeQuantizer weight, int terms, Tensor bias) =>
        ((double)terms * input.Format.Largest * weight.Format.Largest) + (bias.IsNone ? 0 : bias.ToArray().Max(Math.Abs));
}

using Minima.Training.Kernels;

namespace Minima.Training.Quantization;

/// <summary>A linear layer in integers.</summary>
/// <param name="Inputs">The width of the input.</param>
/// <param name="Outputs">The width of the output.</param>
/// <param name="Weights">Levels, the weights of each output one behind the other.</param>
/// <param name="Bias">In units of the sums; 0 where there is none.</param>
/// <param name="Input">The grid of the input.</param>
/// <param name="InputStep">The distance of two levels of the input.</param>
/// <param name="Scale">What one unit of the sums stands for.</param>
/// <param name="HasRelu">Negative outputs become 0.</param>
internal sealed record IntegerLinear(int Inputs, int Outputs, sbyte[] Weights, int[] Bias, QuantizationFormat Input, float InputStep, float Scale, bool HasRelu)
{
    private const int MostBits = 8;

    /// <summary>Weights, biases and both scales.</summary>
    public long SizeInBytes => Weights.Length + ((long)sizeof(int) * Bias.Length) + (2 * sizeof(float));

    /// <exception cref="TrainingException">More than 8 bits, weights without a sign in 8 bits, double, a scale beyond float, or sums that 32 bits may not hold.</exception>
    public static IntegerLinear Of(QuantizedLinear layer)
    {
        var inner = layer.Inner;
        if (layer.Input.Format.Bits > MostBits || layer.Weight.Format.Bits > MostBits) throw new TrainingException($"{layer} has more than {MostBits} bits; an integer network keeps a level in a byte. Quantise with 2..{MostBits} bits.");
        if (layer.Weight.Format.Highest > sbyte.MaxValue) throw new TrainingException($"{layer} has weights of {layer.Weight.Format}, of levels up to {layer.Weight.Format.Highest}; an integer network keeps weights in -128..127. Quantise weights with a sign, or with at most 7 bits without.");
        if (inner.Weight.Value.Type != ElementType.Single) throw new TrainingException($"{layer} is double; integer networks are made of float models.");
        using (Autograd.NoGradient())
        {
            var levels = layer.Weight.Levels(inner.Weight.Value).Transpose().Contiguous().ToArray();
            var scale = LevelSums.Scale(layer.Input, layer.Weight);
            if (!double.IsFinite(scale.Item())) throw new TrainingException($"The steps of {layer} are {layer.Input.Step:g3} and {layer.Weight.Step:g3}, and their product is beyond float. Calibrate it on inputs of a usual size.");
            var bias = inner.Bias is { } given ? LevelSums.BiasLevels(given, scale).ToArray() : new double[inner.Outputs];
            Check(layer, levels, bias);
            return new IntegerLinear(inner.Inputs, inner.Outputs, Array.ConvertAll(levels, level => (sbyte)level), Array.ConvertAll(bias, level => (int)level), layer.Input.Format, (float)layer.Input.Step, (float)scale.Item(), false);
        }
    }

    public IntegerLinear WithRelu() => this with { HasRelu = true };

    /// <summary>The layer as kernels read it: levels are counted from the lowest one, so that they are bytes whether the grid has negative ones or not.</summary>
    public IntegerLayer Packed()
    {
        var starts = new int[Outputs];
        for (var output = 0; output < Outputs; output++)
        {
            var sum = 0;
            foreach (var weight in Weights.AsSpan(output * Inputs, Inputs)) sum += weight;

            // May wrap around, and back again when the sum is added: the whole fits 32 bits.
            starts[output] = unchecked(Bias[output] + (Input.Lowest * sum));
        }

        return new IntegerLayer(new IntegerPanels(Inputs, Outputs, Weights), starts, new LevelGrid(InputStep, Input.Lowest, Input.Highest), Scale, HasRelu);
    }

    /// <summary>No input can make a sum overflow.</summary>
    private static void Check(QuantizedLinear layer, double[] levels, double[] bias)
    {
        var inputs = layer.Inner.Inputs;
        for (var output = 0; output < bias.Length; output++)
        {
            var most = Math.Abs(bias[output]) + (layer.Input.Format.Largest * levels.AsSpan(output * inputs, inputs).ToArray().Sum(Math.Abs));
            if (!(most <= int.MaxValue)) throw new TrainingException($"The sums of output {output} of {layer} may reach {most:g3}, more than 32 bits hold. Quantise with fewer bits; where the bias is what is large, with larger steps.");
        }
    }
}

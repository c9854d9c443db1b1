using Minima.Tensors.Kernels;

namespace Minima.Training.Quantization;

/// <summary>A linear map in integers: of a linear layer, or of each window of a convolution.</summary>
/// <param name="Inputs">The number of terms in a sum.</param>
/// <param name="Outputs">The number of sums.</param>
/// <param name="Weights">Levels, the weights of each output one after the other.</param>
/// <param name="Bias">In units of the sums; 0 if there is none.</param>
/// <param name="Input">The grid of the input.</param>
/// <param name="InputStep">The distance between two levels of the input.</param>
/// <param name="Scale">The value of one unit of the sums.</param>
/// <param name="HasRelu">True if negative outputs become 0.</param>
internal sealed record IntegerLinear(int Inputs, int Outputs, sbyte[] Weights, int[] Bias, QuantizationFormat Input, float InputStep, float Scale, bool HasRelu)
{
    private const int MostBits = 8;

    /// <summary>The size of weights, biases and both scales.</summary>
    public long SizeInBytes => Weights.Length + ((long)sizeof(int) * Bias.Length) + (2 * sizeof(float));

    /// <exception cref="TrainingException">More than 8 bits, weights without a sign in 8 bits, double, a scale beyond float, or sums that 32 bits may not hold.</exception>
    public static IntegerLinear Of(QuantizedLinear layer) => Of(layer, layer.Input, layer.Weight, layer.Inner.Weight.Value, layer.Inner.Bias, value => value.Transpose());

    /// <summary>The layer of a window: its taps row by row, and the channels of each tap.</summary>
    /// <exception cref="TrainingException">As for a linear layer.</exception>
    public static IntegerLinear Of(QuantizedConv2D layer)
    {
        var inner = layer.Inner;
        return Of(layer, layer.Input, layer.Weight, inner.Weight.Value, inner.Bias, value => value.Reshape([inner.Outputs, inner.Inputs, inner.Kernel.Height * inner.Kernel.Width]).Transpose().Reshape([inner.Outputs, inner.Weight.Value.Count / inner.Outputs]));
    }

    public IntegerLinear WithRelu() => this with { HasRelu = true };

    /// <summary>The layer for an image stored position by position, with the channels of a position followed by padding, instead of channel by channel.</summary>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="stride">The distance between positions.</param>
    public IntegerLinear Spread(int channels, int stride)
    {
        var positions = Inputs / channels;
        var spread = new sbyte[checked(Outputs * positions * stride)];
        for (var output = 0; output < Outputs; output++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var p = 0; p < positions; p++) spread[(((output * positions) + p) * stride) + channel] = Weights[(((output * channels) + channel) * positions) + p];
            }
        }

        return this with { Inputs = positions * stride, Weights = spread };
    }

    /// <summary>The layer as kernels read it: levels are counted from the lowest one, so that they are bytes for signed and unsigned grids.</summary>
    public IntegerLayer Packed()
    {
        var starts = new int[Outputs];
        for (var output = 0; output < Outputs; output++)
        {
            var sum = 0;
            foreach (var weight in Weights.AsSpan(output * Inputs, Inputs)) sum += weight;

            // May overflow and wrap back when the sum is added: the total fits 32 bits.
            starts[output] = unchecked(Bias[output] + (Input.Lowest * sum));
        }

        return new IntegerLayer(new IntegerPanels(Inputs, Outputs, Weights), starts, new LevelGrid(InputStep, Input.Lowest, Input.Highest), Scale, HasRelu);
    }

    /// <param name="layer">The layer, for messages.</param>
    /// <param name="input">Quantises the input.</param>
    /// <param name="weight">Quantises the weights.</param>
    /// <param name="weights">The float weights.</param>
    /// <param name="bias">The float bias, or null.</param>
    /// <param name="ordered">Brings them into the order [outputs, inputs].</param>
    private static IntegerLinear Of(Module layer, FakeQuantizer input, FakeQuantizer weight, Tensor weights, Parameter? bias, Func<Tensor, Tensor> ordered)
    {
        if (input.Format.Bits > MostBits || weight.Format.Bits > MostBits) throw new TrainingException($"{layer} has more than {MostBits} bits; an integer network keeps a level in a byte. Quantise with 2..{MostBits} bits.");
        if (weight.Format.Highest > sbyte.MaxValue) throw new TrainingException($"{layer} has weights of {weight.Format}, of levels up to {weight.Format.Highest}; an integer network keeps weights in -128..127. Quantise weights with a sign, or with at most 7 bits without.");
        if (weights.Type != ElementType.Single) throw new TrainingException($"{layer} is double; integer networks are made of float models.");
        using (Autograd.NoGradient())
        {
            var matrix = ordered(weight.Levels(weights)).Contiguous();
            var (outputs, inputs) = (matrix.Shape[0], matrix.Shape[1]);
            var levels = matrix.ToArray();
            var scale = LevelSums.Scale(input, weight);
            if (!double.IsFinite(scale.Item())) throw new TrainingException($"The steps of {layer} are {input.Step:g3} and {weight.Step:g3}, and their product is beyond float. Calibrate it on inputs of a usual size.");
            var summands = bias is not null ? LevelSums.BiasLevels(bias, scale).ToArray() : new double[outputs];
            for (var output = 0; output < outputs; output++)
            {
                // No input can make a sum overflow.
                var most = Math.Abs(summands[output]) + (input.Format.Largest * levels.AsSpan(output * inputs, inputs).ToArray().Sum(Math.Abs));
                if (!(most <= int.MaxValue)) throw new TrainingException($"The sums of output {output} of {layer} may reach {most:g3}, more than 32 bits can hold. Quantise with fewer bits; if the bias is what is large, use larger steps.");
            }

            return new IntegerLinear(inputs, outputs, Array.ConvertAll(levels, level => (sbyte)level), Array.ConvertAll(summands, level => (int)level), input.Format, (float)input.Step, (float)scale.Item(), false);
        }
    }
}

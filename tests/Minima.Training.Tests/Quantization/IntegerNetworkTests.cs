using Minima.Training.Quantization;
using Minima.Training.Randomness;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Quantization;

/// <summary>Integers give what the simulation gives.</summary>
public sealed class IntegerNetworkTests
{
    /// <summary>To the last bit, for widths on both sides of where float sums stop being exact.</summary>
    [Theory]
    [InlineData(8, 8, 5, 16)]
    [InlineData(8, 8, 900, 700)]
    [InlineData(2, 3, 40, 9)]
    [InlineData(4, 8, 64, 64)]
    public void TheOutputsAreThoseOfTheSimulation(int weightBits, int inputBits, int inputs, int hidden)
    {
        using var scope = StepScope.Begin();
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new RandomState((ulong)seed);
            var model = Models.Mlp(inputs, [hidden, 12], 4, random, dropout: 0.1);
            foreach (var bias in model.Parameters.Where(p => p.Value.Rank == 1)) random.FillNormal(bias.Value.Write<float>(), 0, 0.3f);
            var quantized = QuantizedModel.Of(model, Rows(100, inputs, seed), new QuantizationOptions { WeightBits = weightBits, InputBits = inputBits });
            quantized.Train(false);
            var integers = IntegerNetwork.Of(quantized);

            // Rows three times as wide as those of the calibration reach the ends of the grids.
            var x = Rows(64, inputs, seed + 50) * 3;
            Assert.Equal(quantized.Forward(x).ToArray(), integers.Forward(x).ToArray());
            Assert.Equal((inputs, 4), (integers.Inputs, integers.Outputs));
        }
    }

    [Fact]
    public void TheSizeIsThatOfTheIntegers()
    {
        var model = QuantizedModel.Of(new Sequential(new Flatten(), Models.Mlp(20, [10], 3, new RandomState(1))), Rows(30, 20, 1));
        var integers = IntegerNetwork.Of(model);
        Assert.Equal((200 + 40 + 8) + (30 + 12 + 8), integers.SizeInBytes);
        var images = Rows(5, 20, 2);
        Assert.Equal(integers.Forward(images).ToArray(), integers.Forward(images.Reshape([5, 4, 5])).ToArray());
    }

    [Fact]
    public void WhatHasNoIntegersIsRefused()
    {
        var random = new RandomState(2);
        Refused("Activation", new Sequential(new Linear(3, 4, random), Training.Activations.ByName("gelu")), 8, "gelu");
        Refused("layer norm", new Sequential(new Linear(3, 4, random), new LayerNorm(4)), 8, "LayerNorm(4)");
        Refused("relu first", new Sequential(Training.Activations.ByName("relu"), new Linear(3, 4, random)), 8, "relu");
        Refused("wide", new Linear(3, 4, random), 12, "more than 8 bits");
        Refused("nothing", new Dropout(0.5, random), 8, "no quantised linear layer");
        var integers = IntegerNetwork.Of(QuantizedModel.Of(new Linear(3, 4, random), Rows(9, 3, 1)));
        Assert.Contains("rows of 3 numbers", Assert.Throws<TrainingException>(() => integers.Forward(Rows(9, 4, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<TrainingException>(() => integers.Forward(Tensor.Full([1, 3], double.NaN))).Message, StringComparison.Ordinal);
        var large = new Linear(3, 4, random);
        large.Parameters[1].Value.Write<float>().Fill(1e9f);
        Assert.Contains("more than 32 bits hold", Assert.Throws<TrainingException>(() => IntegerNetwork.Of(QuantizedModel.Of(large, Rows(9, 3, 1)))).Message, StringComparison.Ordinal);

        static void Refused(string what, Module model, int bits, string words)
        {
            var quantized = QuantizedModel.Of(model, Rows(9, 3, 1), new QuantizationOptions { WeightBits = bits });
            Assert.True(Assert.Throws<TrainingException>(() => IntegerNetwork.Of(quantized)).Message.Contains(words, StringComparison.Ordinal), what);
        }
    }

    private static Tensor Rows(int rows, int width, int seed) => GradientCheck.Numbers([rows, width], seed).To(ElementType.Single);
}

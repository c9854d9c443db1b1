using Minima.Tensors.Randomness;
using Minima.Training.Quantization;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Quantization;

/// <summary>Integers give what the simulation gives.</summary>
public sealed class IntegerNetworkTests
{
    /// <summary>To the last bit, for widths on both sides of where float sums stop being exact.</summary>
    [SlowTheory]
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

    /// <summary>Convolutions with paddings and steps, one channel and several, pools that overlap and that are padded, with and without relu.</summary>
    [SlowTheory]
    [InlineData(1, 9, 8)]
    [InlineData(3, 12, 12)]
    [InlineData(5, 7, 15)]
    public void ImagesGiveTheOutputsOfTheSimulation(int channels, int height, int width)
    {
        using var scope = StepScope.Begin();
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new RandomState((ulong)seed);
            var convolutions = new Module[]
            {
                new Conv2D(channels, 7, new Extent(3, 2), random, padding: new Extent(2, 1)),
                Training.Activations.ByName("relu"),
                new MaxPool2D(3, 2, 1),
                new Conv2D(7, 18, 3, random, stride: new Extent(1, 2), padding: 1, hasBias: false),
                new Conv2D(18, 4, 1, random),
                Training.Activations.ByName("relu"),
                new MaxPool2D(2, 1),
                new Flatten(),
            };
            using (Autograd.NoGradient())
            {
                var flat = new Sequential(convolutions).Forward(Images(1, channels, height, width, 1)).Shape[1];
                var model = new Sequential([.. convolutions, new Dropout(0.2, random), new Linear(flat, 9, random), Training.Activations.ByName("relu"), new Linear(9, 3, random)]).Copy();
                foreach (var bias in model.Parameters.Where(p => p.Value.Rank == 1)) random.FillNormal(bias.Value.Write<float>(), 0, 0.3f);
                var quantized = QuantizedModel.Of(model, Images(40, channels, height, width, seed));
                quantized.Train(false);
                var integers = IntegerNetwork.Of(quantized, new Extent(height, width));
                foreach (var rows in new[] { 1, 6, 25 })
                {
                    var x = Images(rows, channels, height, width, seed + 50) * 2;
                    Assert.Equal(quantized.Forward(x).ToArray(), integers.Forward(x).ToArray());
                }

                Assert.Equal((channels * height * width, 3), (integers.Inputs, integers.Outputs));
                var weights = model.Parameters.Where(p => p.Value.Rank > 1).Sum(p => p.Value.Count);
                Assert.Equal(weights + (4 * (7 + 18 + 4 + 9 + 3)) + (5 * 8), integers.SizeInBytes);
            }
        }
    }

    [Fact]
    public void ImagesThatDoNotFitAreRefused()
    {
        var random = new RandomState(2);
        var model = QuantizedModel.Of(new Sequential(new Conv2D(1, 2, 3, random), new MaxPool2D(2), new Flatten(), new Linear(8, 3, random)), Images(9, 1, 6, 6, 1));
        Assert.Equal(3, IntegerNetwork.Of(model, 6).Outputs);
        Refused("has no integer form here", () => IntegerNetwork.Of(model));
        Refused("which are smaller than its window", () => IntegerNetwork.Of(model, 2));
        Refused("has 18", () => IntegerNetwork.Of(model, 8));
        Refused("must be 1 or more", () => IntegerNetwork.Of(model, 0));
        Refused("rows of 36 numbers", () => IntegerNetwork.Of(model, 6).Forward(Images(9, 1, 5, 6, 1)));
        Refused("has no quantised convolution", () => IntegerNetwork.Of(QuantizedModel.Of(new Linear(3, 2, random), Rows(9, 3, 1)), 6));
        Refused("ends in an image", () => IntegerNetwork.Of(QuantizedModel.Of(new Conv2D(1, 2, 3, random), Images(9, 1, 6, 6, 1)), 6));
        Refused("MaxPool2D(2x2, stride 2, padding 0) has no integer form here", () => IntegerNetwork.Of(QuantizedModel.Of(new Sequential(new MaxPool2D(2), new Conv2D(1, 2, 3, random)), Images(9, 1, 6, 6, 1)), 6));

        static void Refused(string words, Action action) => Assert.Contains(words, Assert.Throws<TrainingException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsAllocatedOnceItIsWarm()
    {
        var random = new RandomState(2);
        var model = QuantizedModel.Of(new Sequential(new Conv2D(2, 5, 3, random), new MaxPool2D(2), new Flatten(), new Linear(20, 3, random)), Images(9, 2, 6, 6, 1));
        var integers = IntegerNetwork.Of(model, 6);
        var x = Images(200, 2, 6, 6, 2);
        Step();
        Assert.Equal(0, Steady.Allocated(Step, 5));

        void Step()
        {
            using var scope = StepScope.Begin();
            integers.Forward(x);
        }
    }

    /// <summary>Levels of 8 bits without a sign do not fit the bytes of weights.</summary>
    [Fact]
    public void WeightsWithoutASignInEightBitsAreRefused()
    {
        var quantizer = new FakeQuantizer(new QuantizationFormat(8, isSigned: false), 0.01);
        var inner = QuantizedModel.Of(new Linear(3, 4, new RandomState(1)), Rows(9, 3, 1));
        var description = inner.Describe();
        description["inner"]!["weight"] = quantizer.Describe();
        var model = (QuantizedModel)ModelBuilder.Build(description, new RandomState(1));
        Assert.Contains("-128..127", Assert.Throws<TrainingException>(() => IntegerNetwork.Of(model)).Message, StringComparison.Ordinal);
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
        Assert.Contains("more than 32 bits can hold", Assert.Throws<TrainingException>(() => IntegerNetwork.Of(QuantizedModel.Of(large, Rows(9, 3, 1)))).Message, StringComparison.Ordinal);

        static void Refused(string what, Module model, int bits, string words)
        {
            var quantized = QuantizedModel.Of(model, Rows(9, 3, 1), new QuantizationOptions { WeightBits = bits });
            Assert.True(Assert.Throws<TrainingException>(() => IntegerNetwork.Of(quantized)).Message.Contains(words, StringComparison.Ordinal), what);
        }
    }

    private static Tensor Images(int rows, int channels, int height, int width, int seed) => GradientCheck.Numbers([rows, channels, height, width], seed).To(ElementType.Single);

    private static Tensor Rows(int rows, int width, int seed) => GradientCheck.Numbers([rows, width], seed).To(ElementType.Single);
}

using Minima.Tensors.Randomness;
using Minima.Training.Quantization;
using Minima.Training.Tests.Loop;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Quantization;

/// <summary>Models under rounding: their steps, their gradients, what they keep, what they refuse.</summary>
public sealed class QuantizedModelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(-8)]
    public void WidthsThatNoGridHasAreRefused(int bits)
    {
        Assert.Contains("2..16", Assert.Throws<TrainingException>(() => new QuantizationFormat(bits)).Message, StringComparison.Ordinal);
        Assert.Contains("2..16", Assert.Throws<TrainingException>(() => new QuantizationOptions { WeightBits = bits }).Message, StringComparison.Ordinal);
        Assert.Contains("2..16", Assert.Throws<TrainingException>(() => new QuantizationOptions { InputBits = bits }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GridsHaveTheEndsOfTheirIntegers()
    {
        Assert.Equal((sbyte.MinValue, sbyte.MaxValue), (new QuantizationFormat(8).Lowest, new QuantizationFormat(8).Highest));
        Assert.Equal((0, byte.MaxValue), (new QuantizationFormat(8, false).Lowest, new QuantizationFormat(8, false).Highest));
        Assert.Equal((-2, 1), (new QuantizationFormat(2).Lowest, new QuantizationFormat(2).Highest));
    }

    [Fact]
    public void StepsReachAllNumbersOrCostLeast()
    {
        var random = new RandomState(1);
        var values = Enumerable.Range(0, 2000).Select(_ => random.NextNormal()).Append(40).ToArray();
        var format = new QuantizationFormat(4);
        var range = StepSearch.Find(values, format, StepRule.Range);
        var best = StepSearch.Find(values, format, StepRule.LeastError);
        Assert.Equal(40.0 / 7, range, 1e-12);
        foreach (var share in Enumerable.Range(1, 300)) Assert.True(StepSearch.Error(values, format, best) <= StepSearch.Error(values, format, range * share / 300) * 1.05, $"{share}");
        Assert.Equal(1, StepSearch.Find([0.0, 0], format, StepRule.Range));
        Assert.Equal(0.5, StepSearch.Find([-4.0, 1], format, StepRule.Range));
        Assert.Throws<TrainingException>(() => StepSearch.Find([double.NaN], format, StepRule.Range));
    }

    /// <summary>Against the definition (Esser et al. 2020), number by number, for weights and for a batch.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheGradientOfTheStepIsItsDefinition(bool isBatch)
    {
        using var scope = StepScope.Begin();
        var quantizer = new FakeQuantizer(new QuantizationFormat(3), 0.4, isBatch: isBatch, type: ElementType.Double);
        var x = GradientCheck.Numbers([5, 8], 2, -3, 3).WithGradient();
        var upstream = GradientCheck.Numbers([5, 8], 3);
        var y = quantizer.Forward(x);
        var step = quantizer.Parameters[0].Value;
        var gradients = Autograd.Gradient((y * upstream).Sum(), [x, step]);
        double slope = 0;
        for (var i = 0; i < 40; i++)
        {
            var v = x.ToArray()[i] / 0.4;
            var level = Math.Clamp(Math.Round(v), -4, 3);
            var isInside = Math.Round(v) == level;
            Assert.Equal(0.4 * level, y.ToArray()[i], 1e-14);
            Assert.Equal(isInside ? upstream.ToArray()[i] : 0, gradients[0].ToArray()[i], 1e-12);
            slope += upstream.ToArray()[i] * (isInside ? level - v : level);
        }

        Assert.Equal(slope / Math.Sqrt((isBatch ? 8 : 40) * 3), gradients[1].Item(), 1e-12);
    }

    [Fact]
    public void AStepThatFellToZeroIsHeldAndComesBack()
    {
        using var scope = StepScope.Begin();
        var quantizer = new FakeQuantizer(new QuantizationFormat(3), 0.4);
        quantizer.Parameters[0].Value.Write<float>()[0] = -1;
        Assert.Equal(1e-8f, (float)quantizer.Step);
        var y = quantizer.Forward(Tensor.Of([1f, -2f], [2]));
        Assert.All(y.ToArray(), value => Assert.True(double.IsFinite(value)));
        ((y - Tensor.Of([1f, -2f], [2])) * (y - Tensor.Of([1f, -2f], [2]))).Sum().Backward();
        Assert.True(quantizer.Parameters[0].Gradient.Item() < 0, "a larger step lowers the loss");
        Assert.Throws<TrainingException>(() => new FakeQuantizer(new QuantizationFormat(3), 0));
    }

    [Fact]
    public void AQuantizedLayerIsTheFloatLayerOnRoundedNumbers()
    {
        using var scope = StepScope.Begin();
        var random = new RandomState(4);
        var convolution = new Sequential(new Conv2D(2, 3, 3, random, padding: Padding.Same, type: ElementType.Double), Training.Activations.ByName("relu"), new Flatten(), new Linear(48, 5, random, type: ElementType.Double));
        var x = GradientCheck.Numbers([4, 2, 4, 4], 5, -1, 1);
        var model = QuantizedModel.Of(convolution, x, new QuantizationOptions { WeightBits = 5, InputBits = 6 });
        var got = model.Forward(x);
        var layers = ((Sequential)model.Inner).Layers;
        var (first, last) = ((QuantizedConv2D)layers[0], (QuantizedLinear)layers[3]);
        Assert.True(first.Input.Format.IsSigned);
        Assert.False(last.Input.Format.IsSigned);
        var hidden = ConvolutionOperation.Apply(first.Input.Forward(x), first.Weight.Forward(first.Inner.Weight.Value), BiasOf(first.Input, first.Weight, first.Inner.Bias!), new Extent(1, 1), new Extent(1, 1)).Relu();
        var expected = last.Input.Forward(hidden.Reshape([4, 48])).MatMul(last.Weight.Forward(last.Inner.Weight.Value)) + BiasOf(last.Input, last.Weight, last.Inner.Bias!).BroadcastTo([4, 5]);
        foreach (var (want, have) in expected.ToArray().Zip(got.ToArray())) Assert.Equal(want, have, 1e-12);

        static Tensor BiasOf(FakeQuantizer input, FakeQuantizer weight, Parameter bias)
        {
            var unit = input.Step * weight.Step;
            return Tensor.Of([.. bias.Value.ToArray().Select(b => unit * Math.Round(b / unit))], bias.Value.Shape);
        }
    }

    [Fact]
    public void GradientsPassThroughTheLayers()
    {
        using var scope = StepScope.Begin();
        var model = QuantizedModel.Of(Models.Mlp(3, [8], 2, new RandomState(5), type: ElementType.Double), GradientCheck.Numbers([20, 3], 6), new QuantizationOptions { WeightBits = 16, InputBits = 16 });
        var x = GradientCheck.Numbers([20, 3], 7);
        model.Forward(x).Sum().Backward();
        var layer = (QuantizedLinear)((Sequential)model.Inner).Layers[2];
        var hidden = ((Sequential)model.Inner).Layers[0].Forward(x).Relu().ToArray();

        // With 16 bits the gradient of the last weights is that of the float layer: the sum of its inputs.
        var gradient = layer.Inner.Weight.Gradient.ToArray();
        for (var i = 0; i < 8; i++) Assert.Equal(Enumerable.Range(0, 20).Sum(row => hidden[(row * 8) + i]), gradient[2 * i], 1e-2);
        Assert.All(model.Parameters, parameter => Assert.False(parameter.Gradient.IsNone));
    }

    [Fact]
    public void TrainingUnderRoundingMakesUpForIt()
    {
        var training = Problem.Clouds();
        var model = Models.Mlp(2, [16], 3, new RandomState(6));
        new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 0.02)) { Epochs = 30 }.Fit(training);
        using var reader = training.InBatchesOf(90).Open(0, 0);
        Assert.True(reader.Next(out var all));
        var rounded = QuantizedModel.Of(model, all.Features, new QuantizationOptions { WeightBits = 2, InputBits = 3 });
        var before = LossOf(rounded);
        new Trainer(rounded, new Objective(Loss.Create("cross_entropy")), new Adam(rounded.Parameters, 0.01)) { Epochs = 30 }.Fit(training);
        var after = LossOf(rounded);
        Assert.True(after < 0.9 * before, $"{before} before, {after} after training under rounding; {LossOf(model)} in float");

        double LossOf(Module one)
        {
            using (Autograd.NoGradient()) return new Minima.Losses.CrossEntropy().Apply(one.Forward(all.Features), all.Target).Item();
        }
    }

    [Fact]
    public void TheFloatModelStaysAsItIs()
    {
        var random = new RandomState(7);
        var model = new Sequential(new Linear(3, 4, random), new BatchNorm(4), new Residual(new Linear(4, 4, random)), new Dropout(0.5, random), new Linear(4, 2, random));
        var x = GradientCheck.Numbers([30, 3], 8).To(ElementType.Single);
        var before = model.Parameters.Select(p => p.Value.ToArray()).Concat(model.Buffers.Select(b => b.Value.ToArray())).ToArray();
        var quantized = QuantizedModel.Of(model, x);
        Assert.True(model.IsTraining);
        Assert.Equal(before, model.Parameters.Select(p => p.Value.ToArray()).Concat(model.Buffers.Select(b => b.Value.ToArray())));
        quantized.Parameters[0].Value.Write<float>()[0] = 99;
        Assert.Equal(before[0], model.Parameters[0].Value.ToArray());
        Assert.Equal(3, quantized.Modules().Count(module => module is QuantizedLinear));
        Assert.Throws<TrainingException>(() => QuantizedModel.Of(model, Tensor.Zeros([0, 3])));
    }

    /// <summary>Eight bits of a model of usual size lose little.</summary>
    [Fact]
    public void EightBitsLoseLittle()
    {
        using var scope = StepScope.Begin();
        var model = Models.Mlp(10, [32, 32], 4, new RandomState(8));
        var x = GradientCheck.Numbers([200, 10], 9).To(ElementType.Single);
        var (want, have) = (model.Forward(x).ToArray(), QuantizedModel.Of(model, x).Forward(x).ToArray());
        var error = Math.Sqrt(want.Zip(have, (a, b) => (a - b) * (a - b)).Average() / want.Average(a => a * a));
        Assert.InRange(error, 1e-5, 0.05);
    }

    [Fact]
    public void AQuantizedModelIsBuiltAgainOfItsDescription()
    {
        using var scope = StepScope.Begin();
        var random = new RandomState(9);
        var x = GradientCheck.Numbers([6, 1, 6, 6], 10).To(ElementType.Single);
        var model = QuantizedModel.Of(new Sequential(new Conv2D(1, 2, 3, random), Training.Activations.ByName("relu"), new Flatten(), new Linear(32, 3, random, hasBias: false)), x, new QuantizationOptions { WeightBits = 4, InputBits = 7, AreStepsLearned = false });
        var again = ModelBuilder.Build(model.Describe(), new RandomState(1));
        Assert.Equal(model.Describe().ToJsonString(), again.Describe().ToJsonString());
        Assert.Equal(model.Parameters.Select(p => (p.Name, p.IsTrainable)), again.Parameters.Select(p => (p.Name, p.IsTrainable)));
        foreach (var (from, to) in model.Parameters.Zip(again.Parameters)) from.Value.Read<float>().CopyTo(to.Value.Write<float>());
        Assert.Equal(model.Forward(x).ToArray(), again.Forward(x).ToArray());
        var description = model.Describe();
        description["inner"]!["layers"]![0]!["weight"]!["bits"] = 1;
        Assert.Contains("2..16", Assert.Throws<TrainingException>(() => ModelBuilder.Build(description, random)).Message, StringComparison.Ordinal);
        description["inner"]!["layers"]![0]!["weight"] = new Flatten().Describe();
        Assert.Contains("is no FakeQuantizer", Assert.Throws<TrainingException>(() => ModelBuilder.Build(description, random)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MisfitsNameTheLayer()
    {
        var random = new RandomState(10);
        var model = QuantizedModel.Of(new Sequential(new Conv2D(1, 2, 3, random), new Flatten(), new Linear(8, 3, random)), GradientCheck.Numbers([6, 1, 4, 4], 10).To(ElementType.Single));
        Assert.Contains("QuantizedConv2D(1 -> 2, 3x3, int8 x int8)", Assert.Throws<TrainingException>(() => model.Forward(Tensor.Zeros([1, 2, 4, 4]))).Message, StringComparison.Ordinal);
        Assert.Contains("as large as the kernel", Assert.Throws<TrainingException>(() => model.Forward(Tensor.Zeros([1, 1, 2, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("QuantizedLinear(8 -> 3", Assert.Throws<TrainingException>(() => model.Forward(Tensor.Zeros([1, 1, 5, 4]))).Message, StringComparison.Ordinal);
        Assert.Contains("its step is Single", Assert.Throws<TrainingException>(() => model.Forward(Tensor.Zeros([1, 1, 4, 4], ElementType.Double))).Message, StringComparison.Ordinal);
    }
}

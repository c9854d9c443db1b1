using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Quantization;

namespace Minima.Training.Tests.Regularization;

/// <summary>Any loss of weights as a penalty, and the soft quantiser as a layer.</summary>
public sealed class LossPenaltyTests
{
    [Fact]
    public void ValueAndGradientAreThoseOfTheLoss()
    {
        var layer = new Linear(3, 2, new RandomState(1), type: ElementType.Double);
        var weight = layer.Parameters[0];
        var penalty = new LossPenalty("levels", [weight], 0.5, one => new RoundToNearest(0.25, 2).Apply(one.Value));
        layer.Forward(Tensor.Of([1.0, 2, 3], [1, 3])).Sum().Backward();
        var before = weight.Gradient.ToArray();
        penalty.AddGradient();
        var values = weight.Value.ToArray();
        Assert.Equal(0.5 * values.Sum(w => Math.Pow((w / 0.25) - Math.Round(w / 0.25), 2)), penalty.Value(), 1e-12);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(before[i] + (0.5 * 2 * ((values[i] / 0.25) - Math.Round(values[i] / 0.25)) / 0.25), weight.Gradient.ToArray()[i], 1e-12);
        }
    }

    [Fact]
    public void AStrengthMayGrowOverTheSteps()
    {
        var weight = new Linear(3, 2, new RandomState(1), type: ElementType.Double).Parameters[0];
        var (whole, growing) = (Of(null), Of(new WarmUpSchedule(4)));
        for (var step = 0; step < 6; step++)
        {
            growing.GoTo(step);
            Assert.Equal(new WarmUpSchedule(4).At(step) * whole.Value(), growing.Value(), 1e-14);
            Assert.Equal(Gradient(whole).Select(slope => slope * new WarmUpSchedule(4).At(step)), Gradient(growing));
        }

        LossPenalty Of(Schedule? schedule) => new("levels", [weight], 0.5, one => new RoundToNearest(0.25, 2).Apply(one.Value)) { Schedule = schedule };

        double[] Gradient(LossPenalty penalty)
        {
            weight.ClearGradient();
            (weight.Value.Sum() * 0).Backward();
            penalty.AddGradient();
            return weight.Gradient.ToArray();
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void AStrengthBelowZeroIsRefused(double strength)
    {
        var layer = new Linear(1, 1, new RandomState(1));
        Assert.Throws<TrainingException>(() => _ = new LossPenalty("x", layer.Parameters, strength, one => one.Value.Sum()));
    }

    /// <summary>With alpha near 0 the soft quantiser is a hard one: the layer answers as with rounded weights.</summary>
    [Fact]
    public void ASoftLayerIsNearTheHardOne()
    {
        var inner = new Linear(4, 3, new RandomState(2), type: ElementType.Double);
        var format = new QuantizationFormat(4);
        const double step = 0.1;

        // A fifth of a step above levels: between two levels a soft step is between them, too.
        var written = inner.Parameters[0].Value.Write<double>();
        for (var i = 0; i < written.Length; i++) written[i] = ((i - 6) * step) + 0.02;
        var soft = new SoftQuantizedLinear(inner, format, step, alpha: 1e-4);
        var x = Tensor.Of([0.3, -1, 0.5, 2], [1, 4]);
        var said = soft.Forward(x).ToArray();
        var (weights, bias) = (inner.Parameters[0].Value.ToArray(), inner.Parameters[1].Value.ToArray());
        for (var output = 0; output < 3; output++)
        {
            double sum = bias[output];
            for (var input = 0; input < 4; input++) sum += x.ToArray()[input] * step * Math.Clamp(Math.Round(weights[(input * 3) + output] / step), format.Lowest, format.Highest);
            Assert.Equal(sum, said[output], 1e-2);
        }
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(0.1, 0)]
    [InlineData(0.1, 1)]
    public void ASoftLayerRefusesWhatItCannotDo(double step, double alpha) =>
        Assert.Throws<TrainingException>(() => _ = new SoftQuantizedLinear(new Linear(2, 2, new RandomState(1)), new QuantizationFormat(4), step, alpha));
}

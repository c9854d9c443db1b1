using Minima.Tensors.Randomness;
using Minima.Training.Generative;

namespace Minima.Training.Tests.Generative;

/// <summary>Samplers on a Gaussian whose velocity and score are known.</summary>
public sealed class SamplerTests
{
    private const double Mean = -0.7;
    private const double Deviation = 0.3;
    private const int Items = 20_000;

    /// <summary>Noise of mean 0 and deviation 1 to the Gaussian: at time t the velocity is m + (x - t m) (t s^2 - (1 - t)) / ((1 - t)^2 + t^2 s^2).</summary>
    [Fact]
    public void AFlowArrivesAtTheGaussian()
    {
        var arrived = FlowSampler.Draw(Velocity, Normal(Items, 1), 200).ToArray();
        Assert.Equal(Mean, arrived.Average(), 5 * Deviation / Math.Sqrt(Items));
        Assert.Equal(Deviation, Spread(arrived), 0.01);

        static Tensor Velocity(Tensor x, double t) => Mean + (((t * Deviation * Deviation) - (1 - t)) / (((1 - t) * (1 - t)) + (t * t * Deviation * Deviation)) * (x - (t * Mean)));
    }

    /// <summary>A velocity that depends on the time alone is summed: 2 t at 0, 1/4, 1/2, 3/4 makes 3/4.</summary>
    [Fact]
    public void AFlowTakesItsStepsAtTheirBeginnings() =>
        Assert.Equal([1.75, 0.75], FlowSampler.Draw((x, t) => Tensor.Full(x.Shape, 2 * t, x.Type), Tensor.Of([1.0, 0.0], [2, 1]), 4).ToArray());

    [Fact]
    public void PathsAreStraight()
    {
        var noise = Tensor.Of([0.0, 0, 4, 8], [2, 2]);
        var data = Tensor.Of([1.0, 2, 0, 0], [2, 2]);
        Assert.Equal([0.25, 0.5, 1, 2], FlowPath.At(noise, data, [0.25, 0.75]).ToArray());
        Assert.All(FlowPath.DrawTimes(100, new RandomState(1)), time => Assert.InRange(time, 0, 1));
    }

    /// <summary>The score of the Gaussian under noise s is -(x - m) / (d^2 + s^2).</summary>
    [Fact]
    public void LangevinDynamicsSettleOnTheGaussian()
    {
        var settled = LangevinSampler.Draw(
            (x, level) => (Mean - x) / ((Deviation * Deviation) + (level * level)),
            LangevinSampler.Levels(2, 0.02, 12),
            Normal(4000, 2),
            new RandomState(3),
            stepsPerLevel: 60,
            rate: 0.2).ToArray();
        Assert.Equal(Mean, settled.Average(), 0.02);
        Assert.Equal(Deviation, Spread(settled), 0.03);
    }

    [Fact]
    public void LevelsFallInEqualRatios() =>
        Assert.All(LangevinSampler.Levels(8, 1, 4).Zip([8.0, 4, 2, 1]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));

    /// <summary>Components of which one has all the weight, then two of equal weight.</summary>
    [Fact]
    public void MixturesAreDrawnByTheirShares()
    {
        var random = new RandomState(4);
        var sure = MixtureSampler.Draw(Rows([-50, 50, -50]), Rows([1, 2, 3]), Rows([-30, -30, -30]), random).ToArray();
        Assert.All(sure, drawn => Assert.Equal(2, drawn, 1e-9));
        var even = MixtureSampler.Draw(Rows([0, double.NegativeInfinity, 0]), Rows([-5, 0, 5]), Rows([-1, -1, -1]), random).ToArray();
        Assert.Equal(0.5, even.Count(drawn => drawn > 0) / (double)Items, 5 * 0.5 / Math.Sqrt(Items));
        Assert.Equal(Math.Exp(-1), Spread([.. even.Where(drawn => drawn > 0)]), 0.02);

        static Tensor Rows(double[] row) => Tensor.Of(row, [1, 3]).BroadcastTo([Items, 3]);
    }

    [Fact]
    public void TimesAreTold()
    {
        var beside = TimeFeatures.Beside(Tensor.Of([7.0, 8.0], [2, 1]), [0, 0.5], 4).ToArray();
        double[] expected = [7, 1, 0, 1, 0, 8, Math.Cos(Math.PI / 4), Math.Sin(Math.PI / 4), 0, 1];
        Assert.All(beside.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void WhatCannotBeFollowedIsRefused()
    {
        var start = Tensor.Zeros([2, 2]);
        Assert.Contains("at least 1", Assert.Throws<TrainingException>(() => FlowSampler.Draw((x, _) => x, start, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => FlowSampler.Draw((_, _) => Tensor.Zeros([3, 2]), start, 2));
        Assert.Throws<TrainingException>(() => FlowPath.At(start, start, [0.5]));
        var random = new RandomState(1);
        Assert.Throws<TrainingException>(() => LangevinSampler.Draw((x, _) => x, [1, 0.5], start, random, stepsPerLevel: 0));
        Assert.Throws<TrainingException>(() => LangevinSampler.Draw((x, _) => x, [1, 0.5], start, random, rate: 0));
        foreach (var levels in new double[][] { [], [1, 1], [0.5, 1], [1, 0], [double.NaN] })
        {
            Assert.Contains("must fall", Assert.Throws<TrainingException>(() => LangevinSampler.Draw((x, _) => x, levels, start, random)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<TrainingException>(() => LangevinSampler.Levels(1, 2, 4));
        Assert.Throws<TrainingException>(() => LangevinSampler.Levels(1, 0, 4));
        Assert.Throws<TrainingException>(() => LangevinSampler.Levels(1, 0.1, 1));
        Assert.Throws<TrainingException>(() => MixtureSampler.Draw(start, start, Tensor.Zeros([2, 3]), random));
        Assert.Throws<TrainingException>(() => MixtureSampler.Draw(Tensor.Zeros([2, 0]), Tensor.Zeros([2, 0]), Tensor.Zeros([2, 0]), random));
        Assert.Throws<TrainingException>(() => TimeFeatures.Beside(start, [0, 0], 3));
        Assert.Throws<TrainingException>(() => TimeFeatures.Beside(start, [0]));
    }

    private static Tensor Normal(int items, ulong seed)
    {
        var values = new double[items];
        new RandomState(seed).FillNormal(values);
        return Tensor.Of(values, [items, 1]);
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
    }
}

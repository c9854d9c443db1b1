using Minima.Tensors.Randomness;
using Minima.Training.Generative;

namespace Minima.Training.Tests.Generative;

/// <summary>The diffusion's steps forwards and backwards, on a Gaussian whose noise can be predicted exactly.</summary>
public sealed class DiffusionTests
{
    public static TheoryData<string> Kinds => ["linear", "cosine", "own"];

    /// <summary>Step after step, the variance of an item of variance v is (1 - b) v + b; in one go it must be the same.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneGoIsAllStepsInTurn(string kind)
    {
        var schedule = Schedule(kind);
        var (mean, variance) = (3.0, 0.25);
        for (var step = 0; step < schedule.Steps; step++)
        {
            mean *= Math.Sqrt(1 - schedule.Beta(step));
            variance = ((1 - schedule.Beta(step)) * variance) + schedule.Beta(step);
            Assert.Equal(3 * Math.Sqrt(schedule.Signal(step)), mean, 1e-12);
            Assert.Equal((0.25 * schedule.Signal(step)) + 1 - schedule.Signal(step), variance, 1e-12);
        }
    }

    [Fact]
    public void NoisedItemsHaveTheMeanAndVarianceOfTheirStep()
    {
        const int items = 40_000, step = 12;
        var schedule = DiffusionSchedule.Linear(40, 1e-3, 0.2);
        var random = new RandomState(1);
        var noise = new double[items];
        random.FillNormal(noise);
        var noised = schedule.Noised(Tensor.Full([items, 1], 2, ElementType.Double), Tensor.Of(noise, [items, 1]), [.. Enumerable.Repeat(step, items)]).ToArray();
        var mean = noised.Average();
        Assert.Equal(2 * Math.Sqrt(schedule.Signal(step)), mean, 5 / Math.Sqrt(items));
        Assert.Equal(1 - schedule.Signal(step), noised.Average(x => (x - mean) * (x - mean)), 5 * Math.Sqrt(2.0 / items));
    }

    [Fact]
    public void EachItemIsAtItsOwnStep()
    {
        var schedule = DiffusionSchedule.Cosine(10);
        var items = Tensor.Of([1.0, 2, 3, 4], [2, 2]);
        var noise = Tensor.Of([10.0, 20, 30, 40], [2, 2]);
        var noised = schedule.Noised(items, noise, [3, 7]).ToArray();
        Assert.Equal((Math.Sqrt(schedule.Signal(3)) * 2) + (Math.Sqrt(1 - schedule.Signal(3)) * 20), noised[1], 1e-12);
        Assert.Equal((Math.Sqrt(schedule.Signal(7)) * 3) + (Math.Sqrt(1 - schedule.Signal(7)) * 30), noised[2], 1e-12);
        Assert.Equal([0.4, 0.8], schedule.Times([3, 7]));
        var ratios = schedule.SignalToNoise([3, 7], ElementType.Double).ToArray();
        Assert.Equal(schedule.Signal(7) / (1 - schedule.Signal(7)), ratios[1], 1e-12);
        Assert.All(schedule.DrawSteps(200, new RandomState(2)), step => Assert.InRange(step, 0, 9));
    }

    [Fact]
    public void TheCosineEndsInNoiseWhateverTheNumberOfSteps()
    {
        foreach (var steps in new[] { 1, 20, 1000 })
        {
            var schedule = DiffusionSchedule.Cosine(steps);
            Assert.InRange(schedule.Signal(steps - 1), 0, 1.1e-3);
            Assert.All(Enumerable.Range(0, steps), step => Assert.True(schedule.Signal(step) < schedule.Signal(step - 1)));
        }
    }

    /// <summary>Items are normal with mean 1.5 and deviation 0.4. Given them, the noise in x_t is sqrt(1 - a) (x - sqrt(a) m) / (a s^2 + 1 - a) in the mean; the mean of the samples is then exactly m.</summary>
    [Fact]
    public void SamplesOfAGaussianHaveItsMeanAndSpread()
    {
        const double m = 1.5, s = 0.4;
        const int items = 20_000;
        var schedule = DiffusionSchedule.Cosine(200);
        var drawn = DiffusionSampler.Draw(
            schedule,
            (x, step) =>
            {
                var signal = schedule.Signal(step);
                return Math.Sqrt(1 - signal) / ((signal * s * s) + 1 - signal) * (x - (Math.Sqrt(signal) * m));
            },
            [items, 1],
            new RandomState(3),
            ElementType.Double).ToArray();
        var mean = drawn.Average();
        Assert.Equal(m, mean, 5 * s / Math.Sqrt(items));
        Assert.Equal(s, Math.Sqrt(drawn.Average(x => (x - mean) * (x - mean))), 0.02);
    }

    [Fact]
    public void SeedsDecideSamples()
    {
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));

        static double[] Drawn(ulong seed) => DiffusionSampler.Draw(DiffusionSchedule.Cosine(5), (x, _) => 0.5 * x, [3, 2], new RandomState(seed)).ToArray();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void SharesOfNoiseLieBetweenZeroAndOne(double beta)
    {
        Assert.Contains("Step 1", Assert.Throws<TrainingException>(() => new DiffusionSchedule([0.1, beta])).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => DiffusionSchedule.Linear(3, 0.1, beta));
    }

    [Fact]
    public void WhatThereIsNotIsRefused()
    {
        Assert.Throws<TrainingException>(() => new DiffusionSchedule([]));
        Assert.Contains("at least 1", Assert.Throws<TrainingException>(() => DiffusionSchedule.Cosine(0)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => DiffusionSchedule.Linear(-1));
        var schedule = DiffusionSchedule.Cosine(4);
        Assert.Contains("0 to 3", Assert.Throws<TrainingException>(() => schedule.Beta(4)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => schedule.Signal(-2));
        Assert.Throws<TrainingException>(() => schedule.Times([4]));
        Assert.Throws<TrainingException>(() => schedule.SignalToNoise([-1]));
        var items = Tensor.Zeros([2, 3]);
        Assert.Contains("one for each item", Assert.Throws<TrainingException>(() => schedule.Noised(items, items, [1])).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => schedule.Noised(items, items, [1, -1]));
        Assert.Throws<TrainingException>(() => DiffusionSampler.Draw(schedule, (_, _) => Tensor.Zeros([1, 1]), [2, 3], new RandomState(1)));
    }

    private static DiffusionSchedule Schedule(string kind) => kind switch
    {
        "linear" => DiffusionSchedule.Linear(50, 1e-3, 0.2),
        "cosine" => DiffusionSchedule.Cosine(50),
        _ => new DiffusionSchedule([0.5, 0.01, 0.99]),
    };
}

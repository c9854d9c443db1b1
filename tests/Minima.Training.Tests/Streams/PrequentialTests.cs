using System.Text.Json;
using Minima.Tensors.Randomness;
using Minima.Tensors.Streams;

namespace Minima.Training.Tests.Streams;

/// <summary>Fading means against their sums written out, and what all detectors have in common.</summary>
public sealed class PrequentialTests
{
    public static TheoryData<string> Detectors => [.. Make.Keys];

    private static Dictionary<string, Func<IDriftDetector>> Make { get; } = new(StringComparer.Ordinal)
    {
        ["prequential"] = () => new PrequentialLoss(0.9),
        ["weighted"] = () => new ExponentiallyWeightedLoss(0.9),
        ["page-hinkley"] = () => new PageHinkley(threshold: 1, minInstances: 5),
        ["error rate"] = () => new DriftDetectionMethod(5),
        ["window"] = () => new AdaptiveWindow(clock: 4),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(0.9)]
    [InlineData(0.3)]
    public void FadingMeansAreTheirSums(double forgetting)
    {
        var stream = Stream(200, 1);
        var (mean, weighted) = (new PrequentialLoss(forgetting), new ExponentiallyWeightedLoss(forgetting));
        for (var n = 1; n <= stream.Length; n++)
        {
            mean.Add(stream[n - 1]);
            weighted.Add(stream[n - 1]);
            var weights = Enumerable.Range(0, n).Select(i => Math.Pow(forgetting, n - 1 - i)).ToArray();
            var expected = weights.Zip(stream, (w, x) => w * x).Sum() / weights.Sum();
            Assert.Equal(expected, mean.Value, 1e-12);
            Assert.Equal(expected, weighted.Value, 1e-12);
            Assert.Equal(weights.Zip(stream, (w, x) => w * (x - expected) * (x - expected)).Sum() / weights.Sum(), weighted.Variance, 1e-12);
        }
    }

    [Fact]
    public void VarianceKeepsItsDigitsFarFromZero()
    {
        var (near, far) = (new ExponentiallyWeightedLoss(0.95), new ExponentiallyWeightedLoss(0.95));
        foreach (var x in Stream(300, 2))
        {
            near.Add(x);
            far.Add(x + 1e8);
        }

        Assert.Equal(near.Variance, far.Variance, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void ASavedStateGoesOnToTheLastBit(string kind)
    {
        var stream = Stream(500, 3);
        var (whole, second) = (Make[kind](), Make[kind]());
        foreach (var x in stream.Take(231)) whole.Add(x);
        Reload(whole, second);
        Assert.Equal((whole.Count, whole.Value, whole.State), (second.Count, second.Value, second.State));
        foreach (var x in stream.Skip(231))
        {
            Assert.Equal(whole.Add(x), second.Add(x));
            Assert.Equal((whole.Count, whole.Value), (second.Count, second.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void WhatIsNotFiniteIsRefusedAndChangesNothing(string kind)
    {
        var detector = Make[kind]();
        foreach (var x in Stream(40, 4)) detector.Add(x);
        var before = (detector.Count, detector.Value, detector.State);
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var message = Assert.Throws<TrainingException>(() => detector.Add(wrong)).Message;
            Assert.Contains($"item {before.Count + 1} of the stream", message, StringComparison.Ordinal);
            Assert.Equal(before, (detector.Count, detector.Value, detector.State));
        }
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void ResetForgetsEverything(string kind)
    {
        var stream = Stream(100, 5);
        var (used, fresh) = (Make[kind](), Make[kind]());
        foreach (var x in stream) used.Add(x);
        used.Reset();
        Assert.Equal((0, 0.0, DriftState.Stable), (used.Count, used.Value, used.State));
        foreach (var x in stream)
        {
            Assert.Equal(fresh.Add(x), used.Add(x));
            Assert.Equal(fresh.Value, used.Value);
        }
    }

    [Fact]
    public void ImpossibleParametersAndStatesAreRefused()
    {
        Func<IDriftDetector>[] requests =
        [
            () => new PrequentialLoss(0), () => new PrequentialLoss(1.1), () => new PrequentialLoss(double.NaN), () => new ExponentiallyWeightedLoss(0), () => new ExponentiallyWeightedLoss(-1),
            () => new PageHinkley(-1), () => new PageHinkley(double.NaN), () => new PageHinkley(threshold: -1), () => new PageHinkley(alpha: 0), () => new PageHinkley(alpha: 2), () => new PageHinkley(minInstances: 0), () => new PageHinkley(direction: (DriftDirection)7),
            () => new DriftDetectionMethod(0), () => new DriftDetectionMethod(warning: -1), () => new DriftDetectionMethod(warning: 3, drift: 2),
            () => new AdaptiveWindow(0), () => new AdaptiveWindow(1), () => new AdaptiveWindow(clock: 0), () => new AdaptiveWindow(minWindow: 0),
        ];
        foreach (var request in requests) Assert.Contains("must be", Assert.Throws<TrainingException>(() => request()).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => new PrequentialLoss().Restore(new PrequentialState(3, 1, 0.5)));
        Assert.Throws<TrainingException>(() => new ExponentiallyWeightedLoss().Restore(new ExponentiallyWeightedState(3, 1, 2, -1)));
        Assert.Throws<TrainingException>(() => new PageHinkley().Restore(new PageHinkleyState(3, 0, 0, 1, 0, 0, DriftState.Stable)));
        Assert.Throws<TrainingException>(() => new DriftDetectionMethod().Restore(new DriftDetectionState(3, 1.5, null, null, DriftState.Stable)));
        foreach (var buckets in new Bucket[][] { [new(3, 0, 0)], [new(1, 0, 0), new(2, 0, 0)], [.. Enumerable.Repeat(new Bucket(1, 0, 0), 6)], [new(1, double.NaN, 0)], [new(2, 0, -1)] })
        {
            Assert.Throws<TrainingException>(() => new AdaptiveWindow().Restore(new AdaptiveWindowState(100, DriftState.Stable, buckets)));
        }
    }

    /// <summary>Numbers from 0 to 1 whose mean rises in the middle.</summary>
    internal static double[] Stream(int length, ulong seed)
    {
        var random = new RandomState(seed);
        return [.. Enumerable.Range(0, length).Select(i => (i < length / 2 ? 0 : 0.5) + (0.5 * random.NextDouble()))];
    }

    private static void Reload(IDriftDetector from, IDriftDetector to)
    {
        switch (from, to)
        {
            case (PrequentialLoss a, PrequentialLoss b): b.Restore(Through(a.Save())); break;
            case (ExponentiallyWeightedLoss a, ExponentiallyWeightedLoss b): b.Restore(Through(a.Save())); break;
            case (PageHinkley a, PageHinkley b): b.Restore(Through(a.Save())); break;
            case (DriftDetectionMethod a, DriftDetectionMethod b): b.Restore(Through(a.Save())); break;
            case (AdaptiveWindow a, AdaptiveWindow b): b.Restore(Through(a.Save())); break;
            default: Assert.Fail("a detector without a state"); break;
        }
    }

    /// <summary>As JSON and back.</summary>
    private static T Through<T>(T state) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(state))!;
}

using Minima.Tensors.Randomness;
using Minima.Tensors.Streams;

namespace Minima.Training.Tests.Streams;

/// <summary>ADWIN against a window that keeps everything, and what it promises.</summary>
public sealed class AdaptiveWindowTests
{
    [SlowTheory]
    [InlineData(0.002, 1, 5)]
    [InlineData(0.05, 8, 1)]
    [InlineData(0.3, 3, 10)]
    public void ItIsTheWindowThatKeepsEverything(double delta, int clock, int minWindow)
    {
        var drifts = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            var random = new RandomState(seed);
            var window = new AdaptiveWindow(delta, clock, minWindow);
            var naive = new NaiveWindow(delta, clock, minWindow);
            for (var i = 0; i < 900; i++)
            {
                var x = (i / 300 * 1.5) + random.NextNormal();
                var state = naive.Add(x);
                Assert.Equal(state, window.Add(x));
                Assert.Equal(naive.Items.Count, window.Width);
                Assert.Equal(naive.BucketCount, window.BucketCount);
                Assert.Equal(naive.Items.Average(), window.Value, 1e-10);
                Assert.Equal(naive.Items.Average(y => Math.Pow(y - naive.Items.Average(), 2)), window.Variance, 1e-9);
                if (state == DriftState.Drift) drifts++;
            }
        }

        Assert.True(drifts >= 8, $"two changes in each of four streams: {drifts}");
    }

    [Fact]
    public void AnAbruptChangeIsFoundSoonAndTheWindowHoldsWhatCameAfter()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new RandomState(seed);
            var window = new AdaptiveWindow(clock: 1);
            for (var i = 0; i < 1000; i++) window.Add(random.NextDouble() < 0.2 ? 1 : 0);
            var delay = 0;
            while (window.Add(random.NextDouble() < 0.8 ? 1 : 0) != DriftState.Drift)
            {
                delay++;
                Assert.True(delay < 120, $"seed {seed}: not found after {delay} items");
            }

            for (var i = 0; i < 300; i++) window.Add(random.NextDouble() < 0.8 ? 1 : 0);
            Assert.InRange(window.Value, 0.65, 0.9);
            Assert.InRange(window.Width, 250, 600);
        }
    }

    [Fact]
    public void StationaryStreamsSeldomAlarm()
    {
        var alarms = 0;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var random = new RandomState(100 + seed);
            var window = new AdaptiveWindow(0.002);
            for (var i = 0; i < 10_000; i++)
            {
                if (window.Add(random.NextDouble() < 0.3 ? 1 : 0) == DriftState.Drift) alarms++;
            }
        }

        // The bound holds for each look; 3125 looks at delta 0.002 allow some six alarms at most, and the bound is far from tight.
        Assert.InRange(alarms, 0, 6);
    }

    [SlowFact]
    public void MemoryIsTheLogarithmOfTheWindow()
    {
        var window = new AdaptiveWindow();
        for (var i = 1; i <= 1_000_000; i++)
        {
            window.Add((i & 1) == 0 ? 0.25 : 0.75);
            if (i % 100_000 == 0) Assert.InRange(window.BucketCount, 3, 5 * (1 + Math.Log2(i)));
        }

        Assert.Equal(1_000_000, window.Width);
        Assert.Equal(0.5, window.Value, 1e-12);
        Assert.Equal(0.0625, window.Variance, 1e-9);
    }

    [Fact]
    public void LargeNumbersAreToldApartAsSmallOnesAre()
    {
        var (near, far) = (new AdaptiveWindow(), new AdaptiveWindow());
        foreach (var x in PrequentialTests.Stream(2000, 6))
        {
            Assert.Equal(near.Add(x), far.Add(x + 1e6));
        }

        Assert.Equal(near.Width, far.Width);
        Assert.True(near.Width < 1500, $"the older half went: {near.Width}");
    }
}

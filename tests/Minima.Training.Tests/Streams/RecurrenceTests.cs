using Minima.Tensors.Randomness;
using Minima.Tensors.Streams;

namespace Minima.Training.Tests.Streams;

/// <summary>Page-Hinkley and DDM against their recurrences written out over whole streams, and what they find.</summary>
public sealed class RecurrenceTests
{
    [Theory]
    [InlineData(0.005, 1.0, DriftDirection.Up)]
    [InlineData(0.1, 0.9, DriftDirection.Down)]
    [InlineData(0, 0.9999, DriftDirection.Both)]
    public void PageHinkleyIsItsRecurrence(double delta, double alpha, DriftDirection direction)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new RandomState(seed);
            var stream = Enumerable.Range(0, 120).Select(i => random.NextNormal() + (i < 60 ? 0 : 2)).ToArray();
            var test = new PageHinkley(delta, 15, alpha, 10, direction);
            var start = 0;
            var alarms = 0;
            for (var i = 0; i < stream.Length; i++)
            {
                var (value, alarm) = WrittenOut(stream[start..(i + 1)], delta, alpha, direction);
                var isDrift = alarm && i + 1 - start >= 10;
                Assert.Equal(isDrift ? DriftState.Drift : DriftState.Stable, test.Add(stream[i]));
                Assert.Equal(value, test.Value, 1e-9);
                if (!isDrift) continue;
                start = i + 1;
                alarms++;
            }

            Assert.True(direction == DriftDirection.Down || alpha < 1 || alarms > 0, "a rise by two deviations is found");
        }

        static (double Value, bool Alarm) WrittenOut(double[] items, double delta, double alpha, DriftDirection direction)
        {
            var sums = new double[items.Length];
            var falls = new double[items.Length];
            for (var i = 0; i < items.Length; i++)
            {
                var mean = items.Take(i + 1).Average();
                sums[i] = (i == 0 ? 0 : alpha * sums[i - 1]) + items[i] - mean - delta;
                falls[i] = (i == 0 ? 0 : alpha * falls[i - 1]) + items[i] - mean + delta;
            }

            var (up, down) = (sums[^1] - sums.Min(), falls.Max() - falls[^1]);
            var value = direction switch { DriftDirection.Up => up, DriftDirection.Down => down, _ => Math.Max(up, down) };
            return (value, value > 15);
        }
    }

    [SlowFact]
    public void ErrorRatesAreTheirRecurrence()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new RandomState(seed);
            var errors = Enumerable.Range(0, 400).Select(i => random.NextDouble() < (i < 200 ? 0.1 : 0.5) ? 1.0 : 0).ToArray();
            var detector = new DriftDetectionMethod(30);
            var (start, drifts) = (0, 0);
            for (var i = 0; i < errors.Length; i++)
            {
                var expected = WrittenOut(errors[start..(i + 1)]);
                Assert.Equal(expected.State, detector.Add(errors[i]));
                Assert.Equal(expected.Rate, detector.Value, 1e-12);
                Assert.Equal(expected.Deviation, detector.Deviation, 1e-12);
                Assert.Equal(expected.Lowest, detector.LowestRate + detector.LowestDeviation ?? double.PositiveInfinity, 1e-12);
                if (expected.State != DriftState.Drift) continue;
                start = i + 1;
                drifts++;
            }

            Assert.True(drifts > 0, "five times the errors are found");
        }

        static (double Rate, double Deviation, double Lowest, DriftState State) WrittenOut(double[] errors)
        {
            var (lowest, spread) = (double.PositiveInfinity, double.PositiveInfinity);
            double rate = 0, deviation = 0;
            for (var n = 1; n <= errors.Length; n++)
            {
                rate = errors.Take(n).Average();
                deviation = Math.Sqrt(rate * (1 - rate) / n);

                // Equal up to rounding counts as equal: both sides take the minimum then, and nothing else depends on it.
                if (n >= 30 && rate + deviation <= lowest + spread + 1e-13) (lowest, spread) = (rate, deviation);
            }

            var state = rate + deviation > lowest + (3 * spread) ? DriftState.Drift : rate + deviation > lowest + (2 * spread) ? DriftState.Warning : DriftState.Stable;
            return (rate, deviation, lowest + spread, state);
        }
    }

    [Fact]
    public void AWarningComesBeforeADriftThatComesSlowly()
    {
        var random = new RandomState(8);
        var detector = new DriftDetectionMethod(300);
        var states = Enumerable.Range(0, 3000).Select(i => detector.Add(random.NextDouble() < 0.1 + (i < 1000 ? 0 : 0.0002 * (i - 1000)) ? 1 : 0)).ToList();
        var drift = states.IndexOf(DriftState.Drift);
        Assert.InRange(drift, 1000, 2500);
        Assert.Contains(DriftState.Warning, states.Take(drift));
    }

    [Fact]
    public void WhatIsNoErrorRateIsRefused()
    {
        var message = Assert.Throws<TrainingException>(() => new DriftDetectionMethod().Add(2)).Message;
        Assert.Contains("it must be 1 (an error) or 0 (no error)", message, StringComparison.Ordinal);
    }
}

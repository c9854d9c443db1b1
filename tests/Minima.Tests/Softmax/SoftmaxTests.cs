using System.Numerics;
using Minima.Reals;
using Xunit;

namespace Minima.Tests.Softmax;

/// <summary>Softmax rows against double-double, on every width, at extremes, for any thread count.</summary>
public sealed class SoftmaxTests
{
    private static readonly int[] Long = [1000, 2047, 2048, 2049, 2063, 2064, 2065, 4095, 4096, 4097, 4112, 32000];
    private static readonly int[] Ends = [1000, 2047, 2049, 2064, 4097];

    /// <summary>Fewer classes than a kernel's group, its size, and one more, for tests that always run.</summary>
    private static readonly int[] Few = [3, 64, 65];

    private static readonly int[] Sizes = [.. Enumerable.Range(1, Sweep.Of(thin: 66, wide: 300, full: 300)), .. Sweep.Of<int[]>(thin: Ends, wide: Long, full: Long)];

    /// <summary>Relative errors: value, gradient.</summary>
    private static (double Value, double Gradient) Bound<T>() => typeof(T) == typeof(float) ? (5e-7, 1.5e-6) : (1e-14, 1e-14);

    /// <summary>Below this an element has fewer digits.</summary>
    private static double Smallest<T>() => typeof(T) == typeof(float) ? 1e-37 : 1e-300;

    internal static T[] Random<T>(int seed, int count, double spread)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(spread * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)))];
    }

    /// <summary>Shapes of rows that a blocked, optimistic maximum must survive.</summary>
    private static IEnumerable<(string Name, T[] Row)> Shapes<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] Make(Func<int, double> of) => [.. Enumerable.Range(0, count).Select(k => T.CreateTruncating(of(k)))];
        yield return ("random", Random<T>(11, count, 4));
        yield return ("wide", Random<T>(12, count, 60));
        yield return ("constant", Make(_ => 3.7));
        yield return ("ascending", Make(k => k * 0.03));
        yield return ("steep", Make(k => k * 100.0));
        yield return ("descending", Make(k => -k * 0.07));
        yield return ("falling", Make(k => -k * 90.0));
        yield return ("one huge", Make(k => k == count / 2 ? 1e9 : k * 0.001));
        yield return ("far away", Make(k => 1e30 * (k % 3)));
        yield return ("far below", Make(k => -5e4 - (k % 13)));
        yield return ("begins with -infinity", Make(k => k < count / 2 ? double.NegativeInfinity : k % 7));
        yield return ("mostly -infinity", Make(k => k == count - 1 ? -400 : double.NegativeInfinity));
        yield return ("lowest", Make(k => k % 2 == 0 ? -3e38 : 3e38));
    }

    [SlowFact]
    public void Float_labels_agree_with_double_double() => Labels<float>(Sizes);

    [SlowFact]
    public void Double_labels_agree_with_double_double() => Labels<double>(Sizes);

    [Fact]
    public void Labels_of_few_classes_agree_with_double_double()
    {
        Labels<float>(Few);
        Labels<double>(Few);
    }

    private static void Labels<T>(IEnumerable<int> sizes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var failures = new List<string>();
        foreach (var size in sizes)
        {
            foreach (var (name, row) in Shapes<T>(size))
            {
                var logits = Array.ConvertAll(row, double.CreateTruncating);
                foreach (var label in new[] { 0, size / 2, size - 1 }.Distinct())
                {
                    var got = new SoftmaxCall<T>(row, size) { Labels = [label], Scale = 0.25 }.Run(default(MinusLog));
                    var (minus, rest, probability) = SoftmaxOracle.Of(logits, label);
                    var where = $"{name}, {size} classes, label {label}";
                    Compare<T>(failures, $"{where}: value", got.Value, (double)minus, Bound<T>().Value);
                    for (var k = 0; k < size; k++)
                    {
                        var want = 0.25 * (k == label ? -(double)rest : (double)probability[k]);
                        Compare<T>(failures, $"{where}: gradient {k}", double.CreateTruncating(got.Gradient[k]), want, Bound<T>().Gradient);
                    }
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)) + $"\n{failures.Count} failures");
    }

    private static void Compare<T>(List<string> failures, string what, double got, double want, double bound)
    {
        // A value that float cannot hold is infinite.
        if (!(got == want || (typeof(T) == typeof(float) && want > float.MaxValue && double.IsPositiveInfinity(got)) || Math.Abs(got - want) <= (bound * Math.Abs(want)) + Smallest<T>()))
        {
            failures.Add($"{what} is {got:R}, in truth {want:R} ({Math.Abs(got / want - 1):G2})");
        }
    }

    [SlowFact]
    public void Float_soft_targets_agree_with_double_double() => Soft<float>(Sizes.Where(s => s % 7 < 2 || s > 300));

    [SlowFact]
    public void Double_soft_targets_agree_with_double_double() => Soft<double>(Sizes.Where(s => s % 7 < 2 || s > 300));

    [Fact]
    public void Soft_targets_of_few_classes_agree_with_double_double()
    {
        Soft<float>(Few);
        Soft<double>(Few);
    }

    private static void Soft<T>(IEnumerable<int> sizes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var failures = new List<string>();
        foreach (var size in sizes)
        {
            var weight = Array.ConvertAll(Random<T>(5, size, 1), x => T.Abs(x));
            var target = Array.ConvertAll(Random<T>(6, size, 1), x => T.Max(x, T.Zero));
            foreach (var (name, row) in Shapes<T>(size).Where(s => s.Name != "lowest"))
            {
                var logits = Array.ConvertAll(row, double.CreateTruncating);
                var one = new double[size];
                one[size / 3] = 1;
                foreach (var (kind, call, mass) in new[]
                {
                    ("one-hot", new SoftmaxCall<T>(row, size) { Target = Array.ConvertAll(one, T.CreateTruncating) }, one),
                    ("target", new SoftmaxCall<T>(row, size) { Target = target }, Array.ConvertAll(target, double.CreateTruncating)),
                    ("weighted target", new SoftmaxCall<T>(row, size) { Target = target, ClassWeight = weight }, [.. target.Select((t, k) => double.CreateTruncating(t) * double.CreateTruncating(weight[k]))]),
                    ("smoothed target", new SoftmaxCall<T>(row, size) { Target = target, Smoothing = 0.125 }, [.. target.Select(t => (double.CreateTruncating(t) * 0.875) + (0.125 / size))]),
                    ("smoothed label", new SoftmaxCall<T>(row, size) { Labels = [size - 1], Smoothing = 0.25 }, [.. one.Select((_, k) => (k == size - 1 ? 0.75 : 0) + (0.25 / size))]),
                    ("smoothed weighted label", new SoftmaxCall<T>(row, size) { Labels = [size / 2], Smoothing = 0.25, ClassWeight = weight }, [.. one.Select((_, k) => double.CreateTruncating(weight[k]) * ((k == size / 2 ? 0.75 : 0) + (0.25 / size)))]),
                })
                {
                    var got = call.Run(default(MinusLog));
                    var (value, gradient, subtracted) = SoftmaxOracle.Soft(logits, mass);
                    Compare<T>(failures, $"{kind}, {name}, {size} classes: value", got.Value, value, 2 * Bound<T>().Value);
                    for (var k = 0; k < size; k++)
                    {
                        // all p - mass cancels in truth; the yardstick is what is subtracted.
                        if (!(Math.Abs(double.CreateTruncating(got.Gradient[k]) - gradient[k]) <= (Bound<T>().Gradient * subtracted[k]) + Smallest<T>()))
                        {
                            failures.Add($"{kind}, {name}, {size} classes: gradient {k} is {got.Gradient[k]}, in truth {gradient[k]:R}");
                        }
                    }
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)) + $"\n{failures.Count} failures");
    }

    [Fact]
    public void A_target_that_dominates_keeps_its_digits()
    {
        foreach (var size in (int[])[2, 10, 100, 5000])
        {
            // -log p = log(1 + (K-1) e^-50): 1.9e-22 and up, where log(sum) - x would give 0.
            var row = new float[size];
            row[size / 2] = 50;
            var want = (size - 1) * Math.Exp(-50);
            var hard = new SoftmaxCall<float>(row, size) { Labels = [size / 2] }.Run(default(MinusLog));
            Assert.Equal(want, hard.Value, want * 1e-6);
            Assert.Equal(-want, hard.Gradient[size / 2], want * 1e-6);
            var target = new float[size];
            target[size / 2] = 1;
            var soft = new SoftmaxCall<float>(row, size) { Target = target }.Run(default(MinusLog));
            Assert.Equal(want, soft.Value, want * 1e-6);
            Assert.Equal(-want, soft.Gradient[size / 2], want * 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(700)]
    [InlineData(5000)]
    public void Extremes_are_exact(int size)
    {
        foreach (var at in new[] { 0, size / 2, size - 1 }.Distinct())
        {
            float[] Row(float special)
            {
                var row = Random<float>(31, size, 4);
                row[at] = special;
                return row;
            }

            foreach (var inPlace in (bool[])[false, true])
            {
                SoftmaxCall<float> Call(float[] row, int label) => new(row, size) { Labels = [label], InPlace = inPlace };
                var nan = Call(Row(float.NaN), 0).Run(default(MinusLog));
                Assert.True(double.IsNaN(nan.Value));
                Assert.All(nan.Gradient, g => Assert.True(float.IsNaN(g)));

                var impossible = Call(Row(float.NegativeInfinity), at).Run(default(MinusLog));
                Assert.Equal(double.PositiveInfinity, impossible.Value);
                Assert.Equal(-1, impossible.Gradient[at]);
                Assert.Equal(size == 1 ? -1 : 0, impossible.Gradient.Sum(g => (double)g), 1e-5);

                // The limit, for cross-entropy.
                var certain = Call(Row(float.PositiveInfinity), at).Run(default(MinusLog));
                Assert.Equal(0, certain.Value);
                Assert.All(certain.Gradient, g => Assert.Equal(0, g));
                var other = (at + 1) % size;
                if (other != at)
                {
                    var lost = Call(Row(float.NegativeInfinity), other).Run(default(MinusLog));
                    Assert.True(double.IsFinite(lost.Value));
                    Assert.Equal(0, lost.Gradient[at]);
                    var hopeless = Call(Row(float.PositiveInfinity), other).Run(default(MinusLog));
                    Assert.Equal(double.PositiveInfinity, hopeless.Value);
                    Assert.Equal(1, hopeless.Gradient[at]);
                    Assert.Equal(-1, hopeless.Gradient[other]);
                    var both = Row(float.PositiveInfinity);
                    both[other] = float.NaN;
                    Assert.True(double.IsNaN(Call(both, at).Run(default(MinusLog)).Value));
                    Assert.True(double.IsNaN(Call(both, other).Run(default(MinusLog)).Value));
                }

                var nothing = Call(Array.ConvertAll(new float[size], _ => float.NegativeInfinity), at).Run(default(MinusLog));
                Assert.Equal(double.PositiveInfinity, nothing.Value);
                Assert.Equal(-1, nothing.Gradient[at]);
                Assert.Equal(1, nothing.Gradient.Count(g => g != 0));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(70)]
    [InlineData(5000)]
    public void Soft_extremes_are_exact(int size)
    {
        var target = new float[size];
        target[size / 2] = 1;
        foreach (var inPlace in (bool[])[false, true])
        {
            SoftmaxCall<float> Call(float[] row) => new(row, size) { Target = target, InPlace = inPlace };
            var row = Random<float>(32, size, 4);
            row[size / 2] = float.NegativeInfinity;
            var impossible = Call(row).Run(default(MinusLog));
            Assert.Equal(double.PositiveInfinity, impossible.Value);
            Assert.Equal(-1, impossible.Gradient[size / 2]);
            row[size / 2] = float.PositiveInfinity;
            Assert.Equal(0, Call(row).Run(default(MinusLog)).Value);
            row[size / 2] = float.NaN;
            Assert.True(double.IsNaN(Call(row).Run(default(MinusLog)).Value));
            if (size > 1)
            {
                row[size / 2] = 1;
                row[0] = float.NegativeInfinity;
                var without = Call(row).Run(default(MinusLog));
                Assert.True(double.IsFinite(without.Value));
                Assert.Equal(0, without.Gradient[0]);
                row[0] = float.PositiveInfinity;
                Assert.Equal(double.PositiveInfinity, Call(row).Run(default(MinusLog)).Value);
            }

            // Smoothing puts mass on every class.
            Assert.Equal(size > 1, double.IsPositiveInfinity(new SoftmaxCall<float>([.. row.Select((x, k) => k == 0 && size > 1 ? float.NegativeInfinity : 1)], size) { Labels = [size - 1], Smoothing = 0.1 }.Run(default(MinusLog)).Value));
        }
    }

    [SlowFact]
    public void Every_width_gives_the_same_bits()
    {
        // Without fused multiply-add widths differ by design; every machine that has wide lanes has it.
        foreach (var size in (int[])[1, 2, 3, 10, 31, 63, 64, 65, 80, 127, 1000, 2050, 5000])
        {
            foreach (var spread in (double[])[4, 300])
            {
                Widths<float>(size, spread, [4, 8, 16]);
                Widths<double>(size, spread, [2, 4, 8]);
            }
        }
    }

    private static void Widths<T>(int size, double spread, int[] widths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Rows = 19;
        var random = new Random(size);
        var call = new SoftmaxCall<T>(Random<T>(3, Rows * size, spread), size) { Labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(size))] };
        var soft = call with { Labels = null, Target = Array.ConvertAll(Random<T>(4, Rows * size, 1), T.Abs), Smoothing = 0.1 };
        foreach (var width in widths[..^1])
        {
            call.Run(default(MinusLog), widths[^1]).SameAs(call.Run(default(MinusLog), width));
            call.Run(default(Focused), widths[^1]).SameAs(call.Run(default(Focused), width));
            call.Run(default(MinusLog), widths[^1]).SameAs((call with { InPlace = true }).Run(default(MinusLog), width));
            soft.Run(default(MinusLog), widths[^1]).SameAs((soft with { InPlace = true }).Run(default(MinusLog), width));
            soft.Run(default(MinusLog), widths[^1]).SameAs(soft.Run(default(MinusLog), width));
        }
    }

    [SlowFact]
    public void Threads_alignment_and_place_change_no_bit()
    {
        foreach (var (rows, size) in (ReadOnlySpan<(int, int)>)[(20_000, 10), (700, 100), (97, 1000), (33, 5000), (3, 40_000)])
        {
            var random = new Random(size);
            var call = new SoftmaxCall<float>(Random<float>(8, rows * size, 30), size) { Labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(size))], Scale = 1.0 / rows };
            var soft = call with { Smoothing = 0.1 };
            foreach (var given in (SoftmaxCall<float>[])[call, soft])
            {
                var one = given.Run(default(Focused));
                foreach (var other in (SoftmaxCall<float>[])[given with { Threads = 2 }, given with { Threads = 5 }, given with { Offset = 1 }, given with { Offset = 7 }, given with { InPlace = true }, given with { InPlace = true, Offset = 3, Threads = 3 }])
                {
                    one.SameAs(other.Run(default(Focused)));
                }

                var value = (given with { WithGradient = false }).Run(default(Focused));
                Assert.Equal(BitConverter.DoubleToInt64Bits(one.Value), BitConverter.DoubleToInt64Bits(value.Value));
                Assert.Equal(one.Terms, value.Terms);
            }
        }
    }

    /// <summary>A batch larger than the caches takes the streaming stores.</summary>
    [SlowFact]
    public void Streamed_gradients_are_the_same_bits()
    {
        foreach (var (rows, size) in (ReadOnlySpan<(int, int)>)[(4_300, 1000), (67, 64_007)])
        {
            var random = new Random(size);
            var call = new SoftmaxCall<float>(Random<float>(9, rows * size, 6), size) { Labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(size))] };
            var streamed = call.Run(default(MinusLog));
            streamed.SameAs((call with { InPlace = true }).Run(default(MinusLog)));
            streamed.SameAs((call with { Offset = 5, Threads = 2 }).Run(default(MinusLog)));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(90)]
    [InlineData(3000)]
    public void Weights_masks_and_ignored_labels_select(int size)
    {
        const int Rows = 21;
        var logits = Random<float>(21, Rows * size, 4);
        logits.AsSpan(2 * size, size).Fill(float.NaN);
        logits.AsSpan(5 * size, size).Fill(float.NaN);
        logits[11 * size] = float.PositiveInfinity;
        var labels = Enumerable.Range(0, Rows).Select(r => r % size).ToArray();
        labels[2] = -100;
        var mask = Enumerable.Range(0, Rows).Select(r => r != 5).ToArray();
        var rowWeight = Enumerable.Range(0, Rows).Select(r => r == 11 ? 0f : 0.5f + (r % 3)).ToArray();
        var classWeight = Enumerable.Range(0, size).Select(k => 1f + (k % 4)).ToArray();
        var all = new SoftmaxCall<float>(logits, size) { Labels = labels, IgnoredLabel = -100, Mask = mask, RowWeight = rowWeight, ClassWeight = classWeight };
        foreach (var smoothing in (double[])[0, 0.2])
        {
            var got = (all with { Smoothing = smoothing }).Run(default(MinusLog));
            double sum = 0;
            for (var r = 0; r < Rows; r++)
            {
                var gradient = got.Gradient.AsSpan(r * size, size).ToArray();
                if (r is 2 or 5 or 11)
                {
                    Assert.Equal(0, got.Terms[r]);
                    Assert.All(gradient, g => Assert.Equal(0, g));
                    continue;
                }

                var alone = new SoftmaxCall<float>(logits.AsSpan(r * size, size).ToArray(), size) { Labels = [labels[r]], ClassWeight = classWeight, Smoothing = smoothing, Scale = rowWeight[r] }.Run(default(MinusLog));
                Assert.Equal(alone.Value * rowWeight[r], got.Terms[r], 1e-5 * Math.Abs(got.Terms[r]));
                Assert.All(gradient.Zip(alone.Gradient), pair => Assert.Equal(pair.Second, pair.First, 1e-6 * Math.Abs(pair.Second)));
                sum += got.Terms[r];
            }

            Assert.Equal(sum, got.Value, 1e-6 * sum);
        }
    }

    /// <summary>A scale whose product with 1 / sum is subnormal.</summary>
    [Fact]
    public void Tiny_scales_keep_their_digits()
    {
        var row = new float[3000];
        row[2500] = 39;
        var got = new SoftmaxCall<float>(row, row.Length) { Labels = [0], Scale = 1e-30 }.Run(default(MinusLog));
        Assert.Equal(1e-30, got.Gradient[2500], 1e-36);
    }

    [Fact]
    public void The_derivative_of_a_formula_is_carried()
    {
        foreach (var size in (int[])[2, 20, 64, 65, 400])
        {
            var row = Random<double>(41, size, 3);
            var label = size - 1;
            var got = new SoftmaxCall<double>(row, size) { Labels = [label] }.Run(default(Focused));
            for (var k = 0; k < size; k++)
            {
                const double Step = 1e-5;
                double At(double move) => new SoftmaxCall<double>([.. row.Select((x, i) => i == k ? x + move : x)], size) { Labels = [label] }.Run(default(Focused)).Value;
                Assert.Equal((At(Step) - At(-Step)) / (2 * Step), got.Gradient[k], 1e-8);
            }
        }
    }

    [Fact]
    public unsafe void Calls_allocate_nothing()
    {
        foreach (var size in (int[])[5, 300, 9000])
        {
            const int Rows = 12;
            var logits = Random<float>(51, Rows * size, 4);
            var target = Array.ConvertAll(Random<float>(52, Rows * size, 1), Math.Abs);
            var gradient = new float[logits.Length];
            var labels = new int[Rows];
            fixed (float* x = logits, g = gradient, t = target)
            fixed (int* y = labels)
            {
                var hard = new SoftmaxBatch<float> { Logits = x, Rows = Rows, Classes = size, Labels = y, Gradient = g, Threads = 1 };
                var soft = hard;
                soft.Labels = null;
                soft.Target = t;
                var elements = new ElementRowBatch<float> { Prediction = x, Target = t, Rows = Rows, Length = size, Gradient = g, Threads = 1 };
                var allocated = long.MaxValue;

                // The least of several rounds: the pool of arrays drops what it holds when the collector runs.
                for (var round = 0; round < 100 && allocated != 0; round++)
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    SoftmaxRows.Run<MinusLog, V16, float>(default, hard);
                    SoftmaxRows.Run<MinusLog, V16, float>(default, soft);
                    ElementRows.Run<Divergence, V16, float>(default, elements);
                    allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                }

                Assert.Equal(0, allocated);
            }
        }
    }
}

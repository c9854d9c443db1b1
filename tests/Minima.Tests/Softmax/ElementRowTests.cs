using Minima.Reals;
using Xunit;

namespace Minima.Tests.Softmax;

/// <summary>Losses that are sums over the elements of a row, on the divergence of Kullback and Leibler.</summary>
public sealed class ElementRowTests
{
    private sealed record Outcome(double Value, float[] Gradient, float[] Terms);

    private static unsafe Outcome Run<L>(float[] prediction, float[] target, int length, int threads = 1, bool inPlace = false, int offset = 0, float[]? weight = null, bool[]? mask = null, bool withGradient = true, double scale = 1)
        where L : struct, ILanes<L, float>
    {
        var x = SoftmaxCall<float>.Aligned(prediction, offset);
        var y = inPlace ? x : SoftmaxCall<float>.Aligned(new float[prediction.Length], offset);
        var terms = new float[prediction.Length / length];
        fixed (float* p = x.Memory, g = y.Memory, t = target, w = weight, r = terms)
        fixed (bool* m = mask)
        {
            var value = ElementRows.Run<Divergence, L, float>(default, new ElementRowBatch<float>
            {
                Prediction = p + x.Start,
                Target = t,
                Rows = terms.Length,
                Length = length,
                Gradient = withGradient ? g + y.Start : null,
                RowWeight = w,
                Mask = m,
                Terms = r,
                Scale = scale,
                Threads = threads,
            });
            return new(value, y.Memory.AsSpan(y.Start, prediction.Length).ToArray(), terms);
        }
    }

    private static (float[] Prediction, float[] Target) Rows(int rows, int length)
    {
        var random = new Random(length);
        var prediction = new float[rows * length];
        var target = new float[rows * length];
        for (var k = 0; k < prediction.Length; k++)
        {
            prediction[k] = -5f * random.NextSingle();
            target[k] = random.Next(8) == 0 ? 0 : random.NextSingle();
            if (target[k] == 0 && random.Next(2) == 0)
            {
                prediction[k] = float.NegativeInfinity;
            }
        }

        return (prediction, target);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(9001)]
    public void Rows_agree_with_double(int length)
    {
        const int Count = 9;
        var (prediction, target) = Rows(Count, length);
        var weight = Enumerable.Range(0, Count).Select(k => k == 4 ? 0f : 1f + (k % 2)).ToArray();
        prediction[4 * length] = float.NaN;
        var mask = Enumerable.Range(0, Count).Select(k => k != 6).ToArray();
        var got = Run<V4>(prediction, target, length, weight: weight, mask: mask, scale: 0.5);
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            double want = 0, size = 0;
            var isLeftOut = row is 4 or 6;
            for (var k = row * length; k < (row + 1) * length; k++)
            {
                double t = target[k], q = prediction[k];
                var term = t == 0 || isLeftOut ? 0 : weight[row] * t * (Math.Log(t) - q);
                want += term;
                size += t == 0 || isLeftOut ? 0 : weight[row] * t * (Math.Abs(Math.Log(t)) + Math.Abs(q));
                Assert.Equal(isLeftOut ? 0 : -0.5f * weight[row] * target[k], got.Gradient[k]);
            }

            Assert.Equal(want, got.Terms[row], (size * 3e-7) + (Math.Abs(want) * 1e-7));
            sum += got.Terms[row];
        }

        Assert.Equal(sum, got.Value, Math.Abs(sum) * 1e-6);
    }

    [SlowFact]
    public void Widths_threads_alignment_and_place_change_no_bit()
    {
        foreach (var (rows, length) in (ReadOnlySpan<(int, int)>)[(5, 1), (40, 3), (30_000, 10), (300, 1000), (9, 9001), (1500, 4099)])
        {
            var (prediction, target) = Rows(rows, length);
            var one = Run<V16>(prediction, target, length);
            foreach (var other in (Outcome[])
            [
                Run<V8>(prediction, target, length), Run<V4>(prediction, target, length), Run<V16>(prediction, target, length, threads: 3),
                Run<V16>(prediction, target, length, offset: 1), Run<V16>(prediction, target, length, inPlace: true), Run<V8>(prediction, target, length, inPlace: true, offset: 5, threads: 2),
            ])
            {
                Same(one, other, gradient: true);
            }

            Same(one, Run<V16>(prediction, target, length, withGradient: false), gradient: false);
        }
    }

    private static void Same(Outcome one, Outcome other, bool gradient)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(one.Value), BitConverter.DoubleToInt64Bits(other.Value));
        Assert.Equal(one.Terms, other.Terms);
        if (gradient)
        {
            Assert.Equal(one.Gradient, other.Gradient);
        }
    }

    [Fact]
    public void A_row_without_mass_where_the_prediction_has_none_is_finite_and_NaN_stays()
    {
        float[] prediction = [float.NegativeInfinity, -0.5f, -1f], target = [0, 0.5f, 0.5f];
        Assert.True(double.IsFinite(Run<V16>(prediction, target, 3).Value));
        target[0] = 0.1f;
        Assert.Equal(double.PositiveInfinity, Run<V16>(prediction, target, 3).Value);
        prediction[0] = float.NaN;
        Assert.True(double.IsNaN(Run<V16>(prediction, target, 3).Value));
    }
}

using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Randomness;

/// <summary>Memory filled with random numbers: known answers, moments, ends, and what is refused.</summary>
public class RandomFillTests
{
    [Fact]
    public void UniformNumbersAreThoseOfEightGenerators()
    {
        var singles = RandomReference.Numbers("fill_11_single");
        var floats = new float[singles.Length];
        new RandomState(11).FillUniform(floats);
        Assert.Equal(singles, Array.ConvertAll(floats, x => (double)x));

        var doubles = new double[RandomReference.Numbers("fill_11_double").Length];
        new RandomState(11).FillUniform(doubles);
        Assert.Equal(RandomReference.Numbers("fill_11_double"), doubles);
    }

    [Fact]
    public void NormalNumbersAreQuantilesOfTheUniformOnes()
    {
        var expected = RandomReference.Numbers("fill_11_normal");
        var doubles = new double[expected.Length];
        new RandomState(11).FillNormal(doubles, 3, 0.5);
        for (var i = 0; i < doubles.Length; i++) Assert.Equal(3 + (0.5 * expected[i]), doubles[i], 1e-14);

        expected = RandomReference.Numbers("normals_7");
        var random = new RandomState(7);
        foreach (var number in expected) Assert.Equal(number, random.NextNormal(), Math.Abs(number) * 2e-15);
    }

    [Fact]
    public void TheQuantileIsExactToTheLastDigits()
    {
        foreach (var point in RandomReference.Of("quantiles").EnumerateArray())
        {
            var (p, z) = (point[0].GetDouble(), point[1].GetDouble());
            Assert.Equal(z, NormalQuantile.Of(p), Math.Abs(z) * 2e-15);
        }
    }

    [Fact]
    public void FloatQuantilesFollowThoseOfDouble()
    {
        // Every 97th of the numbers that can occur, and the outermost.
        var x = Enumerable.Range(-(1 << 23), 1 << 24).Where((_, i) => i % 97 == 0 || i < 50 || i > (1 << 24) - 50).Select(k => ((2 * k) + 1) * (1f / (1 << 24))).ToArray();
        var z = (float[])x.Clone();
        NormalQuantile.InPlace(z, 0, 1);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = NormalQuantile.Of((1 + (double)x[i]) / 2);
            Assert.True(Math.Abs(z[i] - exact) <= 1e-6 * Math.Abs(exact), $"{x[i]:R}: {z[i]:R} instead of {exact:R}");
        }
    }

    [Fact]
    public void ALongerFillBeginsAsAShorterOne()
    {
        var (all, normal) = (new float[4200], new float[4200]);
        new RandomState(4).FillUniform(all, -2, 3);
        new RandomState(4).FillNormal(normal);
        foreach (var length in (int[])[.. Enumerable.Range(0, 70), 2047, 2048, 2049, 4100])
        {
            var values = new float[length + 1];
            values[length] = 77;
            new RandomState(4).FillUniform(values.AsSpan(0, length), -2, 3);
            Assert.True(values.AsSpan(0, length).SequenceEqual(all.AsSpan(0, length)), $"uniform, {length}");
            new RandomState(4).FillNormal(values.AsSpan(0, length));
            Assert.True(values.AsSpan(0, length).SequenceEqual(normal.AsSpan(0, length)), $"normal, {length}");
            Assert.Equal(77, values[length]);
        }

        var (doubles, part) = (new double[40], new double[21]);
        new RandomState(4).FillUniform(doubles);
        new RandomState(4).FillUniform(part);
        Assert.Equal(doubles[..21], part);
    }

    [Fact]
    public void AFillMovesTheGeneratorByOne()
    {
        var (filling, drawing) = (new RandomState(6), new RandomState(6));
        drawing.NextBits();
        filling.FillNormal(new float[1000]);
        Assert.Equal(drawing.Snapshot, filling.Snapshot);
        drawing.NextBits();
        filling.FillUniform(Span<double>.Empty);
        Assert.Equal(drawing.Snapshot, filling.Snapshot);
    }

    [SlowFact]
    public void MomentsAreThoseOfTheDistributions()
    {
        const int Count = 1 << 20;
        var floats = new float[Count];
        new RandomState(8).FillUniform(floats, -1, 3);
        Assert.InRange(floats.Min(), -1, -0.999);
        Assert.InRange(floats.Max(), 2.999, 3);
        CheckMoments(Array.ConvertAll(floats, x => (x - 1) / (4 / Math.Sqrt(12))), 1.8);
        new RandomState(8).FillNormal(floats, 5, 2);
        CheckMoments(Array.ConvertAll(floats, x => (x - 5.0) / 2), 3);
        var doubles = new double[Count];
        new RandomState(8).FillNormal(doubles);
        CheckMoments(doubles, 3);
        var random = new RandomState(8);
        for (var i = 0; i < Count; i++) doubles[i] = random.NextNormal();
        CheckMoments(doubles, 3);
    }

    [Fact]
    public void BoundsThatAreNoneAreRefused()
    {
        var random = new RandomState(1);
        Assert.Contains("the lower bound first", Assert.Throws<TrainingException>(() => random.FillUniform(new float[1], 1, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => random.FillUniform(new float[1], float.NaN, 0));
        Assert.Throws<TrainingException>(() => random.FillUniform(new float[1], float.MinValue, float.MaxValue));
        Assert.Throws<TrainingException>(() => random.FillUniform(new double[1], 0, double.PositiveInfinity));
        Assert.Contains("at least 0", Assert.Throws<TrainingException>(() => random.FillNormal(new float[1], 0, -1)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => random.FillNormal(new double[1], double.NaN));
        Assert.Throws<TrainingException>(() => random.FillNormal(new double[1], 0, double.PositiveInfinity));
    }

    /// <summary>Mean 0, variance 1, no skew, the fourth moment, and neighbours without correlation, each within five standard errors.</summary>
    private static void CheckMoments(double[] values, double fourth)
    {
        var error = 5 / Math.Sqrt(values.Length);
        Assert.InRange(values.Average(), -error, error);
        Assert.InRange(values.Average(x => x * x), 1 - (error * Math.Sqrt(fourth - 1)), 1 + (error * Math.Sqrt(fourth - 1)));
        Assert.InRange(values.Average(x => x * x * x), -4 * error, 4 * error);
        Assert.InRange(values.Average(x => x * x * x * x), fourth - (10 * error), fourth + (10 * error));
        foreach (var lag in (int[])[1, 2, 8, 16])
            Assert.InRange(values.Skip(lag).Zip(values, (a, b) => a * b).Average(), -error, error);
    }
}

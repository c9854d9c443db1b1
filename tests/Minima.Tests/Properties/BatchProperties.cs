using FsCheck;
using FsCheck.Fluent;
using Minima.Losses;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Properties;

/// <summary>Statements about batches of any length, at any place in memory, with any weights; a failure shrinks to its smallest case.</summary>
public sealed class BatchProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1501, 1503);

    /// <summary>Lengths around blocks and lanes, offsets that spoil alignment, some weights.</summary>
    private static readonly Arbitrary<(int Length, int Offset, int Seed)> Batches = Arb.From(
        from length in Gen.OneOf(Gen.Choose(0, 70), Gen.Choose(2030, 2070), Gen.Choose(0, 9000))
        from offset in Gen.Choose(0, 17)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (length, offset, seed),
        batch => from length in new[] { batch.Item1 / 2, batch.Item1 - 1 }.Where(n => n >= 0) select (length, batch.Item2, batch.Item3));

    [Fact]
    public void Place_in_memory_does_not_matter() => Check.One(Fixed, Prop.ForAll(Batches, batch =>
    {
        var (p, t, w) = Arrays(batch.Length, batch.Seed);
        var want = new float[batch.Length];
        var wanted = new LogCoshError().Evaluate(new LossBatch<float> { Prediction = p, Target = t, SampleWeight = w, Gradient = want });
        var memory = new float[4 * (batch.Length + batch.Offset) + 4];
        var stride = batch.Length + batch.Offset;
        p.CopyTo(memory, batch.Offset);
        t.CopyTo(memory, batch.Offset + stride);
        w.CopyTo(memory, batch.Offset + 2 * stride);
        var gradient = memory.AsSpan(batch.Offset + 3 * stride, batch.Length);
        var got = new LogCoshError().Evaluate(new LossBatch<float>
        {
            Prediction = memory.AsSpan(batch.Offset, batch.Length),
            Target = memory.AsSpan(batch.Offset + stride, batch.Length),
            SampleWeight = memory.AsSpan(batch.Offset + 2 * stride, batch.Length),
            Gradient = gradient,
        });
        return got == wanted && gradient.SequenceEqual(want);
    }));

    [Fact]
    public void Nothing_beside_the_gradient_is_written() => Check.One(Fixed, Prop.ForAll(Batches, batch =>
    {
        var (p, t, _) = Arrays(batch.Length, batch.Seed);
        var memory = new float[batch.Length + batch.Offset + 40];
        Array.Fill(memory, 123.5f);
        new Huber(1).Evaluate(new LossBatch<float> { Prediction = p, Target = t, Gradient = memory.AsSpan(batch.Offset, batch.Length) });
        return memory.AsSpan(0, batch.Offset).IndexOfAnyExcept(123.5f) < 0 && memory.AsSpan(batch.Offset + batch.Length).IndexOfAnyExcept(123.5f) < 0;
    }));

    [Fact]
    public void Two_parts_add_up_to_the_whole() => Check.One(Fixed, Prop.ForAll(Batches, batch =>
    {
        var (p, t, w) = Arrays(batch.Length, batch.Seed);
        var cut = batch.Length == 0 ? 0 : batch.Seed % batch.Length;
        var whole = new Huber(1).Evaluate(new LossBatch<float> { Prediction = p, Target = t, SampleWeight = w });
        var parts = new Huber(1).Evaluate(new LossBatch<float> { Prediction = p.AsSpan(0, cut), Target = t.AsSpan(0, cut), SampleWeight = w.AsSpan(0, cut) })
            + new Huber(1).Evaluate(new LossBatch<float> { Prediction = p.AsSpan(cut), Target = t.AsSpan(cut), SampleWeight = w.AsSpan(cut) });

        // All terms are >= 0: the relative error of a sum in double is below its length times the rounding.
        return Math.Abs(parts.Sum - whole.Sum) <= 1e-12 * whole.Sum && Math.Abs(parts.Denominator - whole.Denominator) <= 1e-12 * whole.Denominator;
    }));

    [Fact]
    public void Convex_losses_lie_above_their_tangents() => Check.One(Fixed, Prop.ForAll(Batches, batch =>
    {
        var (p, t, _) = Arrays(Math.Min(batch.Length, 64), batch.Seed);
        var (x, target) = (Array.ConvertAll(p, v => (double)v), Array.ConvertAll(t, v => (double)v));
        var other = x.Reverse().ToArray();
        var gradient = new double[x.Length];
        var here = new Huber(0.5).ValueAndGradient(x, target, gradient);
        var there = new Huber(0.5).Value(other, target);
        var tangent = here + gradient.Select((g, i) => g * (other[i] - x[i])).Sum();
        return there >= tangent - 1e-12 * (1 + Math.Abs(tangent));
    }));

    private static (float[] Prediction, float[] Target, float[] Weight) Arrays(int length, int seed)
    {
        var random = new Random(seed);
        float Draw(Domain domain) => (float)Samples.Draw(domain, random);
        return (
            [.. Enumerable.Range(0, length).Select(_ => Draw(Domain.Real))],
            [.. Enumerable.Range(0, length).Select(_ => Draw(Domain.Real))],
            [.. Enumerable.Range(0, length).Select(_ => random.Next(4) == 0 ? 0 : Draw(Domain.Positive))]);
    }
}

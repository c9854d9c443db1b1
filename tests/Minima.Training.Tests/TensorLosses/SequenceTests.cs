using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Dynamic programmes against every path written out, and batches against their sequences one by one.</summary>
public sealed class SequenceTests
{
    [Theory]
    [InlineData(4, 3, new[] { 1, 2 })]
    [InlineData(5, 3, new[] { 1, 1 })]
    [InlineData(5, 4, new[] { 3, 1, 2 })]
    [InlineData(3, 3, new[] { 2 })]
    [InlineData(3, 2, new int[0])]
    public void CTC_is_the_sum_over_all_alignments(int times, int classes, int[] labels)
    {
        var logits = Random(seed: 3, times * classes);
        double sum = 0;
        var alignment = new int[times];
        do
        {
            if (Joined(alignment, blank: 0).SequenceEqual(labels)) sum += Probability(logits, classes, alignment);
        }
        while (Next(alignment, classes));

        var loss = new ConnectionistTemporalClassification().Apply(Tensor.Of(logits, [times, classes]), Tensor.Of(labels, [labels.Length])).Item();
        Assert.Equal(-Math.Log(sum), loss, 1e-12);
    }

    [Theory]
    [InlineData(1, 6, 5, 2, 1)]
    [InlineData(3, 12, 6, 4, 2)]
    [InlineData(9, 50, 30, 20, 3)]
    [InlineData(2, 7, 3, 0, 4)]
    [InlineData(4, 40, 9, 39, 5)]
    public void The_kernel_of_CTC_is_its_formula(int sequences, int times, int classes, int room, int seed)
    {
        var random = new RandomState((ulong)seed);
        foreach (var scale in (double[])[1, 30, 700])
        {
            var numbers = Random((ulong)seed, sequences * times * classes).Select(x => x * scale).ToArray();
            numbers[^1] = double.NegativeInfinity;
            var blank = random.NextInt(classes);
            var labels = Enumerable.Range(0, sequences * room).Select(_ => (blank + 1 + random.NextInt(classes - 1)) % classes).ToArray();
            var lengths = Enumerable.Range(0, sequences).Select(_ => random.NextInt(room + 1)).ToArray();
            var durations = Enumerable.Range(0, sequences).Select(_ => 1 + random.NextInt(times)).ToArray();
            var logits = Tensor.Of(numbers, [sequences, times, classes]).WithGradient();
            var kernel = new AlignmentOperation(blank, labels, lengths, durations).Apply(logits);
            kernel.If(Finite(kernel)).Sum().Backward();
            var slopes = logits.Gradient.ToArray();
            logits.ClearGradient();
            var formula = -CtcProgramme.Apply(logits, Tensor.Of(labels, [sequences, room]), lengths, durations, blank);
            formula.If(Finite(formula)).Sum().Backward();
            foreach (var (own, other) in kernel.ToArray().Zip(formula.ToArray())) Assert.True(own == other || Math.Abs(own - other) <= (1e-12 * Math.Abs(other)) + 1e-15, $"{own} is not {other}");
            foreach (var (own, other) in slopes.Zip(logits.Gradient.ToArray())) Assert.Equal(other, own, 1e-10);
        }

        static Tensor Finite(Tensor values) => Tensor.Of(Array.ConvertAll(values.ToArray(), x => double.IsFinite(x) ? 1.0 : 0), values.Shape);
    }

    [Fact]
    public void A_transducer_is_the_sum_over_all_paths()
    {
        const int Times = 3;
        const int Classes = 3;
        int[] labels = [1, 2];
        var logits = Random(seed: 5, Times * 3 * Classes);
        var steps = Tensor.Of(logits, [Times, 3, Classes]).LogSoftmax(^1).ToArray();
        double Step(int t, int u, int k) => steps[(((t * 3) + u) * Classes) + k];

        // A path says how many labels are written at each time.
        double sum = 0;
        var written = new int[Times];
        do
        {
            if (written.Sum() != labels.Length) continue;
            double log = 0;
            var u = 0;
            for (var t = 0; t < Times; t++)
            {
                for (var n = 0; n < written[t]; n++, u++) log += Step(t, u, labels[u]);
                log += Step(t, u, 0);
            }

            sum += Math.Exp(log);
        }
        while (Next(written, labels.Length + 1));

        var loss = new Transducer().Apply(Tensor.Of(logits, [Times, 3, Classes]), Tensor.Of(labels, [2])).Item();
        Assert.Equal(-Math.Log(sum), loss, 1e-12);
    }

    [Fact]
    public void A_chain_is_normalised_over_all_sequences_of_tags()
    {
        const int Times = 4;
        const int Tags = 3;
        var emissions = Tensor.Of(Random(seed: 7, Times * Tags), [Times, Tags]);
        var transitions = Tensor.Of(Random(seed: 8, Tags * Tags), [Tags, Tags]);
        double sum = 0;
        var tags = new int[Times];
        do sum += Math.Exp(-new ConditionalRandomFieldNegativeLogLikelihood().Apply(emissions, transitions, Tensor.Of(tags, [Times])).Item());
        while (Next(tags, Tags));
        Assert.Equal(1, sum, 1e-12);
    }

    [Fact]
    public void Sequences_of_a_batch_are_as_they_are_alone()
    {
        const int Times = 9;
        const int Classes = 5;
        const int Sequences = 11;
        var logits = Random(seed: 9, Sequences * Times * Classes);
        var random = new RandomState(10);
        var (labels, durations, lengths) = (new int[Sequences * 4], new int[Sequences], new int[Sequences]);
        for (var i = 0; i < labels.Length; i++) labels[i] = 1 + (int)(random.NextDouble() * (Classes - 1));
        for (var b = 0; b < Sequences; b++) (durations[b], lengths[b]) = (b == 0 ? 0 : 4 + (b % 6), b % 5);
        var input = Tensor.Of(logits, [Sequences, Times, Classes]).WithGradient();
        var terms = new ConnectionistTemporalClassification(0, true)
            .Apply(input, Tensor.Of(labels, [Sequences, 4]), Tensor.Of(durations, [Sequences]), Tensor.Of(lengths, [Sequences]), new LossArguments { Reduction = Minima.Reduction.None });
        var gradient = Autograd.Gradient(terms.Sum(), [input])[0].ToArray();
        for (var b = 1; b < Sequences; b++)
        {
            var alone = Tensor.Of(logits.AsSpan(b * Times * Classes, durations[b] * Classes), [durations[b], Classes]).WithGradient();
            var value = new ConnectionistTemporalClassification(0, true).Apply(alone, Tensor.Of(labels.AsSpan(b * 4, lengths[b]), [lengths[b]]));
            Assert.Equal(value.Item(), terms.ToArray()[b], 1e-12);
            var expected = value.RequiresGradient ? Autograd.Gradient(value, [alone])[0].ToArray() : new double[alone.Count];
            for (var i = 0; i < Times * Classes; i++) Assert.Equal(i < expected.Length ? expected[i] : 0, gradient[(b * Times * Classes) + i], 1e-12);
        }
    }

    [Fact]
    public void Impossible_classes_are_left_out_and_never_NaN()
    {
        var logits = Random(seed: 11, 4 * 3);
        logits[2] = double.NegativeInfinity;
        logits[4] = double.NegativeInfinity;
        var input = Tensor.Of(logits, [4, 3]).WithGradient();
        var loss = new ConnectionistTemporalClassification().Apply(input, Tensor.Of((ReadOnlySpan<int>)[1, 2], [2]));
        Assert.True(double.IsFinite(loss.Item()));
        Assert.All(Autograd.Gradient(loss, [input])[0].ToArray(), slope => Assert.True(double.IsFinite(slope)));
    }

    [Theory]
    [InlineData(new[] { 0 }, LossError.Label)]
    [InlineData(new[] { 3 }, LossError.Label)]
    [InlineData(new[] { -1 }, LossError.Label)]
    public void Labels_are_classes_and_not_the_blank(int[] labels, LossError error) => Assert.Equal(
        error,
        Assert.Throws<LossException>(() => new ConnectionistTemporalClassification().Apply(Tensor.Zeros([2, 3]), Tensor.Of(labels, [labels.Length]))).Error);

    private static double[] Random(ulong seed, int count)
    {
        var random = new RandomState(seed);
        var numbers = new double[count];
        for (var i = 0; i < count; i++) numbers[i] = random.NextNormal();
        return numbers;
    }

    private static IEnumerable<int> Joined(int[] alignment, int blank) =>
        alignment.Where((label, t) => label != blank && (t == 0 || label != alignment[t - 1]));

    private static double Probability(double[] logits, int classes, int[] alignment)
    {
        double product = 1;
        for (var t = 0; t < alignment.Length; t++)
        {
            var row = logits.AsSpan(t * classes, classes).ToArray();
            product *= Math.Exp(row[alignment[t]]) / row.Sum(Math.Exp);
        }

        return product;
    }

    /// <summary>Counts up in the base of the digits; false behind the last number.</summary>
    private static bool Next(int[] digits, int count)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            if (++digits[i] < count) return true;
            digits[i] = 0;
        }

        return false;
    }
}

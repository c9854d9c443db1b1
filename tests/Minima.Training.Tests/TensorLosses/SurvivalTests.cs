using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Likelihoods of times in intervals and on a grid: what they say of all outcomes together.</summary>
public sealed class SurvivalTests
{
    private const int Intervals = 5;

    public static TheoryData<double> Scales => [1, 30, 1e4];

    /// <summary>An event in one of the intervals, or none in any: the probabilities add up to 1.</summary>
    [Theory]
    [InlineData("logistic_hazard")]
    [InlineData("pmf_nll")]
    public void Outcomes_have_the_probability_one(string key)
    {
        double sum = 0;
        for (var y = 0; y < Intervals; y++) sum += Math.Exp(-Term(key, y, 1));
        Assert.Equal(1, sum + Math.Exp(-Term(key, Intervals - 1, 0)), 1e-14);
    }

    /// <summary>A censored row is an event later on, or none: the same sum from its interval on.</summary>
    [Theory]
    [InlineData("logistic_hazard")]
    [InlineData("pmf_nll")]
    public void A_censored_row_is_the_sum_of_what_may_still_come(string key)
    {
        for (var y = 0; y < Intervals; y++)
        {
            var later = Math.Exp(-Term(key, Intervals - 1, 0));
            for (var k = y + 1; k < Intervals; k++) later += Math.Exp(-Term(key, k, 1));
            Assert.Equal(Math.Exp(-Term(key, y, 0)), later, 1e-14);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void PMF_is_the_summed_softmax(double scale)
    {
        var logits = Numbers(3, Intervals, scale);
        var padded = logits.Append(0).ToArray();
        var total = padded.Max() + Math.Log(padded.Sum(x => Math.Exp(x - padded.Max())));
        for (var y = 0; y < Intervals; y++)
        {
            var tail = padded[(y + 1)..];
            var censored = total - tail.Max() - Math.Log(tail.Sum(x => Math.Exp(x - tail.Max())));
            Assert.Equal(total - padded[y], Pmf(logits, y, 1), 1e-13 * scale);
            Assert.Equal(censored, Pmf(logits, y, 0), 1e-13 * scale);
            Assert.Equal((0.25 * (total - padded[y])) + (0.75 * censored), Pmf(logits, y, 0.25), 1e-13 * scale);
        }
    }

    [Fact]
    public void What_is_all_but_certain_keeps_its_digits()
    {
        // Softmax of [40, 0]: the event in the first interval is certain but for e^-40; a row censored in it outlives it with e^-40.
        Assert.Equal(1, Pmf([40], 0, 1) / Math.Exp(-40), 1e-14);
        Assert.Equal(1, Pmf([-40], 0, 0) / Math.Exp(-40), 1e-14);
        Assert.Equal(1, Logistic([40], 0, 1) / Math.Exp(-40), 1e-14);
        Assert.Equal(1, Logistic([-40], 0, 0) / Math.Exp(-40), 1e-14);
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void Nothing_is_NaN(double scale)
    {
        var prediction = Tensor.Of(Numbers(4, 6 * Intervals, scale), [6, Intervals]).WithGradient();
        var target = Tensor.Of((ReadOnlySpan<int>)[0, 1, 4, 2, 4, 3], [6]);
        var @event = Tensor.Of([1.0, 0, 1, 1, 0, 0], [6]);
        var fraction = Tensor.Of([0, 0.5, 1, 0.1, 0.9, 0.3], [6]);
        foreach (var loss in new[]
        {
            new LogisticHazard().Apply(prediction, target, @event),
            new ProbabilityMassNegativeLogLikelihood().Apply(prediction, target, @event),
            new DeepHitRank().Apply(prediction, target, @event),
            new PiecewiseConstantHazard().Apply(prediction, target, @event, fraction),
        })
        {
            Assert.True(double.IsFinite(loss.Item()));
            Assert.All(Autograd.Gradient(loss, [prediction])[0].ToArray(), slope => Assert.True(double.IsFinite(slope)));
        }
    }

    /// <summary>The density of an event is how fast survival falls, and survival does not jump from interval to interval.</summary>
    [Fact]
    public void Piecewise_hazards_are_a_density()
    {
        var logits = Numbers(5, Intervals, 2);
        double Survival(int y, double fraction) => Math.Exp(-Piecewise(logits, y, 0, fraction));
        for (var y = 0; y < Intervals; y++)
        {
            foreach (var fraction in new[] { 0.1, 0.5, 0.9 })
            {
                var fall = (Survival(y, fraction - 1e-5) - Survival(y, fraction + 1e-5)) / 2e-5;
                Assert.Equal(fall, Math.Exp(-Piecewise(logits, y, 1, fraction)), 1e-8);
            }

            if (y > 0) Assert.Equal(Survival(y - 1, 1), Survival(y, 0), 1e-15);
        }

        Assert.Equal(1, Survival(0, 0));
    }

    /// <summary>A constant hazard is the exponential distribution, which trapezoids integrate exactly.</summary>
    [Fact]
    public void A_constant_hazard_is_the_exponential_distribution()
    {
        var prediction = Tensor.Of([-0.5, -0.5, -0.5, -0.5], [1, 4]);
        var grid = Tensor.Of([0, 0.3, 1.1, 2], [4]);
        foreach (var (time, until) in new[] { (0.1, 0), (0.3, 0.3), (1.5, 1.1), (2, 2.0), (9, 2) })
        {
            foreach (var @event in new[] { 0.0, 1 })
            {
                var loss = new HazardNegativeLogLikelihood().Apply(prediction, Tensor.Of([time], [1]), Tensor.Of([@event], [1]), grid).Item();
                Assert.Equal((until * Math.Exp(-0.5)) + (0.5 * @event), loss, 1e-15);
            }
        }
    }

    [Fact]
    public void Hazards_behind_the_time_count_for_nothing_however_large()
    {
        var prediction = Tensor.Of([0.1, 0.2, double.PositiveInfinity], [1, 3]).WithGradient();
        var loss = new HazardNegativeLogLikelihood().Apply(prediction, Tensor.Of([1.5], [1]), Tensor.Of([0.0], [1]), Tensor.Of([0.0, 1, 2], [3]));
        Assert.Equal((Math.Exp(0.1) + Math.Exp(0.2)) / 2, loss.Item(), 1e-15);
        Assert.Equal(0, Autograd.Gradient(loss, [prediction])[0].ToArray()[2]);
    }

    [Theory]
    [InlineData(0, 2, 1, "'eval_time' goes from 2 to 1 at index 2")]
    [InlineData(0, 1, double.PositiveInfinity, "'eval_time' at index 2")]
    [InlineData(0.5, 1, 2, "'time' at index 0")]
    [InlineData(double.NaN, 1, 2, "'eval_time' at index 0")]
    public void A_grid_that_does_not_cover_the_times_is_refused(double first, double second, double third, string named)
    {
        var problem = Assert.Throws<LossException>(() => new HazardNegativeLogLikelihood()
            .Apply(Tensor.Zeros([1, 3], ElementType.Double), Tensor.Of([0.25], [1]), Tensor.Of([1.0], [1]), Tensor.Of([first, second, third], [3])));
        Assert.Equal(LossError.Domain, problem.Error);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranks_are_the_mean_over_pairs_written_out()
    {
        const int rows = 7;
        var logits = Numbers(6, rows * Intervals, 1);
        int[] target = [0, 1, 1, 2, 4, 3, 1];
        double[] @event = [1, 1, 0, 1, 0, 1, 1];
        double By(int row, int time)
        {
            var padded = logits.AsSpan(row * Intervals, Intervals).ToArray().Append(0).Select(Math.Exp).ToArray();
            return padded.Take(time + 1).Sum() / padded.Sum();
        }

        double sum = 0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < rows; j++)
            {
                if (@event[i] == 1 && (target[i] < target[j] || (target[i] == target[j] && @event[j] == 0))) sum += Math.Exp(-(By(i, target[i]) - By(j, target[i])) / 0.3);
            }
        }

        Assert.Equal(sum / (rows * rows), Rank(logits, target, @event), 1e-14);

        // No event, no pair; no row, no pair.
        Assert.Equal(0, Rank(logits, target, new double[rows]));
        Assert.Equal(0, Rank([], [], []));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Intervals)]
    public void An_interval_outside_is_refused(int target)
    {
        var prediction = Tensor.Zeros([1, Intervals], ElementType.Double);
        var (place, one) = (Tensor.Of((ReadOnlySpan<int>)[target], [1]), Tensor.Of([1.0], [1]));
        Assert.Equal(LossError.Label, Assert.Throws<LossException>(() => new LogisticHazard().Apply(prediction, place, one)).Error);
        Assert.Equal(LossError.Label, Assert.Throws<LossException>(() => new ProbabilityMassNegativeLogLikelihood().Apply(prediction, place, one)).Error);
        Assert.Equal(LossError.Label, Assert.Throws<LossException>(() => new DeepHitRank().Apply(prediction, place, one)).Error);
        Assert.Equal(LossError.Label, Assert.Throws<LossException>(() => new PiecewiseConstantHazard().Apply(prediction, place, one, one)).Error);
    }

    private static double Term(string key, int y, double @event) => key == "pmf_nll" ? Pmf(Numbers(2, Intervals, 1), y, @event) : Logistic(Numbers(2, Intervals, 1), y, @event);

    private static double Pmf(double[] logits, int y, double @event) =>
        new ProbabilityMassNegativeLogLikelihood().Apply(Row(logits), Tensor.Of((ReadOnlySpan<int>)[y], [1]), Tensor.Of([@event], [1])).Item();

    private static double Logistic(double[] logits, int y, double @event) =>
        new LogisticHazard().Apply(Row(logits), Tensor.Of((ReadOnlySpan<int>)[y], [1]), Tensor.Of([@event], [1])).Item();

    private static double Piecewise(double[] logits, int y, double @event, double fraction) =>
        new PiecewiseConstantHazard().Apply(Row(logits), Tensor.Of((ReadOnlySpan<int>)[y], [1]), Tensor.Of([@event], [1]), Tensor.Of([fraction], [1])).Item();

    private static double Rank(double[] logits, int[] target, double[] @event) =>
        new DeepHitRank(0.3).Apply(Tensor.Of(logits, [target.Length, Intervals]), Tensor.Of(target, [target.Length]), Tensor.Of(@event, [target.Length])).Item();

    private static Tensor Row(double[] logits) => Tensor.Of(logits, [1, logits.Length]);

    private static double[] Numbers(ulong seed, int count, double scale)
    {
        var random = new RandomState(seed);
        return [.. Enumerable.Range(0, count).Select(_ => scale * random.NextNormal())];
    }
}

using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>The sorted partial likelihood against the one written out, row by row, and at the ends of its range.</summary>
public sealed class CoxTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 7, 3)]
    [InlineData(3, 40, 5)]
    [InlineData(4, 40, 1)]
    [InlineData(5, 64, 1000)]
    [InlineData(6, 200, 60)]
    public void Terms_and_slopes_are_those_of_the_formula(ulong seed, int rows, int times)
    {
        var data = Cohort.Random(seed, rows, times, spread: 3);
        foreach (var efron in new[] { false, true })
        {
            var (terms, slopes) = data.Run(efron);
            var (wantedTerms, wantedSlopes) = data.WrittenOut(efron);
            for (var i = 0; i < rows; i++)
            {
                Assert.Equal(wantedTerms[i], terms[i], 1e-13 * Math.Max(1, Math.Abs(wantedTerms[i])));
                Assert.Equal(wantedSlopes[i], slopes[i], 1e-12 * Math.Max(1, Math.Abs(wantedSlopes[i])));
            }
        }
    }

    /// <summary>Spread so far that most rows are negligible beside others: sums are brought to new exponents again and again.</summary>
    [Theory]
    [InlineData(7, 300)]
    [InlineData(8, 1e4)]
    public void Hazards_of_any_size_are_those_of_the_formula(ulong seed, double spread)
    {
        var data = Cohort.Random(seed, 60, 20, spread);
        foreach (var efron in new[] { false, true })
        {
            var (terms, slopes) = data.Run(efron);
            var (wantedTerms, wantedSlopes) = data.WrittenOut(efron);
            for (var i = 0; i < terms.Length; i++)
            {
                Assert.Equal(wantedTerms[i], terms[i], 1e-12 * Math.Max(1, Math.Abs(wantedTerms[i])));
                Assert.Equal(wantedSlopes[i], slopes[i], 1e-10);
            }
        }
    }

    [Fact]
    public void Efron_without_ties_is_Breslow_to_the_last_bit()
    {
        var data = Cohort.Random(9, 50, 100000, spread: 4);
        Assert.Equal(50, data.Times.Distinct().Count());
        var (breslow, efron) = (data.Run(efron: false), data.Run(efron: true));
        Assert.Equal(breslow.Terms, efron.Terms);
        Assert.Equal(breslow.Slopes, efron.Slopes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_constant_on_all_hazards_changes_no_bit(bool efron)
    {
        // Multiples of 1/64: the sums are exact.
        var data = Cohort.Random(10, 80, 12, spread: 5);
        data = data with { Hazards = [.. data.Hazards.Select(h => Math.Round(h * 64) / 64)] };
        var (terms, slopes) = data.Run(efron);
        var (movedTerms, movedSlopes) = (data with { Hazards = [.. data.Hazards.Select(h => h + 4096)] }).Run(efron);
        Assert.Equal(terms, movedTerms);
        Assert.Equal(slopes, movedSlopes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_permutation_permutes_terms_and_slopes(bool efron)
    {
        var data = Cohort.Random(11, 60, 9, spread: 2);
        var order = Enumerable.Range(0, 60).Select(i => (i * 37) % 60).ToArray();
        var (terms, slopes) = data.Run(efron);
        var (permutedTerms, permutedSlopes) = data.Permuted(order).Run(efron);
        for (var i = 0; i < order.Length; i++)
        {
            Assert.Equal(terms[order[i]], permutedTerms[i], 1e-13);
            Assert.Equal(slopes[order[i]], permutedSlopes[i], 1e-13);
        }
    }

    [Fact]
    public void A_row_that_outweighs_all_others_keeps_every_digit()
    {
        var (terms, slopes) = new Cohort([50, 0, -1], [1, 2, 3], [1, 0, 0], [1, 1, 1]).Run(efron: false);
        var others = Math.Exp(-50) + Math.Exp(-51);
        Assert.Equal(1, terms[0] / others, 1e-14);
        Assert.Equal(-1, slopes[0] / others, 1e-14);
        Assert.Equal(1, slopes[1] / Math.Exp(-50), 1e-14);
    }

    [Fact]
    public void Huge_hazards_are_exact_and_never_NaN()
    {
        foreach (var efron in new[] { false, true })
        {
            var (terms, slopes) = new Cohort([1e4, -1e4, 0, 1e4], [1, 2, 3, 0.5], [1, 1, 1, 1], [1, 1, 1, 1]).Run(efron);
            Assert.Equal([0, 1e4, 0, Math.Log(2)], terms);
            Assert.Equal([0.5, -1, 1, -0.5], slopes);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hazard_that_is_impossible_weighs_nothing(bool efron)
    {
        var with = new Cohort([0.5, double.NegativeInfinity, -0.25], [1, 2, 3], [1, 0, 1], [1, 1, 1]).Run(efron);
        var without = new Cohort([0.5, -0.25], [1, 3], [1, 1], [1, 1]).Run(efron);
        Assert.Equal(without.Terms, new[] { with.Terms[0], with.Terms[2] });
        Assert.Equal(without.Slopes, new[] { with.Slopes[0], with.Slopes[2] });
        Assert.Equal(0, with.Slopes[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Alone_or_without_events_it_is_zero(bool efron)
    {
        foreach (var data in new Cohort[] { new([3], [1], [1], [1]), new([3, -1], [1, 2], [0, 0], [1, 1]), new([], [], [], []) })
        {
            var prediction = Tensor.Of(data.Hazards, [data.Hazards.Length]).WithGradient();
            var loss = data.Loss(efron, prediction, default);
            Assert.Equal(0, loss.Item());
            Assert.All(Autograd.Gradient(loss, [prediction])[0].ToArray(), slope => Assert.Equal(0, slope));
        }
    }

    [Fact]
    public void Events_at_one_time_all_meet_everyone()
    {
        double[] hazards = [0.3, -1, 2, 0.5];
        var (terms, _) = new Cohort(hazards, [2, 2, 2, 2], [1, 1, 1, 1], [1, 1, 1, 1]).Run(efron: false);
        var all = Math.Log(hazards.Sum(Math.Exp));
        for (var i = 0; i < hazards.Length; i++) Assert.Equal(all - hazards[i], terms[i], 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_mean_is_over_events_and_a_masked_row_is_still_at_risk(bool efron)
    {
        var data = Cohort.Random(12, 20, 6, spread: 1);
        var prediction = Tensor.Of(data.Hazards, [20]);
        var terms = data.Run(efron).Terms;
        var events = data.Events.Sum();
        Assert.Equal(terms.Sum() / events, data.Loss(efron, prediction, default).Item(), 1e-14);
        var mask = Enumerable.Range(0, 20).Select(i => i != 4).ToArray();
        Assert.Equal((terms.Sum() - terms[4]) / (events - data.Events[4]), data.Loss(efron, prediction, new LossArguments { Mask = mask }).Item(), 1e-14);
    }

    [Fact]
    public void Slopes_of_many_rows_add_up_to_zero_and_do_not_depend_on_threads()
    {
        var data = Cohort.Random(13, 30000, 4000, spread: 2);
        var before = Threads.Most;
        try
        {
            Threads.Most = 1;
            var one = data.Run(efron: true);
            Threads.Most = 4;
            var four = data.Run(efron: true);
            Assert.Equal(one.Terms, four.Terms);
            Assert.Equal(one.Slopes, four.Slopes);
            Assert.Equal(0, one.Slopes.Sum(), 1e-9);
        }
        finally
        {
            Threads.Most = before;
        }
    }

    [Fact]
    public void Controls_that_are_everyone_at_risk_give_the_term_of_the_event()
    {
        var (terms, _) = new Cohort([0.3, -1, 2, 0.5], [1, 2, 3, 4], [1, 0, 0, 0], [1, 1, 1, 1]).Run(efron: false);
        Assert.Equal(terms[0], new CoxStratified().Apply(Tensor.Of([0.3], [1]), Tensor.Of([-1.0, 2, 0.5], [1, 3])).Item(), 1e-15);
    }

    [Theory]
    [InlineData(double.NaN, 1, "'time' at index 1")]
    [InlineData(-1, 1, "'time' at index 1")]
    [InlineData(2, 0.5, "'event' at index 1")]
    [InlineData(2, double.NaN, "'event' at index 1")]
    public void A_time_without_a_place_and_half_an_event_are_refused(double time, double @event, string named)
    {
        foreach (var efron in new[] { false, true })
        {
            var problem = Assert.Throws<LossException>(() => new Cohort([0, 0], [1, time], [1, @event], [1, 1]).Run(efron));
            Assert.Equal(LossError.Domain, problem.Error);
            Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_second_derivative_is_refused()
    {
        var prediction = Tensor.Of([0.1, 0.2], [2]).WithGradient();
        var loss = new CoxBreslow().Apply(prediction, Tensor.Of([1.0, 2], [2]), Tensor.Of([1.0, 1], [2]));
        Assert.Throws<TrainingException>(() => Autograd.Gradient(loss, [prediction], createGraph: true));
    }

    /// <summary>Rows with the weights of their terms.</summary>
    private sealed record Cohort(double[] Hazards, double[] Times, double[] Events, double[] Weights)
    {
        public static Cohort Random(ulong seed, int rows, int times, double spread)
        {
            var random = new RandomState(seed);
            var data = new Cohort(new double[rows], new double[rows], new double[rows], new double[rows]);
            for (var i = 0; i < rows; i++)
            {
                data.Hazards[i] = spread * random.NextNormal();
                data.Times[i] = 1 + Math.Floor(random.NextDouble() * times);
                data.Events[i] = random.NextDouble() < 0.6 ? 1 : 0;
                data.Weights[i] = random.NextDouble();
            }

            return data;
        }

        public Cohort Permuted(int[] order) => new([.. order.Select(i => Hazards[i])], [.. order.Select(i => Times[i])], [.. order.Select(i => Events[i])], [.. order.Select(i => Weights[i])]);

        public Tensor Loss(bool efron, Tensor prediction, LossArguments arguments)
        {
            var (time, @event) = (Tensor.Of(Times, prediction.Shape), Tensor.Of(Events, prediction.Shape));
            return efron ? new CoxEfron().Apply(prediction, time, @event, arguments) : new CoxBreslow().Apply(prediction, time, @event, arguments);
        }

        /// <summary>The terms, and the slopes of their weighted sum.</summary>
        public (double[] Terms, double[] Slopes) Run(bool efron)
        {
            var prediction = Tensor.Of(Hazards, [Hazards.Length]).WithGradient();
            var terms = Loss(efron, prediction, new LossArguments { Reduction = Minima.Reduction.None });
            return (terms.ToArray(), Autograd.Gradient((terms * Tensor.Of(Weights, terms.Shape)).Sum(), [prediction])[0].ToArray());
        }

        /// <summary>The same by the formula, over all pairs.</summary>
        public (double[] Terms, double[] Slopes) WrittenOut(bool efron)
        {
            var n = Hazards.Length;
            var (terms, slopes) = (new double[n], new double[n]);
            for (var i = 0; i < n; i++)
            {
                if (Events[i] == 0) continue;
                var tied = Enumerable.Range(0, n).Where(j => Times[j] == Times[i] && Events[j] == 1).ToHashSet();
                var fractions = efron ? tied.Count : 1;
                for (var l = 0; l < fractions; l++)
                {
                    var shares = new double[n];
                    var largest = Enumerable.Range(0, n).Where(j => Times[j] >= Times[i]).Max(j => Hazards[j]);
                    for (var j = 0; j < n; j++)
                    {
                        if (Times[j] >= Times[i]) shares[j] = Math.Exp(Hazards[j] - largest) * (efron && tied.Contains(j) ? 1 - ((double)l / fractions) : 1);
                    }

                    terms[i] += (Math.Log(shares.Sum()) + largest - Hazards[i]) / fractions;
                    for (var j = 0; j < n; j++) slopes[j] += Weights[i] * shares[j] / shares.Sum() / fractions;
                }

                slopes[i] -= Weights[i];
            }

            return (terms, slopes);
        }
    }
}

namespace Minima.Trees.Tests;

/// <summary>Losses whose rows share terms, written in code: Cox's partial likelihood with a hazard that is known.</summary>
public sealed class TableObjectiveTests
{
    [Fact]
    public void TheHazardRatioIsFound()
    {
        var (data, cox) = Made(4000, 1);
        var model = TreeBooster.Fit(data, cox, new BoostOptions { Rounds = 60, Depth = 2, HeldOut = 0.2, EarlyStop = 10, Seed = 1 });
        Assert.Equal((1, "cox", Curvature.GaussNewton), (model.Outputs, model.Loss, model.Curvature));
        var risks = model.PredictRaw([new TreeColumn("sort", [0, 1, 0, 1]), new TreeColumn("x", [0.2, 0.2, 0.8, 0.8])]);

        // exp(1) between the sorts and exp(0.8) across x = 0.5.
        Assert.All(new[] { risks[1] - risks[0], risks[3] - risks[2] }, ratio => Assert.InRange(ratio, 0.8, 1.2));
        Assert.InRange(risks[2] - risks[0], 0.6, 1.0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Curvature.Constant)]
    public void AtRateOneNoRoundRaisesTheLoss(Curvature? curvature)
    {
        var (data, cox) = Made(400, 2);
        var model = TreeBooster.Fit(data, cox, new BoostOptions { Rounds = 15, Rate = 1, Depth = 3, Curvature = curvature, RowShare = 1 });
        var before = double.PositiveInfinity;
        for (var rounds = 0; rounds <= model.Rounds; rounds++)
        {
            var loss = cox.Over([.. Enumerable.Range(0, 400)]).Evaluate(model.PredictRaw(data.Columns, rounds), []);
            Assert.True(loss <= before + 1e-9, $"round {rounds}: {loss} after {before}");
            before = loss;
        }

        Assert.True(before < 0.95 * cox.Over([.. Enumerable.Range(0, 400)]).Evaluate(new double[400], []));
    }

    /// <summary>Of one split the best factor of both leaves is where the slope along them is 0.</summary>
    [Fact]
    public void TheFactorOfTheLeavesIsTheBest()
    {
        var (data, cox) = Made(300, 3);
        var model = TreeBooster.Fit(data, cox, new BoostOptions { Rounds = 1, Rate = 1, Depth = 1, RowShare = 1 });
        var loss = cox.Over([.. Enumerable.Range(0, 300)]);
        var scores = model.PredictRaw(data.Columns);
        double At(double factor) => loss.Evaluate(Array.ConvertAll(scores, score => factor * score), []);
        Assert.All(new[] { 0, 0.5, 0.98, 1.02, 1.5 }, factor => Assert.True(At(1) < At(factor)));
    }

    /// <summary>Where the rows are apart, each leaf has its own best value, as losses of one number a row have.</summary>
    [Fact]
    public void SeparateRowsAreSearchedLeafByLeaf()
    {
        var data = MadeRows.Of(500, 2, 4, (value, random) => random.NextDouble() < 1 / (1 + Math.Exp(-value / 4)) ? 1 : 0);
        var options = new BoostOptions { Rounds = 8, Rate = 0.5, Depth = 2, MinRows = 40, RowShare = 1 };
        var own = TreeBooster.Fit(data, new Logistic(data.Target), options with { Curvature = Curvature.GaussNewton });
        var usual = TreeBooster.Fit(data, Loss.Create("bce_with_logits"), options);
        Assert.All(own.PredictRaw(data.Columns).Zip(usual.PredictRaw(data.Columns)), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    /// <summary>Of rows apart the curvature is the second derivative; of rows that share terms its estimate has the size of the diagonal of the Hessian, which differences of the loss give.</summary>
    [Fact]
    public void CurvaturesAreThoseOfTheDiagonal()
    {
        const int Rows = 150;
        var random = new Random(9);
        double[] scores = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble() - 0.5)];
        int[] all = [.. Enumerable.Range(0, Rows)];
        var apart = new Logistic([.. Enumerable.Range(0, Rows).Select(row => (double)(row % 3 == 0 ? 1 : 0))]);
        var (data, cox) = Made(Rows, 8);
        foreach (var loss in new TableObjective[] { apart, cox })
        {
            var objective = new SharedObjective(loss, data, Curvature.GaussNewton, 1);
            var over = loss.Over(all);
            var (estimates, rounds) = (new double[Rows], loss.HasSeparateRows ? 1 : 300);
            double[] slopes = new double[Rows], curvatures = new double[Rows], exact = new double[Rows];
            for (var round = 0; round < rounds; round++)
            {
                objective.Refresh(over, all, scores, round);
                objective.Evaluate(new RowBlock(0, [], Rows), scores, 0, Curvature.GaussNewton, new double[Rows], slopes, curvatures);
                for (var row = 0; row < Rows; row++) estimates[row] += curvatures[row] / rounds;
            }

            for (var row = 0; row < Rows; row++)
            {
                double At(double step)
                {
                    double[] moved = [.. scores];
                    moved[row] += step;
                    return over.Evaluate(moved, []);
                }

                const double Step = 1e-3;
                exact[row] = (At(Step) - (2 * At(0)) + At(-Step)) / (Step * Step);
                Assert.Equal((At(Step) - At(-Step)) / (2 * Step), slopes[row], 1e-5);
                if (loss.HasSeparateRows) Assert.Equal(exact[row], estimates[row], 1e-5);
            }

            Assert.InRange(estimates.Sum() / exact.Sum(), 0.97, 1.05);
            double[] large = [.. all.Where(row => exact[row] > exact.Average()).Select(row => estimates[row] / exact[row])];
            Assert.All(large, ratio => Assert.InRange(ratio, 0.8, 1.25));
        }
    }

    [Fact]
    public void TheBitsDoNotDependOnThreads()
    {
        var (data, cox) = Made(3000, 5);
        var options = new BoostOptions { Rounds = 4, HeldOut = 0.2, RowShare = 0.7, Seed = 2 };
        string[] models = [.. new[] { 1, 2, 3 }.Select(threads => TreeBooster.Fit(data, cox, options with { Threads = threads }).ToJson())];
        Assert.All(models, model => Assert.Equal(models[0], model));
        Assert.NotEqual(models[0], TreeBooster.Fit(data, cox, options with { Seed = 3 }).ToJson());
        Assert.Equal(models[0], TreeModel.Parse(models[0]).ToJson());
    }

    [Fact]
    public void DirectionsHold()
    {
        var (data, cox) = Made(1500, 6);
        var model = TreeBooster.Fit(data, cox, new BoostOptions { Rounds = 20, Depth = 4, Monotone = new Dictionary<string, int>(StringComparer.Ordinal) { ["x"] = -1 } });
        foreach (var sort in new[] { 0.0, 1 })
        {
            var risks = model.PredictRaw([new TreeColumn("sort", [.. Enumerable.Repeat(sort, 200)]), new TreeColumn("x", [.. Enumerable.Range(0, 200).Select(k => k / 200.0)])]);
            for (var k = 1; k < 200; k++) Assert.True(risks[k] <= risks[k - 1]);
        }
    }

    [Fact]
    public void WhatIsNotThereIsRefused()
    {
        var (data, cox) = Made(100, 7);
        Assert.Contains("leave out the weights", Assert.Throws<BoostException>(() => TreeBooster.Fit(data with { Weight = MadeRows.Weights(100, 1) }, cox)).Message, StringComparison.Ordinal);
        Assert.Contains("take the positive or the constant curvature", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, cox, new BoostOptions { Curvature = Curvature.Weight })).Message, StringComparison.Ordinal);
        Assert.Contains("gradients are not finite", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, new Broken())).Message, StringComparison.Ordinal);
    }

    /// <summary>Exponential times under the hazard exp(sort + 0.8 [x > 0.5]), a third of them cut.</summary>
    private static (TreeData Data, Cox Loss) Made(int rows, int seed)
    {
        var random = new Random(seed);
        var (sort, x, time, seen) = (new double[rows], new double[rows], new double[rows], new bool[rows]);
        for (var i = 0; i < rows; i++)
        {
            (sort[i], x[i]) = (random.Next(2), random.NextDouble());
            var (end, cut) = (-Math.Log(random.NextDouble()) / Math.Exp(sort[i] + (x[i] > 0.5 ? 0.8 : 0)), -Math.Log(random.NextDouble()));
            (time[i], seen[i]) = (Math.Min(end, cut), end <= cut);
        }

        return (new TreeData([new TreeColumn("sort", sort), new TreeColumn("x", x)], time), new Cox(time, seen));
    }

    /// <summary>Written down as it stands in the books, without any trick.</summary>
    private sealed class Cox(double[] time, bool[] seen) : TableObjective
    {
        public override string Name => "cox";

        public override IReadOnlyList<double> Start => [0];

        public override TableLoss Over(int[] rows) => new Rows([.. rows.Select(row => time[row])], [.. rows.Select(row => seen[row])]);

        private sealed class Rows : TableLoss
        {
            private readonly bool[] _seen;
            private readonly int[] _latestFirst;

            public Rows(double[] time, bool[] seen)
            {
                _seen = seen;
                _latestFirst = [.. Enumerable.Range(0, time.Length).OrderByDescending(i => time[i])];
            }

            public override double Evaluate(ReadOnlySpan<double> scores, Span<double> slopes)
            {
                var (loss, atRisk, risk) = (0.0, 0.0, new double[scores.Length]);
                foreach (var i in _latestFirst) risk[i] = atRisk += Math.Exp(scores[i]);
                var hazard = 0.0;
                foreach (var i in Enumerable.Reverse(_latestFirst))
                {
                    if (_seen[i]) (loss, hazard) = (loss + Math.Log(risk[i]) - scores[i], hazard + (1 / risk[i]));
                    if (!slopes.IsEmpty) slopes[i] = (Math.Exp(scores[i]) * hazard) - (_seen[i] ? 1 : 0);
                }

                return loss;
            }
        }
    }

    private sealed class Logistic(double[] target) : TableObjective
    {
        public override string Name => "logistic";

        public override bool HasSeparateRows => true;

        public override IReadOnlyList<double> Start => [Math.Log(target.Average() / (1 - target.Average()))];

        public override TableLoss Over(int[] rows) => new Rows([.. rows.Select(row => target[row])]);

        private sealed class Rows(double[] own) : TableLoss
        {
            public override double Evaluate(ReadOnlySpan<double> scores, Span<double> slopes)
            {
                var loss = 0.0;
                for (var i = 0; i < own.Length; i++)
                {
                    loss += Math.Log(1 + Math.Exp(scores[i])) - (own[i] * scores[i]);
                    if (!slopes.IsEmpty) slopes[i] = (1 / (1 + Math.Exp(-scores[i]))) - own[i];
                }

                return loss;
            }
        }
    }

    private sealed class Broken : TableObjective
    {
        public override string Name => "broken";

        public override IReadOnlyList<double> Start => [0];

        public override TableLoss Over(int[] rows) => new Rows();

        private sealed class Rows : TableLoss
        {
            public override double Evaluate(ReadOnlySpan<double> scores, Span<double> slopes)
            {
                slopes.Fill(double.NaN);
                return double.NaN;
            }
        }
    }
}

namespace Minima.Trees.Tests;

/// <summary>Losses of several numbers a row, written in code.</summary>
public sealed class RowObjectiveTests
{
    [SlowFact]
    public void AMeanAndASpreadAreLearned()
    {
        var data = Made(20_000, 1);
        var model = TreeBooster.Fit(data, new Normal(data.Target), new BoostOptions { Rounds = 60, Depth = 4, HeldOut = 0.2, EarlyStop = 10, Seed = 1 });
        Assert.Equal((2, "normal", ScoreMap.Identity, Curvature.GaussNewton), (model.Outputs, model.Loss, model.Answer, model.Curvature));
        var fresh = Made(5000, 2);
        var scores = model.Predict(fresh.Columns);
        Assert.Equal(scores, model.PredictRaw(fresh.Columns));
        var (oracle, own) = (0.0, 0.0);
        for (var row = 0; row < 5000; row++)
        {
            var (mean, logarithm) = Truth(fresh.Columns[0].Values[row], fresh.Columns[1].Values[row]);
            oracle += Normal.Value(mean, logarithm, fresh.Target[row]) / 5000;
            own += Normal.Value(scores[2 * row], scores[(2 * row) + 1], fresh.Target[row]) / 5000;
        }

        Assert.InRange(own - oracle, 0, 0.03);
    }

    [Fact]
    public void AtRateOneNoRoundRaisesTheLoss()
    {
        var data = Made(3000, 3);
        var model = TreeBooster.Fit(data, new Normal(data.Target), new BoostOptions { Rounds = 20, Rate = 1, Depth = 3, MinRows = 30, RowShare = 1 });
        var before = double.PositiveInfinity;
        for (var rounds = 0; rounds <= model.Rounds; rounds++)
        {
            var scores = model.PredictRaw(data.Columns, rounds);
            var loss = Enumerable.Range(0, 3000).Sum(row => Normal.Value(scores[2 * row], scores[(2 * row) + 1], data.Target[row]));
            Assert.True(loss <= before + 1e-9, $"round {rounds}: {loss} after {before}");
            before = loss;
        }
    }

    /// <summary>Where slopes jump, a leaf's value is searched without curvatures: for absolute errors of two numbers it is the median of each.</summary>
    [Fact]
    public void JumpsAreSearchedToTheirMedian()
    {
        double[] target = [.. Enumerable.Range(0, 999).Select(i => (i * 7919 % 999 / 100.0) + (i % 2 == 0 ? 0 : 50))];
        var data = new TreeData([new TreeColumn("side", [.. target.Select((_, i) => i % 2 == 0 ? 0.0 : 1)])], target);
        var model = TreeBooster.Fit(data, new Absolute(target), new BoostOptions { Rounds = 1, Rate = 1, Depth = 1, RowShare = 1 });
        Assert.Equal(Curvature.Constant, model.Curvature);
        var scores = model.PredictRaw(data.Columns);
        foreach (var side in new[] { 0, 1 })
        {
            double[] own = [.. target.Where((_, i) => i % 2 == side).Order()];
            var (low, high) = (own[(own.Length - 1) / 2], own[own.Length / 2]);
            Assert.InRange(scores[2 * side], low - 1e-5, high + 1e-5);
            Assert.InRange(scores[(2 * side) + 1], low - 1 - 1e-5, high - 1 + 1e-5);
        }
    }

    [Fact]
    public void TheBitsDoNotDependOnThreads()
    {
        var data = Made(40_000, 4) with { Weight = MadeRows.Weights(40_000, 5) };
        var options = new BoostOptions { Rounds = 3, HeldOut = 0.2, RowShare = 0.7, Seed = 2 };
        string[] models = [.. new[] { 1, 2, 3 }.Select(threads => TreeBooster.Fit(data, new Normal(data.Target), options with { Threads = threads }).ToJson())];
        Assert.All(models, model => Assert.Equal(models[0], model));
        Assert.Equal(models[0], TreeModel.Parse(models[0]).ToJson());
    }

    /// <summary>A weight of 2 is the row twice.</summary>
    [Fact]
    public void WeightsCount()
    {
        var once = Made(400, 6);
        var twice = new TreeData([.. once.Columns.Select(column => new TreeColumn(column.Name, [.. column.Values, .. column.Values[..200]]))], [.. once.Target, .. once.Target[..200]]);
        var options = new BoostOptions { Rounds = 5, Depth = 2, MinRows = 1, MinCurvature = 1e-9, RowShare = 1 };
        var weighted = TreeBooster.Fit(once with { Weight = [.. Enumerable.Range(0, 400).Select(row => row < 200 ? 2.0 : 1)] }, new Normal(once.Target), options);
        var repeated = TreeBooster.Fit(twice, new Normal(twice.Target), options);
        var (left, right) = (weighted.PredictRaw(once.Columns), repeated.PredictRaw(once.Columns));
        Assert.All(left.Zip(right), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void WhatCannotBeBoostedIsRefused()
    {
        var data = Made(50, 7);
        Assert.Contains("several", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, new Normal(data.Target), new BoostOptions { Curvature = Curvature.Weight })).Message, StringComparison.Ordinal);
        Assert.Contains("start", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, new Normal(data.Target, double.NaN))).Message, StringComparison.Ordinal);
    }

    private static (double Mean, double Logarithm) Truth(double x, double z) => (3 * Math.Sin(x), z > 0 ? 0.5 : -1);

    private static TreeData Made(int rows, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => (4 * random.NextDouble()) - 2)], z = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5)];
        return new([new("x", x), new("z", z)], [.. x.Zip(z, (a, b) =>
        {
            var (mean, logarithm) = Truth(a, b);
            return mean + (Math.Exp(logarithm) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        })]);
    }

    /// <summary>Minus the logarithm of a normal density, by the mean and the logarithm of the standard deviation.</summary>
    private sealed class Normal(double[] target, double start = 0) : RowObjective
    {
        public override string Name => "normal";

        public override IReadOnlyList<double> Start => [start, 0.5];

        public override bool HasJumps => false;

        public static double Value(double mean, double logarithm, double target) => logarithm + (Square((target - mean) * Math.Exp(-logarithm)) / 2);

        public override void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var (mean, logarithm, precision) = (scores[i], scores[rows.Length + i], Math.Exp(-2 * scores[rows.Length + i]));
                var residual = target[rows[i]] - mean;
                values[i] = Value(mean, logarithm, target[rows[i]]);
                (slopes[i], curvatures[i]) = output == 0 ? (-residual * precision, precision) : (1 - (residual * residual * precision), 2 * residual * residual * precision);
            }
        }

        private static double Square(double number) => number * number;
    }

    /// <summary>The distances of a number and of another, one less, from the target.</summary>
    private sealed class Absolute(double[] target) : RowObjective
    {
        public override string Name => "absolute";

        public override IReadOnlyList<double> Start => [20, 20];

        public override bool HasJumps => true;

        public override void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures)
        {
            curvatures.Clear();
            for (var i = 0; i < rows.Length; i++)
            {
                var (first, second) = (scores[i] - target[rows[i]], scores[rows.Length + i] + 1 - target[rows[i]]);
                (values[i], slopes[i]) = (Math.Abs(first) + Math.Abs(second), Math.Sign(output == 0 ? first : second));
            }
        }
    }
}

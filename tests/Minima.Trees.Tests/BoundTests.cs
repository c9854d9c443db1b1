using Minima.Analysis;

namespace Minima.Trees.Tests;

/// <summary>The curvature <c>bound</c>: a number that no second derivative exceeds, and what it promises a booster.</summary>
public sealed class BoundTests
{
    private const int Points = 10_000;

    private static readonly string[] Formulas = ["log(1 + (p-t)^2)", "sqrt(1 + (p-t)^2) - 1", "4*softplus(t-p) + softplus(p-t)"];

    public static TheoryData<string> Losses => [.. Catalogue.All.Where(entry => entry.IsPoint && LossAnalysis.CanAnalyse(entry.CreateExample())).Select(entry => entry.Key), .. Formulas];

    /// <summary>What a textbook says of the largest second derivative.</summary>
    [Theory]
    [InlineData("mse", 2)]
    [InlineData("logistic", 0.25)]
    [InlineData("bce_with_logits", 0.25)]
    [InlineData("pseudo_huber", 1)]
    [InlineData("huber", 1)]
    [InlineData("log_cosh", 1)]
    [InlineData("welsch", 1)]
    [InlineData("log(1 + (p-t)^2)", 2)]
    public void TheBoundIsTheLargestCurvature(string name, double largest)
    {
        var bound = LossAnalysis.Of(Made(name)).CurvatureBound;
        Assert.NotNull(bound);
        Assert.InRange(bound.Value, largest * (1 - 1e-12), largest * 1.06);
    }

    [Theory]
    [InlineData("mae")]
    [InlineData("pinball")]
    [InlineData("hinge")]
    [InlineData("exponential")]
    [InlineData("(p-t)^4")]
    [InlineData("exp(p) - t*p")]
    public void WhatHasNoBoundGetsNone(string name) => Assert.Null(LossAnalysis.Of(Made(name)).CurvatureBound);

    [Theory]
    [SampledData(nameof(Losses))]
    public void NoCurvatureIsAboveTheBound(string name)
    {
        var loss = Made(name);
        if (LossAnalysis.Of(loss).CurvatureBound is not { } bound) return;
        var random = new Random(31);
        var inputs = loss.Entry.Inputs;
        var drawn = inputs.Select((_, i) => Enumerable.Range(0, Points).Select(_ => Draw(loss.DomainOf(i), random)).ToArray()).ToArray();
        var curvatures = new double[Points];
        var batch = new LossBatch<double> { Prediction = drawn[0], Hessian = curvatures, Reduction = Reduction.Sum };
        for (var i = 1; i < inputs.Count; i++)
        {
            if (inputs[i].BoundTo is null) batch[inputs[i].Name] = new LossInput<double> { Values = drawn[i] };
        }

        loss.Evaluate(batch);
        var most = curvatures.Where(curvature => !double.IsNaN(curvature)).Max();
        Assert.True(most <= bound * (1 + 1e-6), $"{name}: {most:R} is above {bound:R}");
    }

    /// <summary>The parabola of the bound lies above the loss: also without a search of leaf values no round at rate 1 raises the training loss, and the best values of two groups are found.</summary>
    [SlowTheory]
    [InlineData("log(1 + (p-t)^2)")]
    [InlineData("savage")]
    [InlineData("sqrt(1 + (p-t)^2) - 1")]
    [InlineData("log_cosh")]
    [InlineData("huber")]
    public void StepsByTheBoundDescendAndArrive(string name)
    {
        var loss = Made(name);
        double[] group = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 2))];
        double[] target = [.. group.Select((g, i) => name == "savage" ? (g > 0 && i % 10 != 1 ? 1.0 : -1) : g + 0.1 * (i % 7))];
        var data = new TreeData([new TreeColumn("group", group)], target);
        var options = new BoostOptions { Rounds = 150, Rate = 1, Depth = 1, Curvature = Curvature.Bound, Refit = false, RowShare = 1 };
        var model = TreeBooster.Fit(data, loss, options);
        Assert.Equal(Curvature.Bound, model.Curvature);
        Assert.Contains("at most", model.CurvatureReason, StringComparison.Ordinal);
        var before = loss.MeanLoss(model, data, 0);
        for (var round = 1; round <= model.Rounds; round++)
        {
            var after = loss.MeanLoss(model, data, round);
            Assert.True(after <= before + 1e-9, $"{name}: round {round} raises {before:R} to {after:R}");
            before = after;
        }

        var best = new[] { 0.0, 1 }.Average(g => LossAnalysis.Of(loss).OptimalConstant([.. target.Where((_, i) => group[i] == g)]).MeanLoss);
        Assert.InRange(before, best - 1e-9, best + 1e-3);
    }

    /// <summary>A smooth loss that is neither convex nor a function of the residual is boosted by its bound, where one is proved.</summary>
    [SlowFact]
    public void TheBoundIsChosenWhereNothingBetterIsProved()
    {
        var data = MadeRows.Of(200, 2, 3, (truth, _) => truth > 4 ? 1 : -1);
        Assert.Equal(Curvature.Bound, TreeBooster.Fit(data, Loss.Create("savage"), new BoostOptions { Rounds = 2 }).Curvature);
        Assert.Equal(Curvature.Exact, TreeBooster.Fit(data, Loss.Create("logistic"), new BoostOptions { Rounds = 2 }).Curvature);
        Assert.Equal(Curvature.Weight, TreeBooster.Fit(data, Loss.Create("cauchy"), new BoostOptions { Rounds = 2 }).Curvature);
        Assert.Equal(Curvature.Constant, TreeBooster.Fit(data, Loss.Create("mae"), new BoostOptions { Rounds = 2 }).Curvature);
    }

    /// <summary>Of a column that multiplies the loss the largest cell counts; without a table it has no bound.</summary>
    [SlowFact]
    public void TheTableBoundsAColumn()
    {
        var loss = Loss.Parse("cost*(sqrt(1 + (p-t)^2) - 1)");
        var data = MadeRows.Of(200, 2, 4);
        data = data with { Inputs = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["cost"] = [.. Enumerable.Range(0, 200).Select(i => 1.0 + (i % 5))] } };
        var model = TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 3, Curvature = Curvature.Bound });
        Assert.StartsWith("chosen by the caller: the second derivative is proved to be at most ", model.CurvatureReason, StringComparison.Ordinal);
        Assert.InRange(double.Parse(model.CurvatureReason.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture), 5, 20.01);
        Assert.Contains("no bound above 0 is proved of its second derivative", Assert.Throws<BoostException>(() => ObjectiveSource.Write(loss, BoosterLibrary.XGBoost, Writers.FormulaLanguage.Python, Curvature.Bound)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mae", "its gradient jumps")]
    [InlineData("(p-t)^4", "no bound above 0 is proved of its second derivative")]
    [InlineData("poisson", "Exp of the score")]
    [InlineData("cross_entropy", "over classes")]
    public void ARefusalNamesTheReasonAndTheWayOut(string name, string reason)
    {
        var data = MadeRows.Of(200, 2, 5, (truth, _) => truth > 4 ? 2 : 1);
        var message = Assert.Throws<BoostException>(() => TreeBooster.Fit(data, Made(name), new BoostOptions { Rounds = 2, Curvature = Curvature.Bound })).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("constant curvature", message, StringComparison.Ordinal);
    }

    private static Loss Made(string name) => name.AsSpan().ContainsAny("(+*") ? Loss.Parse(name) : Catalogue.Find(name).CreateExample();

    /// <summary>A number of any size inside a domain.</summary>
    private static double Draw(Domain domain, Random random)
    {
        if (domain.IsLabel) return random.Next(2) == 0 ? domain.Low : domain.High;
        var size = Math.Pow(10, (random.NextDouble() * 5) - 3);
        var (low, high) = (domain.Low, domain.High);
        return double.IsFinite(low) && double.IsFinite(high) ? low + ((high - low) * (0.001 + (0.998 * random.NextDouble())))
            : double.IsFinite(low) ? low + size
            : double.IsFinite(high) ? high - size
            : random.Next(2) == 0 ? size : -size;
    }
}

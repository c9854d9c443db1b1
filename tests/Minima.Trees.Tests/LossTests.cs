using Minima.Analysis;

namespace Minima.Trees.Tests;

/// <summary>Any loss: at rate 1 no round may raise the training loss.</summary>
public sealed class LossTests
{
    /// <summary>Losses for which the made targets have no finite best constant, or whose predictions trees cannot guarantee.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["boundary"] = NoConstant,
        ["hinge_embedding"] = NoConstant,
        ["periodic"] = NoConstant,
        ["policy_gradient"] = NoConstant,
        ["sigmoid_margin"] = NoConstant,
        ["unhinged"] = NoConstant,
        ["kto"] = "cannot guarantee",
        ["msle"] = "cannot guarantee",
    };

    private const string NoConstant = "no finite constant is best";

    public static TheoryData<string> Elements => [.. Catalogue.All.Where(entry => entry.IsPoint && LossAnalysis.CanAnalyse(entry.CreateExample())).Select(entry => entry.Key)];

    /// <summary>Every loss about one number is boosted, or refused for the reason that is known here.</summary>
    [Theory]
    [SampledData(nameof(Elements))]
    public void TheTrainingLossNeverRises(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var inputs = loss.Entry.Inputs;
        var data = MadeRows.Suiting(loss, 300, 9);
        var options = new BoostOptions { Rounds = 6, Rate = 1, Depth = 3, RowShare = 1 };
        var learns = inputs.Skip(1).Any(input => input is { Differentiated: true, BoundTo: null } && input.Name != "target");
        if (learns || Refused.ContainsKey(key))
            Assert.Contains(learns ? "it learns" : Refused[key], Assert.Throws<BoostException>(() => TreeBooster.Fit(data, loss, options)).Message, StringComparison.Ordinal);
        else
            Falls(loss, TreeBooster.Fit(data, loss, options), data, key);
    }

    [SlowTheory]
    [InlineData("4*relu(t-p) + relu(p-t)")]
    [InlineData("max(4*(t-p), p-t) + 0.1*(p-t)^2")]
    [InlineData("abs(p-t) + abs(p-t-3)")]
    [InlineData("log(1 + (p-t)^2)")]
    [InlineData("min((p-t)^2, 25)")]
    [InlineData("exp(0.1*(p-t)) - 0.1*(p-t) - 1")]
    public void FormulasAreBoosted(string text)
    {
        var (loss, data) = (Loss.Parse(text), MadeRows.Of(1000, 3, 10));
        var model = TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 8, Rate = 1, Depth = 4, RowShare = 1 });
        Falls(loss, model, data, text);
        Assert.True(loss.MeanLoss(model, data) < 0.7 * loss.MeanLoss(model, data, 0), $"{model.Curvature}: {loss.MeanLoss(model, data, 0)} {loss.MeanLoss(model, data)}");
    }

    /// <summary>Only the difference of two softmax scores counts, and a rate moves it as far as the score of the logistic loss, less a quarter of the rate at most: the second score is fitted after the first has moved by half the rate.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.4)]
    public void TwoClassesBySoftmaxTakeTheStepsOfTheLogisticLoss(double rate)
    {
        var data = MadeRows.Of(1000, 3, 12, (truth, random) => truth + (3 * random.NextDouble()) > 5 ? 1 : 0);
        var options = new BoostOptions { Rounds = 1, Rate = rate, Depth = 3, RowShare = 1 };
        var (classes, score) = (TreeBooster.Fit(data, Loss.Create("cross_entropy"), options), TreeBooster.Fit(data, Loss.Create("bce_with_logits"), options));
        var (start, moved) = (score.PredictRaw(data.Columns, 0), score.PredictRaw(data.Columns));
        var (startOfTwo, movedTwo) = (classes.PredictRaw(data.Columns, 0), classes.PredictRaw(data.Columns));
        Assert.True(Enumerable.Range(0, data.Rows).Select(row => moved[row]).Distinct().Count() > 4);
        for (var row = 0; row < data.Rows; row++)
        {
            double Difference(double[] scores) => scores[(2 * row) + 1] - scores[2 * row];
            Assert.InRange((Difference(movedTwo) - Difference(startOfTwo)) / (moved[row] - start[row]), 1 - (rate / 4) - 1e-6, 1 + 1e-6);
        }
    }

    public static TheoryData<string> OfLabels => [.. Catalogue.All.Where(entry => entry.Row is not null && entry.Inputs[1].Kind != InputKind.Row).Select(entry => entry.Key)];

    /// <summary>Only losses that a shift of all scores does not change share a step among the classes.</summary>
    [Theory]
    [MemberData(nameof(OfLabels))]
    public void ClassesShareAStepWhereOnlyDifferencesCount(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var differences = RowAnalysis.Of(loss)[RowTrait.ShiftInvariant]!.Verdict != TraitVerdict.Refuted;
        var classes = RowAnalysis.Of(loss).Classes;
        var objective = new ClassObjective(loss, MadeRows.Of(60, 2, 13, (_, random) => random.Next(classes)) with { Classes = classes }, null, Collective.Alone);
        Assert.Equal(differences ? (classes - 1.0) / classes : 1, objective.StepShare(0.1));
    }

    /// <summary>A loss with a log link, for the targets of the table at least, takes about half the step at small rates and all of it at rate 1.</summary>
    [Theory]
    [InlineData("poisson_nll", 0.5)]
    [InlineData("t*exp(-p) + p", 0.5)]
    [InlineData("exp((2 - 1.5)*p)/0.5 + t*exp((1 - 1.5)*p)/0.5", 0.5)]
    [InlineData("poisson", 0.5)]
    [InlineData("gamma_nll", 0.5)]
    [InlineData("exp(p) - t*p", 0.5)]
    [InlineData("exp(0.1*(p-t)) - 0.1*(p-t) - 1", 1)]
    [InlineData("(p-t)^4", 1)]
    [InlineData("half_mse", 1)]
    [InlineData("price*(p-t)^2", 1)]
    [InlineData("expectile", 1)]
    [InlineData("bce_with_logits", 1)]
    [InlineData("log_cosh", 1)]
    [InlineData("huber", 1)]
    [InlineData("mae", 1)]
    [InlineData("cauchy", 1)]
    [InlineData("max(4*(t-p), p-t) + exp(p)", 1)]
    public void ALogLinkTakesHalfTheStep(string name, double share)
    {
        var loss = Named(name);
        var data = MadeRows.Of(50, 2, 14, (_, random) => random.Next(2));
        if (name.Contains("price", StringComparison.Ordinal)) data = data with { Inputs = new Dictionary<string, double[]> { ["price"] = MadeRows.Weights(50, 15) } };
        var objective = new PointObjective(loss, data, null, Collective.Alone);
        Assert.Equal((share, 1), (objective.StepShare(0), objective.StepShare(1)));
    }

    /// <summary>After each round the predicted total of a log link is that of the targets, at a small rate too.</summary>
    [Theory]
    [InlineData("poisson_nll")]
    [InlineData("poisson")]
    [InlineData("exp(p) - t*p")]
    public void CountsKeepTheirTotal(string name)
    {
        var data = MadeRows.Of(500, 2, 17, (truth, random) => Math.Floor(Math.Abs(truth) / 4) + random.Next(2));
        var model = TreeBooster.Fit(data, Named(name), new BoostOptions { Rounds = 6, Rate = 0.3, Depth = 3, RowShare = 1, MinRows = 5 });
        for (var round = 1; round <= model.Rounds; round++) Assert.Equal(data.Target.Sum(), model.PredictRaw(data.Columns, round).Sum(Math.Exp), 1e-5 * data.Target.Sum());
        Assert.True(model.PredictRaw(data.Columns).Distinct().Count() > 10);
    }

    /// <summary>A formula that is convex for the targets of the table alone is boosted by its exact curvature, as the loss of the catalogue that says the same. Its curvature has no bound, though the largest one that doubles can hold is near.</summary>
    [Theory]
    [InlineData("t*exp(-p) + p", "gamma_nll", 1)]
    [InlineData("t*exp(-p) + p", null, 0)]
    [InlineData("2*exp(p/2) + 2*t*exp(-p/2)", null, 0)]
    public void AFormulaIsConvexForTheTargetsOfTheTable(string text, string? named, int least)
    {
        var data = MadeRows.Of(600, 2, 16, (truth, random) => Math.Max(least, Math.Floor(Math.Abs(truth) / 8) - random.Next(2)));
        var options = new BoostOptions { Rounds = 5, Depth = 3 };
        var model = TreeBooster.Fit(data, Loss.Parse(text), options);
        Assert.Equal(Curvature.Exact, model.Curvature);
        Assert.Contains("for the targets and columns of the table", model.CurvatureReason, StringComparison.Ordinal);
        Assert.Contains("no bound above 0 is proved", Assert.Throws<BoostException>(() => TreeBooster.Fit(data, Loss.Parse(text), options with { Curvature = Curvature.Bound })).Message, StringComparison.Ordinal);
        if (named is null) return;
        var same = TreeBooster.Fit(data, Loss.Create(named), options);
        foreach (var (one, other) in model.PredictRaw(data.Columns).Zip(same.PredictRaw(data.Columns))) Assert.Equal(other, one, 1e-9);

        // For targets of either sign it is not convex.
        Assert.Equal(Curvature.Constant, TreeBooster.Fit(data with { Target = [-1, .. data.Target.Skip(1)] }, Loss.Parse(text), options).Curvature);
    }

    /// <summary>A column beside prediction and target is an input of the formula.</summary>
    [Fact]
    public void AFormulaReadsFurtherColumns()
    {
        var data = MadeRows.Of(500, 2, 11);
        data = data with { Inputs = new Dictionary<string, double[]> { ["price"] = MadeRows.Weights(500, 12) } };
        var model = TreeBooster.Fit(data, Loss.Parse("price*(p-t)^2"), new BoostOptions { Rounds = 5 });
        var weighted = TreeBooster.Fit(data with { Inputs = new Dictionary<string, double[]>(), Weight = data.Inputs["price"] }, Loss.Parse("(p-t)^2"), new BoostOptions { Rounds = 5 });
        Assert.Equal(weighted.Start[0], model.Start[0], 1e-9);
    }

    /// <summary>A loss of the catalogue by its name, or a formula.</summary>
    private static Loss Named(string text) => Catalogue.All.Any(entry => entry.Key == text) ? Loss.Create(text) : Loss.Parse(text);

    private static void Falls(Loss loss, TreeModel model, TreeData data, string name)
    {
        var before = loss.MeanLoss(model, data, 0);
        for (var round = 1; round <= model.Rounds; round++)
        {
            var after = loss.MeanLoss(model, data, round);
            Assert.True(after <= before + 1e-9 * Math.Max(1, Math.Abs(before)), $"{name}, {model.Curvature} ({model.CurvatureReason}): round {round} raises {before:R} to {after:R}");
            before = after;
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Analysis;

namespace Minima.Trees.Tests;

/// <summary>Losses that are not convex: splits see their slopes through a window, and leaf values are searched from several places.</summary>
public sealed class WindowTests
{
    private const string Capped = "min((p-t)^2, 1)";

    public static TheoryData<string> Convex => [.. Catalogue.All.Where(entry => entry.IsPoint && LossAnalysis.CanAnalyse(entry.CreateExample()) && LossAnalysis.Of(entry.CreateExample())[Trait.Convex] is { Holds: true }).Select(entry => entry.Key)];

    /// <summary>Convex losses have no window: the model is the one without it, bit for bit.</summary>
    [Theory]
    [SampledData(nameof(Convex))]
    [InlineData("4*relu(t-p) + relu(p-t)")]
    public void ConvexLossesHaveNone(string name)
    {
        var loss = Made(name);
        var data = MadeRows.Suiting(loss, 300, 5);
        string? Written(double? window)
        {
            try
            {
                return ModelFile.Write(TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 3, Window = window, Threads = 1 }));
            }
            catch (BoostException refused)
            {
                return refused.Message;
            }
        }

        Assert.Equal(Written(0), Written(null));
        Assert.DoesNotContain("window", Written(null), StringComparison.Ordinal);
    }

    [SlowTheory]
    [InlineData(Capped)]
    [InlineData("relu(abs(p-t) - 0.5) + 3*sigmoid(20*(t - p - 1))")]
    [InlineData("cauchy")]
    [InlineData("welsch")]
    [InlineData("tukey_biweight")]
    [InlineData("geman_mcclure")]
    public void WhatIsNotConvexHasOneAndSaysSo(string name) =>
        Assert.Contains("; splits average the gradient over a window of ", TreeBooster.Fit(MadeRows.Of(200, 2, 6), Made(name), new BoostOptions { Rounds = 1 }).CurvatureReason, StringComparison.Ordinal);

    /// <summary>Targets of -1 and 1 that many columns tell together: leaf values of the loss itself are one of the two, those of squares lie between. The held-out rows choose between trees of the loss, of convex losses, and of the loss after those, and never what they have more of.</summary>
    [Fact]
    public void HeldOutRowsChooseBetweenTheLossAndConvexOnes()
    {
        var options = new BoostOptions { Rounds = 100, Depth = 3, HeldOut = 0.25, EarlyStop = 20 };
        var loss = Loss.Create("cauchy", ("scale", 0.3));
        var (convex, wentOn) = (0, 0);
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            double[][] x = [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 400).Select(_ => random.NextDouble() - 0.5).ToArray())];
            var data = new TreeData([.. x.Select((values, c) => new TreeColumn($"x{c}", values))], [.. Enumerable.Range(0, 400).Select(i => x.Sum(column => column[i]) > 0 ? 1.0 : -1.0)]);
            var chosen = TreeBooster.Fit(data, loss, options);
            var itself = TreeBooster.Fit(data, loss, options with { Window = PointPolicy.Window });
            Assert.Equal(itself.HeldOutLoss, TreeBooster.Fit(data, loss, options with { TriesConvexLosses = false }).HeldOutLoss);
            Assert.Equal("cauchy", chosen.Loss);
            var formula = Array.Find(["(p - t)^2", "abs(p - t)"], formula => chosen.CurvatureReason.Contains($" learn {formula}", StringComparison.Ordinal));
            if (formula is null)
            {
                Assert.Equal(itself.HeldOutLoss, chosen.HeldOutLoss);
                continue;
            }

            // The trees are those of the convex loss, all of them or as many as the report states.
            Assert.True(chosen.HeldOutLoss.Min() < itself.HeldOutLoss.Min());
            var first = Regex.Match(chosen.CurvatureReason, "the first ([0-9]+) rounds learn") is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : chosen.Rounds;
            var alike = TreeBooster.Fit(data, Loss.Parse(formula), options with { Rounds = first, EarlyStop = 0 });
            Assert.Equal(alike.PredictRaw(data.Columns), chosen.PredictRaw(data.Columns, first));
            convex++;
            if (first == chosen.Rounds) continue;
            wentOn++;
            Assert.True(chosen.HeldOutLoss.Min() < chosen.HeldOutLoss.Take(first).Min());
        }

        Assert.True(convex >= 3, $"{convex} of 5");
        Assert.True(wentOn >= 1, $"{wentOn} of 5");
    }

    /// <summary>Five steps, each far beyond the cap from the others: rows of four of them have no slope at the start.</summary>
    [SlowFact]
    public void RowsBeyondTheCapAreLearned()
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 2000).Select(_ => 5 * random.NextDouble())];
        var data = new TreeData([new("x", x)], [.. x.Select(value => (4 * Math.Floor(value)) + (0.4 * random.NextDouble()))]);
        var loss = Loss.Parse(Capped);
        double After(double? window) => loss.MeanLoss(TreeBooster.Fit(data, loss, new BoostOptions { Rounds = 60, Window = window }), data);
        Assert.True(After(0) > 0.7, $"{After(0)}");
        Assert.True(After(null) < 0.1, $"{After(null)}");
    }

    [SlowFact]
    public void OneAndTwoThreadsGiveTheSameBits()
    {
        var data = MadeRows.Of(40_000, 3, 8);
        string Written(int threads) => ModelFile.Write(TreeBooster.Fit(data, Loss.Parse(Capped), new BoostOptions { Rounds = 4, Threads = threads }));
        Assert.Equal(Written(1), Written(2));
    }

    /// <summary>The slope over the window is the difference between its ends, as a mean over four widths; without a width it is the loss's own.</summary>
    [SlowTheory]
    [InlineData(Capped)]
    [InlineData("welsch")]
    public void SlopesAreDifferencesBetweenTheEnds(string name)
    {
        var (loss, data) = (Made(name), MadeRows.Of(500, 2, 9) with { Weight = MadeRows.Weights(500, 9) });
        var objective = new PointObjective(loss, data, Curvature.Constant, Collective.Alone, window: 1);
        double[] scores = [.. data.Target.Select((target, row) => target + ((row % 41) / 10.0) - 2)];
        var (values, slopes, curvatures) = (new double[500], new double[500], new double[500]);
        objective.Windowed!.Half = 0.8;
        objective.Windowed.Evaluate(new RowBlock(0, [], 500), scores, 0, Curvature.Constant, values, slopes, curvatures);
        for (var row = 0; row < 500; row++)
        {
            double At(double step) => data.Weight[row] * loss.Value([scores[row] + step], [data.Target[row]]);
            double Over(double half) => (At(half) - At(-half)) / (2 * half);
            Assert.Equal((Over(0.2) + Over(0.4) + Over(0.6) + Over(0.8)) / 4, slopes[row], 1e-12);
        }

        objective.Windowed.Half = 0;
        var own = new double[500];
        objective.Windowed.Evaluate(new RowBlock(0, [], 500), scores, 0, Curvature.Constant, values, slopes, curvatures);
        objective.Evaluate(new RowBlock(0, [], 500), scores, 0, Curvature.Constant, values, own, curvatures);
        Assert.Equal(own, slopes);
    }

    /// <summary>A cost that is convex for the columns of the table keeps its slopes, also where a column below 0 would bend it down.</summary>
    [Fact]
    public void ColumnsDecideByTheirRange()
    {
        var data = MadeRows.Of(300, 2, 10);
        string Reason(double least) => TreeBooster.Fit(data with { Inputs = new Dictionary<string, double[]> { ["cost"] = [.. MadeRows.Weights(300, 10).Select(weight => least * weight)] } }, Loss.Parse("cost*abs(p-t) + min((p-t)^2, 0)"), new BoostOptions { Rounds = 1 }).CurvatureReason;
        Assert.DoesNotContain("window", Reason(1), StringComparison.Ordinal);
    }

    [Fact]
    public void AWindowThatCannotBeIsRefused()
    {
        var data = MadeRows.Of(200, 2, 11, (truth, _) => truth > 4 ? 1 : 0);
        string Refusal(Loss loss, double window) => Assert.Throws<BoostException>(() => TreeBooster.Fit(data, loss, new BoostOptions { Window = window })).Message;
        Assert.Contains("BoostOptions.Window: it is -1", Refusal(Loss.Create("mse"), -1), StringComparison.Ordinal);
        Assert.Contains("leave it out", Refusal(Loss.Create("cross_entropy"), 1), StringComparison.Ordinal);
        Assert.Contains("leave it out", Refusal(Loss.Create("poisson"), 1), StringComparison.Ordinal);
        Assert.Contains("chosen by the caller", TreeBooster.Fit(data, Loss.Create("mse"), new BoostOptions { Window = 2, Rounds = 1 }).CurvatureReason, StringComparison.Ordinal);
    }

    private static Loss Made(string name) => Catalogue.All.Any(entry => entry.Key == name) ? Catalogue.Find(name).CreateExample() : Loss.Parse(name);
}

using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>Decisions between two classes: thresholds that reach a rule, what they find on rows that were not seen, where the truth is known.</summary>
public sealed class DecisionTests
{
    private static readonly ComparisonOptions Small = new() { Losses = ["hinge"], Repeats = 1, Seed = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The chance of "yes" follows from x alone, so that recall, precision and alarms above each x are integrals.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("recall=80%")]
    [Case("precision=60%")]
    [Case("alarms=10%")]
    public void WhatARuleReachesIsWhatTheTruthSays(string text)
    {
        const int Steps = 4000;
        var rule = ThresholdRule.Parse(text);
        var chance = Enumerable.Range(0, Steps).Select(i => 1 / (1 + Math.Exp((-2 * (2 - ((i + 0.5) / 1000))) + 1.5))).ToArray();
        var (found, best, ones) = (0.0, (Alarms: 0.0, Recall: 0.0, Precision: 1.0), chance.Sum());
        for (var i = 0; i < Steps; i++)
        {
            found += chance[i];
            (double Alarms, double Recall, double Precision) here = ((i + 1.0) / Steps, found / ones, found / (i + 1));
            if (rule.Goal == ThresholdGoal.Recall && here.Recall > rule.Level) break;
            if (rule.Goal == ThresholdGoal.Alarms && here.Alarms > rule.Level) break;
            if (rule.Goal == ThresholdGoal.Precision && here.Precision < rule.Level) break;
            best = here;
        }

        var (tables, held) = (Sweep.Of(thin: 4, wide: 8, full: 40), 0);
        for (var seed = 1; seed <= tables; seed++)
        {
            var table = Table.FromColumns(MadeTables.ClassColumns(1500, seed, 1.5), "answer");
            var result = Comparison.Run(table, Small with { Losses = ["hinge", "sigmoid_focal"], Threshold = rule }, null, Cancellation);
            var alarms = result.Alarms!;
            Assert.Equal(("yes", rule), (alarms.Positive, alarms.Rule));
            Assert.Equal(KeyOf(rule.Goal), result.Metric.Key);

            // The threshold is chosen on few hundred rows of the class: its own scatter comes on top of the interval's.
            foreach (var (estimate, truth, scatter) in new[] { (alarms.Alarms, best.Alarms, 0.02), (alarms.Precision!, best.Precision, 0.03), (alarms.Recall, best.Recall, 0.04) })
            {
                Assert.InRange(estimate.Value, estimate.Low, estimate.High);
                if (estimate.Low - scatter <= truth && truth <= estimate.High + scatter) held++;
            }

            Assert.Equal(alarms.Precision!.Value / alarms.Rate, alarms.Lift!.Value, 1e-12);
            Assert.Equal(1, alarms.Curve[^1].Recall, 1e-9);
            Assert.All(alarms.Curve, point => Assert.Equal(point.Precision, point.Lift * alarms.Rate, 1e-9));
        }

        Assert.InRange(held, (3 * tables) - 1 - (3 * tables / 20), 3 * tables);
    }

    /// <summary>A whole comparison of 1000 rows with about 20 positives: what it saves, and what its alarms find, lie inside the intervals as often as these promise.</summary>
    [SlowFact]
    public void TwentyPositivesAreJudgedHonestly()
    {
        const double Rarity = 5.75, Missed = 20, Share = 0.05;
        const int Steps = 4000;
        var chance = Enumerable.Range(0, Steps).Select(i => 1 / (1 + Math.Exp((-2 * (2 - ((i + 0.5) / 1000))) + Rarity))).ToArray();
        var saved = chance.Average(p => (Missed * p) - Math.Min(1 - p, Missed * p));
        var recall = chance.Take((int)(Share * Steps)).Sum() / chance.Sum();
        var tables = Sweep.Of(thin: 5, wide: 15, full: 200);
        var (savings, recalls, positives) = (0, 0, 0.0);
        for (var seed = 1; seed <= tables; seed++)
        {
            var table = Table.FromColumns(MadeTables.ClassColumns(1000, seed, Rarity), "answer");
            var costs = Comparison.Run(table, Small with { Cost = DecisionCost.Parse("matrix=[[0,1],[20,0]]") }, null, Cancellation);

            // Where no model is named, the saving is that of the constant, which decides as present practice does: the default's stands beside it.
            var saving = costs.Saving!.OfDefault ?? costs.Saving;
            if (saving.Low <= saved && saved <= saving.High) savings++;
            if (costs.Verdict.Winner is null) Assert.Equal((0.0, 0.0, 0.0), (costs.Saving.Mean, costs.Saving.Low, costs.Saving.High));
            var alarms = Comparison.Run(table, Small with { Threshold = ThresholdRule.Alarms(Share) }, null, Cancellation).Alarms!;
            if (alarms.Recall.Low <= recall && recall <= alarms.Recall.High) recalls++;
            positives += alarms.Rate * 1000 / tables;
        }

        Assert.InRange(positives, 15, 25);
        Assert.InRange(savings, tables - 1 - (tables / 10), tables);
        Assert.InRange(recalls, tables - 1 - (tables / 10), tables);
    }

    /// <summary>Three of four rows are "yes": every row is right to call so for a precision of 70 %, and the rule asks for nothing.</summary>
    [Fact]
    public void APrecisionThatEveryRowReachesIsRefused()
    {
        var table = Table.FromColumns(MadeTables.ClassColumns(400, 3, -2), "answer");
        Assert.Contains("has no effect", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(table, Small with { Threshold = ThresholdRule.Precision(0.7) }, null, Cancellation)).Message, StringComparison.Ordinal);
        Assert.NotNull(Comparison.Run(table, Small with { Threshold = ThresholdRule.Precision(0.95) }, null, Cancellation).Alarms);
    }

    /// <summary>A cost decides by the probability at which both decisions cost the same: the answer names this one number.</summary>
    [Fact]
    public void ACostNamesOneThreshold()
    {
        var alarms = Comparison.Run(Table.FromColumns(MadeTables.ClassColumns(400, 3), "answer"), Small with { Cost = DecisionCost.Parse("matrix=[[0,1],[5,0]]") }, null, Cancellation).Alarms!;
        Assert.Equal(1.0 / 6, alarms.Probability!.Value, 1e-12);
        Assert.Contains("above a probability of 0.1667", alarms.Sentence.English, StringComparison.Ordinal);
    }

    /// <summary>A loss without probabilities gets the threshold that its cost asks for; by its own sign it finds nothing of a rare class.</summary>
    [Fact]
    public void AHingeIsCutForItsCost()
    {
        var table = Table.FromColumns(MadeTables.ClassColumns(600, 4, 2), "answer");
        var result = Comparison.Run(table, Small with { Cost = DecisionCost.Parse("matrix=[[0,1],[10,-1]]") }, null, Cancellation);
        var hinge = result.Rows.Single(row => row.Name == "hinge");
        Assert.True(hinge.Mean(result.Metric) < 0.8 * hinge.Mean(result.Metrics.Single(metric => metric.Key == "cost-blind")));
        Assert.Equal(hinge.Alarms!.Curve.Min(point => point.Cost!.Value), hinge.Mean(result.Metric)!.Value, 0.1);
        Assert.Equal(-(result.Data.Shares[1] * 1) + (1 - result.Data.Shares[1]), hinge.Alarms.Curve[^1].Cost!.Value, 1e-9);
        Assert.NotNull(hinge.Alarms.Threshold);
        Assert.Null(result.Default.Alarms!.Threshold);
    }

    /// <summary>A share of alarms is reached on unseen rows whether or not anything ranks them: in a table of noise, models of inner folds differ in their level only.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(3.0)]
    public void AShareOfAlarmsIsReachedByModelsThatRankNothing(double signal)
    {
        var shares = new List<double>();
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            double[] x = [.. Enumerable.Range(0, 400).Select(_ => (4 * random.NextDouble()) - 2)];
            double[] noise = [.. x.Select(_ => random.NextDouble())];
            string[] answer = [.. x.Select(value => random.NextDouble() < 1 / (1 + Math.Exp(2 - (signal * value))) ? "yes" : "no")];
            var table = Table.FromColumns([new("x", x), new("noise", noise), new("answer", answer)], "answer");
            shares.Add(Comparison.Run(table, Small with { Threshold = ThresholdRule.Alarms(0.1) }, null, Cancellation).Default.Alarms!.Alarms.Value);
        }

        Assert.All(shares, share => Assert.InRange(share, 0.07, 0.13));
        Assert.Equal(0.1, shares.Average(), 0.01);
    }

    [Fact]
    public void TheModelDecidesByTheThreshold()
    {
        var table = Table.FromColumns(MadeTables.ClassColumns(800, 6, 2), "answer");
        var result = Comparison.Run(table, Small with { Threshold = ThresholdRule.Alarms(0.05) }, null, Cancellation);

        // What gives these numbers again gives them.
        Assert.Equal(result.Alarms!.Recall, Comparison.Run(table, result.Options, null, Cancellation).Alarms!.Recall);
        var model = result.Best!.Refit(table, Cancellation);
        Assert.Equal(result.Alarms!.Threshold!.Value, model.Threshold!.Value, 0.1);
        var predictor = Predictor.Of(model);
        var (scores, decided) = (predictor.Scores(table, Cancellation).Values, predictor.Predict(table, Cancellation).Classes[0]);
        Assert.Equal(scores.Select(score => score > model.Threshold ? "yes" : "no"), decided);
        Assert.InRange(decided.Count(word => word == "yes") / 800.0, 0.03, 0.07);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            Assert.Equal(decided, Predictor.Load(path).Predict(table, Cancellation).Classes[0]);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.DoesNotContain("threshold", LinearModel.Fit(table, "bce_with_logits", null, null, Cancellation).ToJson(), StringComparison.Ordinal);
    }

    [SlowTheory]
    [InlineData("f1", "hinge")]
    [InlineData("balanced-accuracy", "bce_with_logits")]
    [InlineData("f1", "dice")]
    public void TheThresholdOfTheMetricIsSavedAndScored(string key, string loss)
    {
        TensorCatalogue.Join();
        var random = new Random(6);
        double[] x = [.. Enumerable.Range(0, 600).Select(_ => (random.NextDouble() * 4) - 2)];
        string[] truth = [.. x.Select(here => random.NextDouble() < 1 / (1 + Math.Exp(3 - (2 * here))) ? "yes" : "no")];
        var table = Table.FromColumns([new("x", x), new("answer", truth)], "answer");
        LinearModel Model(string metric)
        {
            var result = Comparison.Run(table, Small with { Losses = [loss], Metric = TableMetric.Of(metric) }, null, Cancellation);
            return result.ModelOf(result.Rows.First(row => row.Name == loss)).Refit(table, Cancellation);
        }

        var (tuned, plain) = (Model(key), Model("accuracy"));
        Assert.Null(plain.Threshold);
        Assert.NotNull(tuned.Threshold);
        string[] decided = [.. Predictor.Of(tuned).Predict(table, Cancellation).Classes[0]];
        Assert.Equal(Predictor.Of(tuned).Scores(table, Cancellation).Values.Select(score => score > tuned.Threshold ? "yes" : "no"), decided);
        Assert.Equal(decided.Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0), tuned.Score(table, Cancellation).Of(TableMetric.Of("accuracy"))!.Value, 1e-12);
    }

    [Fact]
    public void ATunedParameterIsReadAsIfItWereGiven()
    {
        // At the low end of the range the scores are logits, where the choice ends they are not.
        var table = MadeTables.Classes(300, 4);
        var (weight, predicted) = Predicted("pos_weight=1..20");
        Assert.InRange(weight, 1.01, 20);
        Assert.Equal(Predicted(FormattableString.Invariant($"pos_weight={weight:R}")).Values, predicted, (x, y) => Math.Abs(x - y) < 1e-6);

        (double Weight, double[] Values) Predicted(string parameter)
        {
            var result = Comparison.Run(table, Small with { Losses = [$"bce_with_logits:{parameter}"], Metric = TableMetric.Of("log-loss") }, null, Cancellation);
            var model = result.ModelOf(result.Rows.Single(row => row.Loss is not null && row.Kind != RowKind.Default)).Refit(table, Cancellation);
            return ((double)model.Parameters.Single(pair => pair.Key == "pos_weight").Value!, Predictor.Of(model).Predict(table, Cancellation).Values);
        }
    }

    [Fact]
    public void WeightsAreAllowedForInProbabilities()
    {
        var table = Table.FromColumns(MadeTables.ClassColumns(800, 3, 2), "answer");
        var result = Comparison.Run(table, Small with { Losses = ["bce_with_logits:pos_weight=10", "sigmoid_focal:gamma=3", "hinge"] }, null, Cancellation);
        var weighted = result.Rows.Single(row => row.Name == "bce_with_logits:pos_weight=10").Recalibration!;
        Assert.InRange(weighted.MeanBefore, 1.5 * weighted.Rate, 1);
        Assert.Equal(weighted.Rate, weighted.MeanAfter, 0.01);
        Assert.True(weighted.LogLossAfter < weighted.LogLossBefore - 0.1);
        Assert.Equal(result.Default.Mean(TableMetric.Of("log-loss"))!.Value, weighted.LogLossAfter, 0.02);
        Assert.NotNull(result.Rows.Single(row => row.Name == "sigmoid_focal").Recalibration);
        Assert.Null(result.Default.Recalibration);
        Assert.Null(result.Rows.Single(row => row.Name == "hinge").Recalibration);
        Assert.Contains("log-loss", weighted.Sentence("bce_with_logits", "yes").English, StringComparison.Ordinal);
    }

    /// <summary>Present predictions are probabilities: they get a threshold on the training rows; decisions keep their own.</summary>
    [Fact]
    public void PresentPracticeIsCutTheSameWay()
    {
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, 600).Select(_ => (random.NextDouble() * 4) - 2)];
        string?[] answer = [.. x.Select(at => random.NextDouble() < 1 / (1 + Math.Exp((-2 * at) + 2)) ? "yes" : "no")];
        double[] now = [.. x.Select(at => 1 / (1 + Math.Exp(-at - 1)))];
        var table = Table.FromColumns([new("x", x), new("answer", answer), new("now", now)], "answer", new() { Baseline = "now" });
        var result = Comparison.Run(table, Small with { Threshold = ThresholdRule.Alarms(0.2) }, null, Cancellation);
        var baseline = result.Rows.Single(row => row.Kind == RowKind.Baseline);
        Assert.Equal(0.2, baseline.Alarms!.Alarms.Value, 0.03);
        Assert.Equal(result.Default.Mean(result.Metric)!.Value, baseline.Mean(result.Metric)!.Value, 0.02);
    }

    [Theory]
    [InlineData("recall", "is not understood")]
    [InlineData("recal=80%", "did you mean 'recall'")]
    [InlineData("recall=0", "above 0 %")]
    [InlineData("recall=120%", "at most 100 %")]
    [InlineData("alarms=100%", "below 100 %")]
    [InlineData("precision=x", "is not understood")]
    [InlineData("precision=NaN", "above 0 %")]
    [InlineData("", "is not understood")]
    public void ARuleThatIsNoneIsRefused(string text, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<TrainingException>(() => ThresholdRule.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("recall=80%", "recall=80%")]
    [InlineData("precision=0.995", "precision=99.5%")]
    [InlineData(" alarms = 7% ", "alarms=7%")]
    public void ARuleIsWrittenAsItIsRead(string text, string written)
    {
        Assert.Equal(written, ThresholdRule.Parse(text).ToString());
        Assert.Equal(ThresholdRule.Parse(text), ThresholdRule.Parse(written));
    }

    [Fact]
    public void ARuleIsTheOnlyJudgeOfTwoClasses()
    {
        var rule = ThresholdRule.Recall(0.8);
        Assert.Contains("two classes", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Flats(60, 1), Small with { Losses = [], Threshold = rule })).Message, StringComparison.Ordinal);
        Assert.Contains("give one of them", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Classes(60, 1), Small with { Threshold = rule, Metric = TableMetric.Of("auc") })).Message, StringComparison.Ordinal);
        Assert.Contains("give one of them", Assert.ThrowsAny<TrainingException>(() => Comparison.Run(MadeTables.Classes(60, 1), Small with { Threshold = rule, Cost = DecisionCost.Parse("matrix=[[0,1],[5,0]]") })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdRule.Alarms(1));
    }

    private static string KeyOf(ThresholdGoal goal) => goal switch { ThresholdGoal.Recall => "precision@recall", ThresholdGoal.Precision => "recall@precision", _ => "recall@alarms" };
}

using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>Each question has its own score, its own default and its own constant.</summary>
public sealed class WantedTests
{
    [Theory]
    [InlineData("mean", "regression", "rmse", "mse")]
    [InlineData("mean", "count", "deviance", "poisson_nll")]
    [InlineData("mean", "positive", "deviance", "gamma_nll")]
    [InlineData("median", "regression", "mae", "mae")]
    [InlineData("median", "positive", "mae", "mae")]
    [InlineData("quantile=0.9", "regression", "pinball", "pinball:quantile=0.9")]
    [InlineData("probability", "binary", "log-loss", "bce_with_logits")]
    [InlineData("class", "binary", "accuracy", "bce_with_logits")]
    [InlineData("class", "multiclass", "accuracy", "cross_entropy")]
    [InlineData("order", "ordinal", "rank-mae", "mse")]
    public void HasAJudgeAndADefault(string word, string taskWord, string metric, string loss)
    {
        var task = PredictionTasks.Find(taskWord)!.Value;
        var asked = AskedQuestion.Of(Wanted.Parse(word), null, task);
        Assert.Equal(word, asked.Wanted.ToString());
        Assert.Equal(metric, Judge.Of(asked.Wanted, Judge.Metrics(task, asked.Wanted))[0].Key);
        Assert.Equal(loss, Judge.Control(task, asked.Wanted).ToString());
        Assert.Equal(word is "mean" or "probability" or "order", Wanted.DefaultOf(task) == asked.Wanted);
    }

    /// <summary>The expectation of a metric that judges is lowest at what it is said to judge, on skewed numbers where the three differ.</summary>
    [Theory]
    [InlineData("mean")]
    [InlineData("median")]
    [InlineData("quantile=0.9")]
    [InlineData("quantile=0.2")]
    public void ItsJudgeIsLowestAtIt(string word)
    {
        var random = new RandomState(5);
        var target = Enumerable.Range(0, 4001).Select(_ => Math.Exp(JudgedTable.Normal(random))).ToArray();
        var wanted = Wanted.Parse(word)!;
        var truth = wanted.Functional == WantedFunctional.Mean ? target.Average() : RobustScale.Quantile(target, wanted.Level);
        foreach (var task in (PredictionTask[])[PredictionTask.Regression, PredictionTask.Positive])
        {
            foreach (var metric in Judge.Of(wanted, Judge.Metrics(task, wanted)))
            {
                double Badness(double constant) => metric.Badness(metric.Compute(Predictions.OfNumbers(target, [.. target.Select(_ => constant)]))!.Value);
                Assert.All((double[])[0.5, 0.9, 0.97, 1.03, 1.1, 2], factor => Assert.True(Badness(factor * truth) > Badness(truth), $"{metric.Key} at {factor}"));
            }
        }
    }

    [Fact]
    public void ALossAnswersTheQuestionThatItsFormulaAsks()
    {
        var quantile = Wanted.Parse("quantile=0.9")!;
        (string Loss, bool Mean, bool Median, bool Quantile)[] known =
        [
            ("mse", true, false, false), ("gaussian_nll", true, false, false), ("poisson_nll", true, false, false), ("gamma_nll", true, false, false),
            ("mae", false, true, false), ("pinball", false, true, false), ("laplace_nll", false, true, false), ("pinball:quantile=0.9", false, false, true),
            ("huber", false, false, false), ("student_t_nll", false, false, false), ("expectile:expectile=0.9", false, false, false),
        ];
        foreach (var (text, mean, median, level) in known)
        {
            var request = LossSpec.Parse(text);
            var loss = Loss.Create(request.Entry, request.Given);
            Assert.Equal((text, mean, median, level), (text, Wanted.Mean.IsElicitedBy(loss), Wanted.Median.IsElicitedBy(loss), quantile.IsElicitedBy(loss)));
        }
    }

    [Theory]
    [InlineData("mode", null, "regression", "is not understood")]
    [InlineData("quantile=2", null, "regression", "a level between 0 and 1")]
    [InlineData("median", null, "binary", "does not fit this target")]
    [InlineData("class", null, "count", "does not fit this target")]
    [InlineData("mean", "mae", "regression", "take --metric rmse")]
    [InlineData("median", "rmse", "regression", "take --metric mae")]
    [InlineData(null, "pinball", "regression", "--want quantile=LEVEL")]
    public void WhatDoesNotFitIsRefused(string? want, string? metric, string taskWord, string message)
    {
        var refusal = Assert.Throws<UsageException>(() =>
        {
            var wanted = want is null ? null : WantedOption.Read("compare", want);
            AskedQuestion.Of(wanted, metric, PredictionTasks.Find(taskWord)!.Value);
        });
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMetricSaysWhatIsWantedWhereNobodyDoes()
    {
        Assert.Equal(Wanted.Median, AskedQuestion.Of(null, "mae", PredictionTask.Regression).Wanted);
        Assert.Equal(Wanted.Mean, AskedQuestion.Of(null, "rmse", PredictionTask.Regression).Wanted);
        Assert.Equal(Wanted.Mean, AskedQuestion.Of(null, "median-ae", PredictionTask.Regression).Wanted);
        Assert.Equal(Wanted.Class, AskedQuestion.Of(null, "accuracy", PredictionTask.Binary).Wanted);
    }
}

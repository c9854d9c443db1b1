using Minima.Analysis;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>Links and what the optimal constant is, against the literature, and by a law: the inverse link inverts the link.</summary>
public sealed class LinkTests
{
    [SlowTheory]
    [InlineData("mse", PredictionLink.Identity, Functional.Mean)]
    [InlineData("mae", PredictionLink.Identity, Functional.Median)]
    [InlineData("huber", PredictionLink.Identity, Functional.Other)]
    [InlineData("mape", PredictionLink.Identity, Functional.WeightedMedian)]
    [InlineData("smape", PredictionLink.Identity, Functional.Other)]
    [InlineData("msle", PredictionLink.Identity, Functional.LogOnePlusMean)]
    [InlineData("poisson", PredictionLink.Identity, Functional.Mean)]
    [InlineData("poisson_nll", PredictionLink.Log, Functional.Mean)]
    [InlineData("gamma_nll", PredictionLink.Log, Functional.Mean)]
    [InlineData("tweedie", PredictionLink.Log, Functional.Mean)]
    [InlineData("gaussian_nll", PredictionLink.Identity, Functional.Mean)]
    [InlineData("laplace_nll", PredictionLink.Identity, Functional.Median)]
    [InlineData("bce", PredictionLink.Identity, Functional.Mean)]
    [InlineData("bce_with_logits", PredictionLink.Logit, Functional.Mean)]
    [InlineData("brier_binary", PredictionLink.Logit, Functional.Mean)]
    [InlineData("logistic", PredictionLink.Logit, Functional.Mean)]
    [InlineData("exponential", PredictionLink.HalfLogit, Functional.Mean)]
    [InlineData("savage", PredictionLink.HalfLogit, Functional.Mean)]
    [InlineData("probit", PredictionLink.Probit, Functional.Mean)]
    [InlineData("tangent", PredictionLink.Arctangent, Functional.Mean)]
    [InlineData("squared_hinge", PredictionLink.ClippedMargin, Functional.Mean)]
    [InlineData("modified_huber", PredictionLink.ClippedMargin, Functional.Mean)]
    [InlineData("l2_margin", PredictionLink.ClippedMargin, Functional.Mean)]
    [InlineData("hinge", PredictionLink.Sign, Functional.Majority)]
    [InlineData("ramp", PredictionLink.Sign, Functional.Majority)]
    [InlineData("unhinged", PredictionLink.Sign, Functional.Majority)]
    [InlineData("zero_one", PredictionLink.Sign, Functional.Majority)]
    [InlineData("perceptron", PredictionLink.None, Functional.Other)]
    [InlineData("sigmoid_focal", PredictionLink.Other, Functional.Mean)]
    [InlineData("smoothed_hinge", PredictionLink.Other, Functional.Mean)]
    public void Links_are_those_of_the_literature(string key, PredictionLink link, Functional functional)
    {
        var analysis = LossAnalysis.Of(Loss.Create(key));
        Assert.Equal((link, functional), (analysis.Link.Name, analysis.Functional.Kind));
    }

    [Fact]
    public void Multiples_of_known_links_are_told()
    {
        var steep = LossAnalysis.Of(Loss.Create("savage", ("slope", 4.0))).Link;
        Assert.Equal((PredictionLink.Other, PredictionLink.Logit, 0.25, 0), (steep.Name, steep.Basis, steep.Scale.Value, steep.Offset.Value));
        Assert.Equal(PredictionLink.Logit, LossAnalysis.Of(Loss.Create("savage", ("slope", 1.0))).Link.Name);
        var costs = LossAnalysis.Of(Loss.Create("cost_sensitive_logistic", ("weight", 0.8))).Link;
        Assert.Equal(PredictionLink.Logit, costs.Basis);
        Assert.Equal(Math.Log(4), costs.Offset.Value, 1e-6);
        Assert.Equal(0.3, costs.Inverse(costs.Forward(0.3)), 1e-9);
    }

    [Theory]
    [InlineData("pinball", "quantile", 0.8, "quantile")]
    [InlineData("expectile", "expectile", 0.8, "expectile")]
    public void Levels_are_the_parameters(string key, string parameter, double value, string text) =>
        Assert.Equal(text, LossAnalysis.Of(Loss.Create(key, (parameter, value))).Functional.Level!.Text);

    /// <summary>A loss that is capped far out, or has another form there, has no name that holds for small numbers alone.</summary>
    [SlowTheory]
    [InlineData("min(abs(p-t), 50)", Functional.Other)]
    [InlineData("min((p-t)^2, 1e4)", Functional.Other)]
    [InlineData("min(0.9*relu(t-p) + 0.1*relu(p-t), 200)", Functional.Other)]
    [InlineData("relu(abs(p-t) - 0.01)^2", Functional.Other)]
    [InlineData("3*abs(p-t)", Functional.Median)]
    [InlineData("1e-9*(p-t)^2", Functional.Mean)]
    [InlineData("1e6*(0.9*relu(t-p) + 0.1*relu(p-t))", Functional.Quantile)]
    [InlineData("9*relu(t-p)^2 + relu(p-t)^2", Functional.Expectile)]
    public void A_functional_holds_in_every_unit(string text, Functional functional) => Assert.Equal(functional, LossAnalysis.Of(Loss.Parse(text)).Functional.Kind);

    [Fact]
    public void A_focal_probability_is_not_the_sigmoid()
    {
        // (1 - q)^2 (-log q) is lowest in expectation at a q nearer to one half than the true probability.
        var link = LossAnalysis.Of(Loss.Create("sigmoid_focal")).Link;
        var logit = link.Forward(0.9);
        Assert.InRange(1 / (1 + Math.Exp(-logit)), 0.6, 0.85);
        Assert.Equal(0.9, link.Inverse(logit), 1e-9);
    }

    [Fact]
    public void Formulas_as_text_have_links()
    {
        Assert.Equal(PredictionLink.Identity, LossAnalysis.Of(Loss.Parse("(p - t)^2")).Link.Name);
        Assert.Equal(Functional.Mean, LossAnalysis.Of(Loss.Parse("(p - t)^2")).Functional.Kind);
        Assert.Equal(PredictionLink.Log, LossAnalysis.Of(Loss.Parse("exp(p) - t*p")).Link.Name);
        Assert.Equal(Functional.Median, LossAnalysis.Of(Loss.Parse("max(p - t, t - p)")).Functional.Kind);
    }

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_inverse_inverts(string key)
    {
        foreach (var loss in Subjects.Of(key))
        {
            var link = LossAnalysis.Of(loss).Link;
            if (!link.IsInvertible)
            {
                continue;
            }

            var means = link.OfProbability ? new[] { 0.03, 0.2, 0.41, 0.63, 0.9 } : [0.15, 0.4, 0.8];
            var last = double.NegativeInfinity;
            foreach (var mean in means)
            {
                var prediction = link.Forward(mean);
                if (!double.IsFinite(prediction))
                {
                    continue;
                }

                Assert.Equal(mean, link.Inverse(prediction), 1e-6);
                Assert.True(prediction > last, $"{loss}: the link does not rise at {mean}");
                last = prediction;
            }
        }
    }

    public static TheoryData<string> RowKeys => [.. Catalogue.All.Where(e => e.Row is not null).Select(e => e.Key)];

    [Theory]
    [SlowData(nameof(RowKeys))]
    public void The_declared_link_of_a_row_loss_is_the_one_that_minimising_finds(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var link = RowAnalysis.Of(loss).Link;
        Assert.Equal(loss.Entry.Link, link.Name);
    }
}

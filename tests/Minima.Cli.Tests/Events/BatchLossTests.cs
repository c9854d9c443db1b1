using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Events;

/// <summary>Values and slopes of losses over batches: differences of values are the slopes, and pieces and pairs are what they should be.</summary>
public sealed class BatchLossTests
{
    private static readonly double[] Times = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], Events = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1];
    private static readonly double[] Relevance = [2, 0, 1, 1, 0, 3, 0, 2, 1, 0, 0, 1];
    private static readonly int[] Queries = [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2];

    [Theory]
    [InlineData("cox_breslow")]
    [InlineData("cox_efron")]
    [InlineData("cox_stratified")]
    [InlineData("aft_nll")]
    [InlineData("aft_nll:distribution=logistic")]
    [InlineData("aft_nll:distribution=extreme,scale=0.7")]
    [InlineData("weibull_nll")]
    [InlineData("logistic_hazard")]
    [InlineData("pmf_nll")]
    [InlineData("pc_hazard")]
    [InlineData("hazard_nll")]
    public void SlopesOfTimesAreDifferences(string loss) => Slopes(loss, PredictionTask.Survival, Times, new(Events, null));

    [Theory]
    [InlineData("ranknet")]
    [InlineData("listnet")]
    [InlineData("listmle")]
    [InlineData("approx_ndcg")]
    [InlineData("approx_mrr")]
    [InlineData("neural_ndcg")]
    [InlineData("list_circle:gamma=2")]
    [InlineData("pairwise_hinge")]
    [InlineData("pairwise_mse")]
    [InlineData("pairwise_soft_zero_one")]
    [InlineData("ranking_softmax")]
    [InlineData("unique_softmax")]
    [InlineData("ordinal_ranking")]
    [InlineData("bpr")]
    [InlineData("margin_ranking:margin=1")]
    public void SlopesOfQueriesAreDifferences(string loss) => Slopes(loss, PredictionTask.Ranking, Relevance, new(null, Queries));

    [Theory]
    [InlineData("dice")]
    [InlineData("tversky:alpha=0.3,beta=0.7")]
    [InlineData("combo")]
    [InlineData("mcc")]
    [InlineData("sigmoid_f1")]
    [InlineData("nn_pu")]
    public void SlopesOfTwoClassesAreDifferences(string loss) => Slopes(loss, PredictionTask.Binary, Events, new(null, null));

    /// <summary>All rows are one group: 1 - 2 sum(p t) / (sum p + sum t), smoothed, with p the probability of an output.</summary>
    [Fact]
    public void OverlapIsThatOfAllRows()
    {
        double[] outputs = [.. Enumerable.Range(0, 12).Select(k => Math.Cos(k))], chances = Array.ConvertAll(outputs, x => 1 / (1 + Math.Exp(-x)));
        var candidate = Made.Candidate("dice:smoothing=0", PredictionTask.Binary, Events, new(null, null));
        var loss = new BatchLoss(candidate, LossSpec.Parse("dice:smoothing=0").Create(), new(Events, null, null), BatchUnits.Of(candidate.Batch!, Events, null));
        Assert.Equal(1 - (2 * chances.Zip(Events, (p, t) => p * t).Sum() / (chances.Sum() + Events.Sum())), loss.Evaluate(outputs, [], [], []), 1e-12);
    }

    /// <summary>Lists of several lengths are filled up; the mean is that of each list on its own.</summary>
    [Fact]
    public void ListsAreAveraged()
    {
        TensorCatalogue.Join();
        double[] scores = [.. Enumerable.Range(0, 12).Select(k => Math.Cos(k))];
        var candidate = Made.Candidate("ranknet", PredictionTask.Ranking, Relevance, new(null, Queries));
        var all = new BatchLoss(candidate, Loss.Create("ranknet"), new(Relevance, null, Queries), BatchUnits.Of(candidate.Batch!, Relevance, null)).Evaluate(scores, [], [], []);
        var expected = 0.0;
        for (var i = 0; i < 12; i++)
        {
            for (var j = 0; j < 12; j++)
            {
                if (Queries[i] == Queries[j] && Relevance[i] > Relevance[j]) expected += Math.Log(1 + Math.Exp(scores[j] - scores[i])) / 3;
            }
        }

        Assert.Equal(expected, all, 1e-12);
    }

    [Theory]
    [InlineData("deephit_rank", PredictionTask.Survival, "no survival curve")]
    [InlineData("mse", PredictionTask.Survival, "needs the input 'target'")]
    [InlineData("warp", PredictionTask.Ranking, "'trials'")]
    [InlineData("cross_entropy", PredictionTask.Ranking, "'prediction'")]
    public void OthersAreLeftOutWithAReason(string loss, PredictionTask task, string reason)
    {
        TensorCatalogue.Join();
        var spec = LossSpec.Parse(loss);
        Assert.Contains(reason, BatchBinder.Obstacle(spec, spec.Create(), task, [1, 2], out _, out _)!.Value.English, StringComparison.Ordinal);
    }

    /// <summary>The curve of Weibull's loss is its own survival function, and that of risks is Breslow's.</summary>
    [Fact]
    public void CurvesAreThoseOfTheLosses()
    {
        TensorCatalogue.Join();
        var weibull = Made.Candidate("weibull_nll", PredictionTask.Survival, Times, new(Events, null));
        var curve = new SurvivalCurves(weibull.Batch!, Loss.Create("weibull_nll"), [Math.Log(1.5)], new(2, [], [], [])).At([0.3], 1, [1, 4]);
        Assert.Equal(Math.Exp(-Math.Pow(0.5 / Math.Exp(0.3), 1.5)), curve[0], 1e-12);
        Assert.Equal(Math.Exp(-Math.Pow(2 / Math.Exp(0.3), 1.5)), curve[1], 1e-12);
        var basis = SurvivalBasis.OfRisks(1, [1, 2, 2, 3], [1, 1, 0, 1], [Math.Log(2), 0, 0, 0]);
        foreach (var (time, hazard) in new[] { (0.5, 0), (1, 0.2), (2.5, 0.2 + (1.0 / 3)), (9, 1.2 + (1.0 / 3)) }) Assert.Equal(hazard, basis.HazardAt(time), 1e-15);
    }

    private static void Slopes(string text, PredictionTask task, double[] target, RowFacts facts)
    {
        TensorCatalogue.Join();
        var candidate = Made.Candidate(text, task, target, facts);
        var units = BatchUnits.Of(candidate.Batch!, target, facts.Events);
        var loss = new BatchLoss(candidate, LossSpec.Parse(text).Create(), new(target, facts.Events, facts.Queries), units);
        double[] outputs = [.. Enumerable.Range(0, target.Length * units.Outputs).Select(k => 0.7 * Math.Sin(1 + (k * k)))];
        double[] theta = [.. Enumerable.Range(0, loss.Learned).Select(k => 0.2 + (0.1 * k))];
        var (slopes, learned) = (new double[outputs.Length], new double[theta.Length]);
        var value = loss.Evaluate(outputs, theta, slopes, learned);
        Assert.Equal(value, loss.Evaluate(outputs, theta, [], []), 1e-14);
        for (var k = 0; k < outputs.Length; k++) Assert.Equal(Made.Difference(outputs, k, 1e-5, () => loss.Evaluate(outputs, theta, [], [])), slopes[k], 1e-6);
        for (var k = 0; k < theta.Length; k++) Assert.Equal(Made.Difference(theta, k, 1e-5, () => loss.Evaluate(outputs, theta, [], [])), learned[k], 1e-6);
    }
}

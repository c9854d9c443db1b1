using Minima.Tensors;

namespace Minima.Tabular.Tests.Boosting;

/// <summary>Slopes of losses over the rows of a table, as trees get them, against differences of the loss: times until an event, orders of queries, grades.</summary>
public sealed class BoostedSlopeTests
{
    private const int Rows = 24;

    static BoostedSlopeTests() => TensorCatalogue.Join();

    [Theory]
    [InlineData("cox_breslow")]
    [InlineData("cox_efron")]
    [InlineData("aft_nll")]
    [InlineData("aft_nll:distribution=extreme")]
    [InlineData("weibull_nll")]
    [InlineData("logistic_hazard")]
    [InlineData("pc_hazard")]
    public void OfTimes(string loss)
    {
        var random = new Random(1);
        double[] time = [.. Enumerable.Range(0, Rows).Select(i => 1 + (i % 20) + (random.NextDouble() < 0.5 ? 0 : 0.5))], seen = [.. Enumerable.Range(0, Rows).Select(i => i % 4 == 3 ? 0.0 : 1)];
        Agree(loss, PredictionTask.Survival, new(time, seen, null));
    }

    [Theory]
    [InlineData("ranknet")]
    [InlineData("lambdarank")]
    [InlineData("listnet")]
    [InlineData("listmle")]
    [InlineData("approx_ndcg")]
    public void OfOrders(string loss) => Agree(loss, PredictionTask.Ranking, new([.. Enumerable.Range(0, Rows).Select(i => (double)(i * 7 % 4))], null, [.. Enumerable.Range(0, Rows).Select(i => i < 5 ? 0 : i / 6)]));

    [Theory]
    [InlineData("cumulative_link")]
    [InlineData("coral_ordinal")]
    [InlineData("corn_ordinal")]
    public void OfGrades(string loss) => Agree(loss, PredictionTask.Ordinal, new([.. Enumerable.Range(0, Rows).Select(i => (double)(i * 5 % 4))], null, null));

    private static void Agree(string name, PredictionTask task, BatchRows rows)
    {
        var request = LossSpec.Parse(name);
        var loss = Candidate.Create(request.Entry, request.Given, 1);
        BatchPlan? plan;
        List<LearnedInput> learned = [];
        var obstacle = task == PredictionTask.Ordinal ? JointBinder.Obstacle(request, loss, new(task, 4, 0, 3), out plan) : BatchBinder.Obstacle(request, loss, task, rows.Target, out plan, out learned);
        Assert.Null(obstacle);
        var facts = task == PredictionTask.Ordinal ? null : new RowFacts(rows.Events, rows.Queries);
        var objective = new BoostedBatch(new Candidate(request.Entry, request.Given, false, learned, false) { Batch = plan, Facts = facts }, loss, rows, TestContext.Current.CancellationToken);
        var over = objective.Over([.. Enumerable.Range(0, Rows)]);
        var random = new Random(4);
        double[] scores = [.. objective.Start.SelectMany(start => Enumerable.Range(0, Rows).Select(_ => start + random.NextDouble() - 0.5))];
        var slopes = new double[scores.Length];
        var value = over.Evaluate(scores, slopes);
        Assert.Equal(value, over.Evaluate(scores, []), 1e-9 * Math.Max(1, Math.Abs(value)));
        Assert.Contains(slopes, slope => Math.Abs(slope) > 1e-3);
        for (var i = 0; i < scores.Length; i++)
        {
            double At(double step)
            {
                double[] moved = [.. scores];
                moved[i] += step;
                return over.Evaluate(moved, []);
            }

            const double Step = 1e-5;
            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), slopes[i], 1e-6 * Math.Max(1, Math.Abs(value)));
        }
    }
}

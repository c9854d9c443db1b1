using Minima.Cli.Tests.Events;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Joint;

/// <summary>Losses of several outputs: differences of values are the slopes, grades have the coefficients of statsmodels, and what outputs stand for is found out.</summary>
public sealed class JointLossTests
{
    private const double Step = 1e-6;

    private static readonly int[] Grades = [2, 1, 1, 1, 1, 2, 2, 1, 1, 2, 3, 2, 0, 0, 2, 3, 3, 1, 0, 2, 3, 2, 0, 0];

    [SlowTheory]
    [InlineData("coral_ordinal", PredictionTask.Ordinal, 4)]
    [InlineData("corn_ordinal", PredictionTask.Ordinal, 4)]
    [InlineData("cumulative_link", PredictionTask.Ordinal, 4)]
    [InlineData("weighted_kappa", PredictionTask.Ordinal, 4)]
    [InlineData("hellinger", PredictionTask.MultiClass, 3)]
    [InlineData("bi_tempered", PredictionTask.MultiClass, 3)]
    [InlineData("dice", PredictionTask.MultiClass, 3)]
    [InlineData("supcon", PredictionTask.MultiClass, 3)]
    [InlineData("arcface", PredictionTask.MultiClass, 3)]
    [InlineData("soft_triple", PredictionTask.MultiClass, 3)]
    [InlineData("triplet_margin", PredictionTask.MultiClass, 3)]
    [InlineData("group_dro", PredictionTask.MultiClass, 3)]
    [InlineData("superloss", PredictionTask.Regression, 1)]
    [InlineData("asymmetric", PredictionTask.MultiLabel, 3)]
    [InlineData("two_way", PredictionTask.MultiLabel, 3)]
    [InlineData("dice", PredictionTask.MultiLabel, 3)]
    [InlineData("js_div", PredictionTask.Composition, 3)]
    [InlineData("reverse_kl", PredictionTask.Composition, 3)]
    [InlineData("giou", PredictionTask.Boxes, 4)]
    [InlineData("cosine_distance", PredictionTask.Vector, 3)]
    public void SlopesAreDifferences(string text, PredictionTask task, int count)
    {
        var (candidate, rows) = Bound(text, task, count);
        var loss = new BatchLoss(candidate, LossSpec.Parse(text).Create(), rows, BatchUnits.Of(candidate.Batch!, rows.Target, null));
        var width = candidate.Batch!.SharesWeights ? 1 : candidate.Batch.Outputs;
        double[] outputs = [.. Enumerable.Range(0, rows.Target.Length * width).Select(k => Math.Sin(2 + (1.3 * k)) + (task == PredictionTask.Boxes && k % 4 > 1 ? 3 : 0))];
        double[] theta = [.. Enumerable.Range(0, loss.Learned).Select(k => candidate.Batch.SharesWeights ? k - 1.1 : Math.Cos(2 * k))];
        var (slopes, own) = (new double[outputs.Length], new double[theta.Length]);
        loss.Evaluate(outputs, theta, slopes, own);
        foreach (var (at, found) in new[] { (outputs, slopes), (theta, own) })
        {
            for (var k = 0; k < at.Length; k++) Assert.Equal(Made.Difference(at, k, Step, () => loss.Evaluate(outputs, theta, [], [])), found[k], 2e-5);
        }
    }

    /// <summary>OrderedModel(distr="logit") of statsmodels 0.13.5, and a Logit of the rows that pass the step before for each step.</summary>
    [Theory]
    [InlineData("coral_ordinal", new double[] { })]
    [InlineData("cumulative_link", new[] { 1.72776717, 0.65894783 })]
    [InlineData("corn_ordinal", new[] { 2.34270098, 1.4144198, 0.99499132, -0.05388532, 2.03419323, 0.95735729 })]
    public void GradesHaveTheCoefficientsOfStatsmodels(string text, double[] expected)
    {
        TensorCatalogue.Join();
        double[] grades = Array.ConvertAll(Grades, grade => (double)grade);
        double[][] columns = [[.. grades.Select((_, i) => Math.Sin(1.3 * i))], [.. grades.Select((_, i) => Math.Cos((0.7 * i) + 1))]];
        var split = Split.Create([.. columns.Select((column, j) => TableColumn.OfNumbers($"x{j}", column))], new Fold([.. Enumerable.Range(0, grades.Length)], [0]), grades);
        var (candidate, _) = Bound(text, PredictionTask.Ordinal, 4);
        var problem = new BatchFitProblem(candidate, Loss.Create(text), split, null, CancellationToken.None);
        var found = problem.Minimize(0, problem.Start, new() { GradientTolerance = 1e-12, DecreaseTolerance = 0 }, CancellationToken.None).Parameters;
        var weights = JointWeights.Of(candidate.Batch!, split, [], found);
        for (var k = 0; k < expected.Length; k++)
        {
            var scale = split.Features!.Scales[k % 2];
            Assert.Equal(expected[k], Math.ScaleB(weights[k] * scale.Factor, -scale.Exponent), 2e-5);
        }

        // Steps that share their weights fall, so that no grade has a chance below 0.
        var outputs = RowLinearObjective.Predict(split.TrainDesign, grades.Length, 2, 3, weights);
        var chances = JointReading.OfClasses(candidate.Batch!.Read, outputs, 4);
        Assert.All(chances, chance => Assert.InRange(chance, 0, 1));
        Assert.All(chances.Chunk(4), row => Assert.Equal(1, row.Sum(), 1e-12));
        if (text == "coral_ordinal") Assert.All(Enumerable.Range(0, 2), j => Assert.Equal(weights[j], weights[2 + j]));
    }

    [Theory]
    [InlineData("coral_ordinal", PredictionTask.Ordinal, OutputReading.Steps)]
    [InlineData("corn_ordinal", PredictionTask.Ordinal, OutputReading.Conditional)]
    [InlineData("nca", PredictionTask.MultiClass, OutputReading.Place)]
    [InlineData("supcon", PredictionTask.MultiClass, OutputReading.Direction)]
    [InlineData("hellinger", PredictionTask.MultiClass, OutputReading.Softmax)]
    [InlineData("logitnorm_ce", PredictionTask.MultiClass, OutputReading.Largest)]
    [InlineData("asymmetric", PredictionTask.MultiLabel, OutputReading.Labels)]
    [InlineData("zlpr", PredictionTask.MultiLabel, OutputReading.LabelScores)]
    [InlineData("js_div", PredictionTask.Composition, OutputReading.Softmax)]
    public void TheMeaningOfOutputsIsFoundOut(string text, PredictionTask task, object reading) => Assert.Equal(reading, Bound(text, task, 4).Candidate.Batch!.Reading);

    [SlowTheory]
    [InlineData("nll", PredictionTask.MultiClass, "it has the minimum of cross_entropy")]
    [InlineData("kl_div", PredictionTask.Composition, "it has the minimum of soft_cross_entropy")]
    [InlineData("bce", PredictionTask.Binary, "it has the minimum of bce_with_logits")]
    [InlineData("poisson", PredictionTask.Count, "it has the minimum of poisson_nll")]
    [InlineData("exponentially_weighted", PredictionTask.Regression, "depends on the order of the rows")]
    [InlineData("coral_ordinal", PredictionTask.MultiClass, "--order")]
    [InlineData("misclassification", PredictionTask.MultiClass, "does not change with the outputs")]
    [InlineData("giou", PredictionTask.Vector, "it is for boxes")]
    [InlineData("ssim", PredictionTask.Vector, "images")]
    [InlineData("pcgrad", PredictionTask.Regression, "gradients")]
    [InlineData("dkd", PredictionTask.MultiClass, "another model")]
    public void OthersSayWhyNot(string text, PredictionTask task, string reason)
    {
        TensorCatalogue.Join();
        var spec = LossSpec.Parse(text);
        var several = task is PredictionTask.Regression or PredictionTask.Count or PredictionTask.Binary ? 1 : 4;
        var obstacle = JointBinder.Obstacle(spec, spec.Create(), new(task, several, 0.1, 0.9), out var plan)!.Value;
        Assert.Null(plan);
        Assert.Contains(reason, obstacle.English, StringComparison.Ordinal);
        Assert.NotEqual(obstacle.English, obstacle.Chinese);
    }

    private static (Candidate Candidate, BatchRows Rows) Bound(string text, PredictionTask task, int count)
    {
        TensorCatalogue.Join();
        var spec = LossSpec.Parse(text);
        Assert.Null(JointBinder.Obstacle(spec, spec.Create(), new(task, count, 0.1, 0.9), out var plan));
        const int Rows = 12;
        double[] target = [.. Enumerable.Range(0, Rows).Select(row => count == 1 ? Math.Cos(row) : row % count)];
        double[] targets = [.. Enumerable.Range(0, Rows * count).Select(k => task switch
        {
            PredictionTask.MultiLabel => (k / count) + (k % count) is var sum && sum % 3 == 0 ? 1.0 : 0,
            PredictionTask.Boxes => (k % 4 > 1 ? 3 : 0) + (0.5 * Math.Cos(k)),
            PredictionTask.Composition => ((k % count) + 1) * 2.0 / count / (count + 1),
            _ => Math.Cos(k),
        })];
        return (new Candidate(spec.Entry, spec.Given, false, [], false) { Batch = plan }, new BatchRows(target, null, null) { Targets = targets });
    }
}

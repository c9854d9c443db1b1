using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Bends in the leads of classes, without a table of them: the algebra, and data that a table would be too large for.</summary>
public sealed class LeadTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void What_is_solved_solves_the_system_of_all_leads(bool bounded, bool differences)
    {
        var random = new Random(3);
        const int rows = 17;
        const int width = 3;
        const int classes = 4;
        var design = Enumerable.Range(0, rows * width).Select(_ => random.NextDouble() - 0.5).ToArray();
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
        var contrasts = Contrasts.Of(classes, differences);
        var predictions = rows * (classes - (bounded ? 0 : 1));
        var columns = (contrasts.Count * width) + (bounded ? rows : 0);
        Kink[] kinks = [.. Enumerable.Range(0, predictions).Select(p => new Kink(p, 0.1 * p, 1.0 / predictions)), new Kink(-2, 0, 0.5)];
        var terms = new SideTerms([.. Enumerable.Repeat(1.0 / predictions, predictions)], new int[predictions]);
        var penalty = Enumerable.Range(0, contrasts.Count * width).Select(j => 0.1 + j).ToArray();
        var objective = new LeadObjective(design, width, contrasts, labels, bounded, terms, penalty, new double[columns], new Kinks(kinks));
        Assert.Equal(predictions, objective.Rows);
        Assert.Equal(columns, objective.Columns);

        // Each row of the matrix is what its prediction does.
        var point = Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5).ToArray();
        var prediction = objective.Predict(point);
        for (var p = 0; p < predictions; p++) Assert.Equal(prediction[p], objective.RowOf(p).Zip(point, (a, b) => a * b).Sum(), 1e-14);
        var slopes = Enumerable.Range(0, predictions).Select(_ => random.NextDouble()).ToArray();
        var transposed = new double[columns];
        objective.AddTransposed(slopes, transposed);
        for (var j = 0; j < columns; j++) Assert.Equal(Enumerable.Range(0, predictions).Sum(p => slopes[p] * objective.RowOf(p)[j]), transposed[j], 1e-13);

        // Weights of very different sizes, as near the end of an interior point method.
        var weights = Enumerable.Range(0, kinks.Length).Select(_ => Math.Pow(10, (6 * random.NextDouble()) - 3)).ToArray();
        var model = objective.SecondOrder(point, prediction, 0.01).Model;
        var solve = model.Factor(weights, 0)!;
        var solution = solve(point);
        var image = model.Times(solution);
        var bent = objective.Predict(solution);
        for (var p = 0; p < predictions; p++) bent[p] *= weights[p];
        objective.AddTransposed(bent, image);
        image[1] += weights[^1] * solution[1];
        for (var j = 0; j < columns; j++) Assert.Equal(point[j], image[j], 1e-10);

        // A second derivative in full is the same one.
        var hessian = new double[columns * columns];
        objective.SmoothGradient(point, prediction, hessian);
        for (var j = 0; j < columns; j++)
        {
            hessian[(j * columns) + j] += 0.01;
            Assert.Equal(hessian.AsSpan(j * columns, columns).ToArray().Zip(solution, (a, b) => a * b).Sum(), model.Times(solution)[j], 1e-12 * (1 + solution.Max(Math.Abs)));
        }
    }

    [SlowTheory]
    [InlineData("crammer_singer", "--l2", "0.01")]
    [InlineData("multi_margin", "--l2", "0.01")]
    [InlineData("multi_margin", "--l1", "0.002")]
    public async Task Digits(string loss, string penalty, string strength)
    {
        var run = await FitRun.Of("--data", "digits", "--loss", loss, penalty, strength, "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("interior_point", run.Method);
        Assert.True(run.Gap <= 1e-8 * run.Objective, $"the gap is {run.Gap} of {run.Objective}");
        Assert.True(run.GradientNorm < 1e-9, $"the subgradient is {run.GradientNorm}");
        Assert.True(run.Unique);
        if (penalty == "--l1") Assert.InRange(ClassSamples.Weights(run).Sum(row => row.Count(w => w == 0)), 100, 600);
    }
}

using System.Globalization;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Losses over rows of classes with an l1 penalty: coefficients that are exactly 0, and the conditions of the optimum.</summary>
public sealed class SparseClassTests
{
    private const int Classes = 4;
    private static readonly double[][] Features = FitSamples.Features(21, 90, 5);
    private static readonly int[] Labels = ClassSamples.Labels(21, Array.ConvertAll(Features, row => row[..2]), Classes);

    public static TheoryData<string, double, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double, double>();
            foreach (var entry in Catalogue.All.Where(entry => entry.Row is not null && entry.Task.HasFlag(LossTask.MultiClass)))
            {
                cases.Add(entry.Key, 0.02, 0);
                cases.Add(entry.Key, 0.01, 0.03);
            }

            cases.Add("multi_margin:p=2", 0.02, 0);
            return cases;
        }
    }

    [SlowTheory]
    [SlowData(nameof(Cases))]
    public async Task Is_at_its_optimum(string name, double l1, double l2)
    {
        var run = await ClassSamples.Fit(Features, Labels, "--loss", name, "--l1", Text(l1), "--l2", Text(l2));
        Assert.True(run.Code == 0, run.Error);
        var parts = name.Split(':');
        var loss = parts.Length == 1 ? Loss.Create(parts[0]) : Loss.Create(parts[0], (parts[1].Split('=')[0], (object?)2));
        var (weights, intercepts) = (ClassSamples.Weights(run), ClassSamples.Intercepts(run));
        var here = ClassSamples.Objective(loss, Features, Labels, weights, intercepts, l2, l1);
        Assert.Equal(here, run.Objective, 1e-12 * Math.Max(1, here));
        Assert.True(run.GradientNorm < 1e-8, $"the subgradient is {run.GradientNorm}");
        Assert.InRange(weights.Sum(row => row.Count(w => w == 0)), 1, (Classes * 5) - 1);
        Assert.Equal(0, intercepts.Sum(), 1e-12 * (1 + intercepts.Max(Math.Abs)));
        var bends = name is "multi_margin" or "crammer_singer";
        if (!bends) Assert.True(ClassSamples.GradientNorm(loss, Features, Labels, weights, intercepts, l2, l1) < 1e-10);
        if (run.Method != "local") Assert.True(run.Gap <= (bends ? 1e-8 : 1e-10) * here, $"the gap is {run.Gap}");
        Assert.Equal(l1, run.Property("l1").GetDouble());

        var random = new Random(78);
        for (var trial = 0; trial < 200; trial++)
        {
            var size = run.Method == "local" ? 1e-4 : Math.Pow(10, -5 + (trial % 6));
            double[][] there = [.. weights.Select(row => row.Select(w => w + (size * ((2 * random.NextDouble()) - 1))).ToArray())];
            double[] aside = [.. intercepts.Select(b => b + (size * ((2 * random.NextDouble()) - 1)))];
            var value = ClassSamples.Objective(loss, Features, Labels, there, aside, l2, l1);
            Assert.True(!(value < here - (1e-11 * Math.Max(1, here))), $"a step of {size} lowers {here} to {value}");
        }
    }

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("crammer_singer")]
    public async Task A_strong_penalty_leaves_the_shares_of_the_classes(string name)
    {
        var run = await ClassSamples.Fit(Features, Labels, "--loss", name, "--l1", "10");
        Assert.True(run.Code == 0, run.Error);
        Assert.All(ClassSamples.Weights(run), row => Assert.All(row, w => Assert.Equal(0.0, w)));
        if (name != "cross_entropy") return;
        var counts = Enumerable.Range(0, Classes).Select(k => Math.Log(Labels.Count(label => label == k))).ToArray();
        for (var k = 0; k < Classes; k++) Assert.Equal(counts[k] - counts.Average(), ClassSamples.Intercepts(run)[k], 1e-12);
    }

    [SlowTheory]
    [InlineData("cross_entropy")]
    [InlineData("multi_margin")]
    [InlineData("crammer_singer")]
    public async Task Units_do_not_matter_to_standardised_columns(string name)
    {
        var plain = await ClassSamples.Fit(Features, Labels, "--loss", name, "--l1", "0.02", "--standardize");
        double[][] moved = Array.ConvertAll(Features, row => new[] { (row[0] * 1024) + 5, row[1] / 4096, row[2] - 3, row[3], row[4] });
        var other = await ClassSamples.Fit(moved, Labels, "--loss", name, "--l1", "0.02", "--standardize");
        Assert.Equal(plain.Objective, other.Objective, 1e-9);
        double[] units = [1024, 1.0 / 4096, 1, 1, 1];
        for (var k = 0; k < Classes; k++)
        {
            for (var j = 0; j < 5; j++) Assert.Equal(ClassSamples.Weights(plain)[k][j], ClassSamples.Weights(other)[k][j] * units[j], 1e-7);
        }
    }

    [Fact]
    public async Task Of_two_classes_the_two_rows_share_the_coefficient_evenly()
    {
        // |a| + |b| with a - b given may be spread in any way; the shortest is (u / 2, -u / 2), which is the logistic fit with the same l1.
        var labels = Array.ConvertAll(FitSamples.Classes(21, Features), y => (int)y);
        var rows = await ClassSamples.Fit(Features, labels, "--loss", "cross_entropy", "--l1", "0.05");
        var binary = await ClassSamples.Fit(Features, labels, "--loss", "bce_with_logits", "--l1", "0.05");
        Assert.Equal(binary.Objective, rows.Objective, 1e-12);
        Assert.Equal(binary.Intercept, ClassSamples.Intercepts(rows)[1] - ClassSamples.Intercepts(rows)[0], 1e-7);
        for (var j = 0; j < 5; j++)
        {
            Assert.Equal(binary.Coefficients[j], ClassSamples.Weights(rows)[1][j] - ClassSamples.Weights(rows)[0][j], 1e-7);
            Assert.Equal(ClassSamples.Weights(rows)[0][j], -ClassSamples.Weights(rows)[1][j], 1e-7);
        }
    }

    [SlowTheory]
    [InlineData("cross_entropy", "--l1", "--l1 has kinks")]
    [InlineData("crammer_singer", "--l2", "crammer_singer has kinks")]
    public async Task Too_many_coefficients_are_refused(string name, string penalty, string message)
    {
        var rows = Enumerable.Range(0, 120).Select(i => Enumerable.Range(0, 60).Select(j => Math.Sin((i + 1) * (j + 1) * 0.7)).ToArray()).ToArray();
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i % 100)];
        var run = await ClassSamples.Fit(rows, labels, "--loss", name, penalty, "0.1");
        Assert.Equal(4, run.Code);
        Assert.Contains($"{message}, and there are ", run.Error, StringComparison.Ordinal);
        Assert.Contains("at most 5000 are expected", run.Error, StringComparison.Ordinal);
    }

    private static string Text(double x) => x.ToString("R", CultureInfo.InvariantCulture);
}

using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>What must not change when data are written in another way.</summary>
public sealed class SymmetryTests
{
    private static readonly double[][] Features = FitSamples.Features(11, 60, 3);

    public static TheoryData<string, bool> Losses { get; } = new()
    {
        { "mse", false },
        { "mae", false },
        { "huber", false },
        { "pinball:quantile=0.3", false },
        { "epsilon_insensitive", false },
        { "log_cosh", false },
        { "cauchy", false },
        { "bce_with_logits", true },
        { "hinge", true },
        { "squared_hinge", true },
        { "logistic", true },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Weights_are_repeated_rows(string loss, bool classes)
    {
        var target = Target(classes);
        var weight = Enumerable.Range(0, 60).Select(i => (double)(i % 4)).ToArray();
        var weighted = await FitRun.OfText(FitRun.Csv(Features, target, weight), "--loss", loss, "--weight", "w", "--l2", "0.01");
        int[] rows = [.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        var repeated = await FitRun.OfTable(Array.ConvertAll(rows, i => Features[i]), Array.ConvertAll(rows, i => target[i]), "--loss", loss, "--l2", "0.01");
        Same(repeated, weighted);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task The_unit_and_the_origin_of_a_column_do_not_matter(string loss, bool classes)
    {
        var target = Target(classes);
        var plain = await FitRun.OfTable(Features, target, "--loss", loss, "--l2", "0.02", "--standardize");
        var moved = await FitRun.OfTable(
            Array.ConvertAll(Features, row => new[] { (row[0] * 1024) + 5, row[1] / 4096, row[2] - 3 }), target, "--loss", loss, "--l2", "0.02", "--standardize");
        Assert.Equal(plain.Objective, moved.Objective, 1e-9 * plain.Objective);
        double[] units = [1024, 1.0 / 4096, 1];
        for (var j = 0; j < 3; j++) Assert.Equal(plain.Coefficients[j], moved.Coefficients[j] * units[j], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task The_order_of_rows_and_columns_does_not_matter(string loss, bool classes)
    {
        var target = Target(classes);
        var plain = await FitRun.OfTable(Features, target, "--loss", loss, "--l2", "0.02");
        var turned = await FitRun.OfTable([.. Features.Reverse().Select(row => row.Reverse().ToArray())], [.. target.Reverse()], "--loss", loss, "--l2", "0.02");
        Assert.Equal(plain.Objective, turned.Objective, 1e-9 * plain.Objective);
        for (var j = 0; j < 3; j++) Assert.Equal(plain.Coefficients[j], turned.Coefficients[2 - j], 1e-7);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("pinball:quantile=0.8")]
    public async Task A_target_in_another_unit_gives_coefficients_in_that_unit(string loss)
    {
        var target = Target(false);
        var plain = await FitRun.OfTable(Features, target, "--loss", loss);
        var scaled = await FitRun.OfTable(Features, Array.ConvertAll(target, y => (8 * y) + 100), "--loss", loss);
        for (var j = 0; j < 3; j++) Assert.Equal(8 * plain.Coefficients[j], scaled.Coefficients[j], 1e-7);
        Assert.Equal((8 * plain.Intercept) + 100, scaled.Intercept, 1e-7);
    }

    [Theory]
    [InlineData("0", "1")]
    [InlineData("-1", "1")]
    [InlineData("1", "2")]
    [InlineData("no", "yes")]
    [InlineData("False", "True")]
    [InlineData("a", "b")]
    public async Task Two_classes_of_any_encoding(string zero, string one)
    {
        var target = Target(true);
        foreach (var loss in new[] { "bce_with_logits", "logistic", "hinge" })
        {
            var csv = FitRun.Csv(Features, target);
            var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 1; i < lines.Length; i++) lines[i] = lines[i][..(lines[i].LastIndexOf(',') + 1)] + (target[i - 1] == 1 ? one : zero);
            var plain = await FitRun.OfText(csv, "--loss", loss, "--l2", "0.1");
            var coded = await FitRun.OfText(string.Join('\n', lines) + "\n", "--loss", loss, "--l2", "0.1");
            Assert.Equal(plain.Coefficients, coded.Coefficients);
            var mapping = coded.Property("mapping").EnumerateArray().ToArray();
            Assert.Equal([zero, one], mapping.Select(pair => pair.GetProperty("class").GetString()!), StringComparer.Ordinal);
            double[] values = loss == "bce_with_logits" ? [0, 1] : [-1, 1];
            Assert.Equal(values, mapping.Select(pair => pair.GetProperty("value").GetDouble()));
        }
    }

    [Fact]
    public async Task The_same_run_gives_the_same_bits()
    {
        var first = await FitRun.OfTable(Features, Target(false), "--loss", "mae");
        Assert.Equal(first.Output, (await FitRun.OfTable(Features, Target(false), "--loss", "mae")).Output);
    }

    private static double[] Target(bool classes) => classes ? FitSamples.Classes(11, Features) : FitSamples.Target(11, Features, 1);

    private static void Same(FitRun left, FitRun right)
    {
        Assert.Equal(left.Objective, right.Objective, 1e-10 * Math.Abs(left.Objective));
        for (var j = 0; j < left.Coefficients.Length; j++) Assert.Equal(left.Coefficients[j], right.Coefficients[j], 1e-7);
        Assert.Equal(left.Intercept, right.Intercept, 1e-7);
    }
}

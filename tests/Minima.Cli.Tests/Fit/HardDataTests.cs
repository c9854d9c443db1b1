using System.Diagnostics;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Units, sizes and ties that numerical methods stumble over.</summary>
public sealed class HardDataTests
{
    private static readonly double[][] Features = FitSamples.Features(31, 80, 3);

    [Theory]
    [InlineData("huber", 1e5)]
    [InlineData("huber", 1e9)]
    [InlineData("huber", 1e12)]
    [InlineData("log_cosh", 1e5)]
    [InlineData("log_cosh", 1e9)]
    [InlineData("charbonnier", 1e3)]
    [InlineData("pseudo_huber", 1e7)]
    [InlineData("linex", 1e3)]
    [InlineData("mae", 1e12)]
    [InlineData("mae", 1e-12)]
    [InlineData("mse", 1e-12)]
    public async Task Residuals_far_larger_or_smaller_than_the_unit_of_a_loss(string loss, double size)
    {
        var target = Array.ConvertAll(FitSamples.Target(31, Features, 1), y => size * y);
        var run = await FitRun.OfTable(Features, target, "--loss", loss);
        Assert.True(run.Code == 0, run.Error);
        Assert.True(run.GradientNorm < 1e-8 * Math.Max(1, size * 1e-6), $"the gradient is {run.GradientNorm}");
    }

    [Theory]
    [InlineData("huber", "--l2")]
    [InlineData("log_cosh", "--l1")]
    public async Task Narrow_losses_are_nearly_the_absolute_error(string loss, string penalty)
    {
        // Between that and half a unit less for each row; penalties are no smaller beside it.
        var target = Array.ConvertAll(FitSamples.Target(31, Features, 1), y => 1e9 * y);
        var run = await FitRun.OfTable(Features, target, "--loss", loss, penalty, "1e-10");
        var absolute = await FitRun.OfTable(Features, target, "--loss", "mae", penalty, "1e-10");
        Assert.True(run.Code == 0, run.Error);
        Assert.InRange(run.Objective, absolute.Objective - 1, absolute.Objective + 1e-6);
        for (var j = 0; j < 3; j++) Assert.Equal(absolute.Coefficients[j], run.Coefficients[j], 50.0);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber")]
    [InlineData("hinge")]
    public async Task Columns_of_very_different_units(string loss)
    {
        var features = Array.ConvertAll(Features, row => new[] { row[0] * 1e150, row[1] * 1e-150, (row[2] * 1e-3) + 1e3 });
        var target = loss == "hinge" ? FitSamples.Classes(31, Features) : FitSamples.Target(31, Features, 1);
        var plain = await FitRun.OfTable(Features, target, "--loss", loss, "--l2", "0.01", "--standardize");
        var run = await FitRun.OfTable(features, target, "--loss", loss, "--l2", "0.01", "--standardize");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(plain.Objective, run.Objective, 1e-8 * plain.Objective);
        double[] units = [1e150, 1e-150, 1e-3];
        for (var j = 0; j < 3; j++) Assert.Equal(plain.Coefficients[j], run.Coefficients[j] * units[j], 1e-6);
    }

    [Theory]
    [InlineData("mae", "")]
    [InlineData("mae", "--l1 0.03")]
    [InlineData("pinball:quantile=0.7", "")]
    [InlineData("epsilon_insensitive:epsilon=1", "")]
    [InlineData("hinge", "")]
    public async Task Whole_numbers_tie_everywhere(string loss, string penalty)
    {
        var random = new Random(12);
        var features = Enumerable.Range(0, 300).Select(_ => new double[] { random.Next(3), random.Next(3), random.Next(2) }).ToArray();
        var target = Array.ConvertAll(features, row => (double)(loss == "hinge" ? random.Next(2) : random.Next(4) + (int)row[0]));
        var run = await FitRun.OfTable(features, target, ["--loss", loss, .. penalty.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.True(run.Code == 0, run.Error);
        Assert.True(run.Gap <= 1e-12, $"the gap is {run.Gap}");
    }

    [SlowFact]
    public async Task A_table_through_a_pipe()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"), "fit", "-", "--target", "y", "--loss", "mse"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("x,y\n0,1\n1,3\n2,5\n");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("(intercept)", output, StringComparison.Ordinal);
    }
}

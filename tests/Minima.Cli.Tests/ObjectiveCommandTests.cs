using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests;

public sealed class ObjectiveCommandTests
{
    /// <summary>Every library and language that is offered; what is not written says what to do.</summary>
    [SlowTheory]
    [InlineData(new[] { "huber", "--param", "delta=2" }, ExitCode.Ok, "obj=objective")]
    [InlineData(new[] { "poisson", "--for", "lightgbm" }, ExitCode.Ok, "init_score")]
    [InlineData(new[] { "softmax_focal", "--for", "catboost" }, ExitCode.Ok, "calc_ders_multi")]
    [InlineData(new[] { "price*abs(p - t)", "--for", "lightgbm" }, ExitCode.Ok, "make_objective([price])")]
    [InlineData(new[] { "mae", "--as", "csharp" }, ExitCode.Ok, "public static class MaeObjective")]
    [InlineData(new[] { "huber", "--curvature", "constant" }, ExitCode.Ok, "np.ones")]
    [InlineData(new[] { "huber", "--for", "xgbost" }, ExitCode.Usage, "did you mean")]
    [InlineData(new[] { "huber", "--as", "rust" }, ExitCode.Usage, "python, csharp")]
    [InlineData(new[] { "savage" }, ExitCode.Ok, "Curvature: Bound (the second derivative is proved to be at most 0.61")]
    [InlineData(new[] { "huber", "--param", "delta=2", "--curvature", "bound" }, ExitCode.Ok, "hessian = np.full(len(target), ")]
    [InlineData(new[] { "huber", "--curvature", "bound", "--as", "csharp" }, ExitCode.Ok, "var curvature = 1.0")]
    [InlineData(new[] { "mae", "--curvature", "bound" }, ExitCode.Loss, "its slope jumps")]
    [InlineData(new[] { "cross_entropy", "--curvature", "bound" }, ExitCode.Loss, "over classes")]
    [InlineData(new[] { "huber", "--curvature", "steep" }, ExitCode.Usage, "weight, bound, constant")]
    [InlineData(new[] { "mae", "--for", "catboost", "--as", "csharp" }, ExitCode.Loss, "Python only")]
    [InlineData(new[] { "price*abs(p - t)", "--for", "catboost" }, ExitCode.Loss, "XGBoost or LightGBM")]
    [InlineData(new[] { "dice" }, ExitCode.Loss, "one learned number")]
    public async Task SourcesAreWrittenOrRefused(string[] arguments, int expected, string part)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(expected, await CommandLine.RunAsync(["objective", .. arguments], output, error, TestContext.Current.CancellationToken));
        Assert.Contains(part, expected == ExitCode.Ok ? output.ToString() : error.ToString(), StringComparison.Ordinal);
        if (expected != ExitCode.Ok) Assert.Empty(output.ToString());
    }
}

using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>Every kind of fit: its coefficients have errors, or the message says why not and what to take instead.</summary>
public sealed class FitKindTests
{
    static FitKindTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Numbers with and without bends, local minima and learned constants; two classes; several classes, also in order; each kind of distribution.</summary>
    [Theory]
    [SampledCases]
    [Case("mse", null, true)]
    [Case("huber:delta=0.5", null, true)]
    [Case("tukey_biweight:scale=5", null, true)]
    [Case("abs(p - t)^1.5", null, true)]
    [Case("mae", null, true)]
    [Case("pinball:quantile=0.8", null, true)]
    [Case("expectile:expectile=0.8", null, true)]
    [Case("epsilon_insensitive:epsilon=0.1", null, false)]
    [Case("gaussian_nll", null, true)]
    [Case("poisson_nll", null, true)]
    [Case("tweedie:power=1.5", null, true)]
    [Case("bce_with_logits", null, true)]
    [Case("exponential", null, true)]
    [Case("hinge", null, false)]
    [Case("cross_entropy", null, true)]
    [Case("brier_multi", null, true)]
    [Case("multi_margin", null, false)]
    [Case("mse", "none", true)]
    [Case("gaussian_nll", "all", true)]
    [Case("student_t_nll", "all", true)]
    [Case("crps_gaussian", "all", true)]
    [Case("poisson_nll", "none", true)]
    [Case("negative_binomial_nll", "all", true)]
    [Case("zero_inflated_poisson_nll", "all", true)]
    [Case("zero_inflated_negative_binomial_nll", "none", true)]
    [Case("gamma_nll", "all", true)]
    [Case("aft_nll", "all", true)]
    [Case("weibull_nll", "all", true)]
    [Case("laplace_nll", "all", false)]
    [Case("pinball", "0.2,0.8", false)]
    [Case("interval_score", "all", false)]
    public void EveryFitHasErrorsOrAReason(string loss, string? heads, bool hasErrors)
    {
        var table = TableOf(loss);
        var model = LinearModel.Fit(table, loss, new() { Heads = heads?.Split(',') }, cancellation: Cancellation);
        var options = new ErrorOptions { Kind = ErrorKind.Hc1 };
        if (!hasErrors)
        {
            Assert.Contains("take --errors bootstrap", Assert.Throws<FitException>(() => model.Errors(table, options, Cancellation)).Message, StringComparison.Ordinal);
            return;
        }

        var errors = model.Errors(table, options, Cancellation);
        Assert.All(errors.Coefficients, one => Assert.True(one.StandardError > 0 && double.IsFinite(one.Z), $"{one}"));
        Assert.Equal(heads is null, errors.Coefficients.All(one => one.Head is null));
    }

    private static Table TableOf(string loss)
    {
        if (loss is "bce_with_logits" or "exponential" or "hinge") return MadeTables.Classes(160, 92);
        var random = new Random(91);
        double[] x = [.. Enumerable.Range(0, 160).Select(_ => random.NextDouble())];
        if (loss is "cross_entropy" or "brier_multi" or "multi_margin") return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => (string?)((string[])["a", "b", "c"])[Math.Min(2, (int)(v + (2 * random.NextDouble())))])])], "y");
        var isCount = loss.Contains("poisson", StringComparison.Ordinal) || loss.Contains("binomial", StringComparison.Ordinal);
        return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => isCount
            ? (random.NextDouble() < 0.3 ? 0 : Math.Floor(-(2 + (3 * v)) * Math.Log(1 - random.NextDouble())))
            : 0.5 + (2 * v) - ((1 + v) * Math.Log((1 - random.NextDouble()) * (1 - random.NextDouble()))))])], "y");
    }
}

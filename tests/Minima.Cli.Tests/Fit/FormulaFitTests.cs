using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>A loss as text is fitted as its twin of the catalogue is.</summary>
public sealed class FormulaFitTests
{
    private static readonly double[][] Features = FitSamples.Features(3, 80, 3);
    private static readonly double[] Target = FitSamples.Target(3, Features, 1);

    [SlowTheory]
    [InlineData("abs(p - t) <= delta ? 0.5*(p-t)^2 : delta*(abs(p-t) - delta/2)", "huber", "--param", "delta=0.7")]
    [InlineData("0.5*(p-t)^2", "half_mse")]
    [InlineData("abs(p - t)", "mae")]
    [InlineData("max(q*(t - p), (q - 1)*(t - p))", "pinball:quantile=0.3", "--param", "q=0.3")]
    [InlineData("exp(p) - t*p", "poisson_nll")]
    public async Task A_text_is_its_twin(string text, string twin, params string[] parameters)
    {
        var target = twin == "poisson_nll" ? Array.ConvertAll(Target, y => Math.Round(Math.Exp(y / 3) * 2)) : Target;
        string[] shared = text.Contains("delta", StringComparison.Ordinal) ? parameters : [];
        foreach (string[] penalty in new[] { ["--l2", "0.1"], new[] { "--l1", "0.05" } })
        {
            var typed = await FitRun.OfTable(Features, target, ["--loss", text, .. parameters, .. penalty]);
            var known = await FitRun.OfTable(Features, target, ["--loss", twin, .. shared, .. penalty]);
            Assert.True(typed.Code == 0 && known.Code == 0, typed.Error + known.Error);
            Assert.Equal(known.Objective, typed.Objective, 1e-10);
            Assert.Equal(known.Intercept, typed.Intercept, 1e-8);
            for (var j = 0; j < 3; j++) Assert.Equal(known.Coefficients[j], typed.Coefficients[j], 1e-8);
            Assert.Equal(known.Property("link").GetString(), typed.Property("link").GetString());
            Assert.Equal(text, typed.Property("loss").GetString());
        }
    }

    [Theory]
    [InlineData("x2")]
    [InlineData("weight")]
    public async Task A_further_name_is_a_column(string name)
    {
        double[][] rows = [.. Features.Select((row, i) => new[] { row[0], row[1], 1.0 + (i % 4) })];
        string[] given = name == "x2" ? [] : ["--input", "weight=x2"];
        var typed = await FitRun.OfTable(rows, Target, ["--loss", $"{name}*(p - t)^2", .. given]);
        var known = await FitRun.OfTable(rows, Target, "--loss", "mse", "--weight", "x2");
        Assert.True(typed.Code == 0, typed.Error);
        Assert.Equal("x2", typed.Property("inputs")[0].GetProperty("column").GetString());
        for (var j = 0; j < 2; j++) Assert.Equal(known.Coefficients[j], typed.Coefficients[j], 1e-10);
    }

    [Theory]
    [InlineData(4, "has no such column", "--loss", "scale*(p - t)^2")]
    [InlineData(4, "does not use t, the target", "--loss", "p*p")]
    [InlineData(3, "does not use the parameter", "--loss", "(p - t)^2", "--param", "delta=1")]
    [InlineData(3, "'delta' is given twice", "--loss", "delta*(p - t)^2", "--param", "delta=1", "--param", "delta=2")]
    [InlineData(3, "expected", "--loss", "(p - t")]
    public async Task Texts_that_cannot_be_fitted(int code, string message, params string[] options)
    {
        var run = await FitRun.OfTable(Features, Target, options);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
    }
}

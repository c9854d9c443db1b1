using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Events;

/// <summary>Cox regressions without a penalty have the coefficients and standard errors that statsmodels' PHReg finds, ties and censoring included.</summary>
public sealed class CoxReferenceTests
{
    [Theory]
    [InlineData("cox_breslow", "breslow")]
    [InlineData("cox_efron", "efron")]
    public void CoefficientsAreThoseOfStatsmodels(string loss, string ties)
    {
        TensorCatalogue.Join();
        var cox = EventReference.Root.GetProperty("cox");
        var rows = cox.GetProperty("x").EnumerateArray().Select(EventReference.Numbers).ToArray();
        var (time, events) = (EventReference.Numbers(cox.GetProperty("time")), EventReference.Numbers(cox.GetProperty("event")));
        var split = Split.Create(
            [.. Enumerable.Range(0, 3).Select(j => TableColumn.OfNumbers($"x{j}", [.. rows.Select(row => row[j])]))],
            new Fold([.. Enumerable.Range(0, time.Length)], [0]),
            time);
        var problem = new BatchFitProblem(Made.Candidate(loss, PredictionTask.Survival, time, new(events, null)), Loss.Create(loss), split, null, CancellationToken.None);
        var found = problem.Minimize(0, problem.Start, new() { GradientTolerance = 1e-12, DecreaseTolerance = 0 }, CancellationToken.None).Parameters;
        var expected = EventReference.Numbers(cox.GetProperty("coefficients").GetProperty(ties));
        for (var j = 0; j < expected.Length; j++)
        {
            var scale = split.Features!.Scales[j];
            Assert.Equal(expected[j], Math.ScaleB(found[j] * scale.Factor, -scale.Exponent), 1e-6);
        }
    }

    [Theory]
    [InlineData("cox_breslow", "breslow")]
    [InlineData("cox_efron", "efron")]
    public void AFitAndItsErrorsAreThoseOfStatsmodels(string loss, string ties)
    {
        var cox = EventReference.Root.GetProperty("cox");
        var rows = cox.GetProperty("x").EnumerateArray().Select(EventReference.Numbers).ToArray();
        Column[] columns = [.. Enumerable.Range(0, 3).Select(j => new Column($"x{j}", [.. rows.Select(row => row[j])])), new("time", EventReference.Numbers(cox.GetProperty("time"))), new("seen", EventReference.Numbers(cox.GetProperty("event")))];
        var table = Table.FromColumns(columns, "time", new() { Event = "seen" });
        var errors = LinearModel.Fit(table, LossSpec.Parse(loss)).Errors(table, new() { Kind = ErrorKind.Model }).Coefficients;
        var (expected, deviations) = (EventReference.Numbers(cox.GetProperty("coefficients").GetProperty(ties)), EventReference.Numbers(cox.GetProperty("errors").GetProperty(ties)));
        for (var j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j], errors[j].Estimate, 1e-8 * Math.Abs(expected[j]));
            Assert.Equal(deviations[j], errors[j].StandardError, 1e-8 * deviations[j]);
        }
    }
    /// <summary>Lin and Wei's errors, by rows and by clusters; those of clusters have the correction for few clusters, which statsmodels leaves out.</summary>
    [Fact]
    public void RobustErrorsAreThoseOfStatsmodels()
    {
        const int Clusters = 15;
        var cox = EventReference.Root.GetProperty("cox");
        var rows = cox.GetProperty("x").EnumerateArray().Select(EventReference.Numbers).ToArray();
        Column[] columns =
        [
            .. Enumerable.Range(0, 3).Select(j => new Column($"x{j}", [.. rows.Select(row => row[j])])),
            new("time", EventReference.Numbers(cox.GetProperty("time"))),
            new("seen", EventReference.Numbers(cox.GetProperty("event"))),
            new("shop", [.. rows.Select((_, i) => (double)(i % Clusters))]),
        ];
        var table = Table.FromColumns(columns, "time", new() { Event = "seen", Ignore = ["shop"] });
        var model = LinearModel.Fit(table, LossSpec.Parse("cox_breslow"));
        var factor = Clusters / (Clusters - 1.0) * (rows.Length - 1) / (rows.Length - 3);
        Compare("rows", new() { Kind = ErrorKind.Hc0 }, 1);
        Compare("rows", new() { Kind = ErrorKind.Hc1 }, rows.Length / (rows.Length - 3.0));
        Compare("clusters", new() { Kind = ErrorKind.Cluster, Cluster = "shop" }, factor);

        void Compare(string groups, ErrorOptions options, double times)
        {
            var expected = EventReference.Numbers(cox.GetProperty("robust").GetProperty(groups));
            var errors = model.Errors(table, options);
            for (var j = 0; j < expected.Length; j++) Assert.Equal(expected[j], errors.Coefficients[j].StandardError / Math.Sqrt(times), 1e-8 * expected[j]);
            Assert.Equal(options.Cluster is null ? null : Clusters - 1.0, errors.Degrees);
            Assert.Equal(options.Cluster is null ? null : Clusters, errors.Clusters);
        }
    }
}

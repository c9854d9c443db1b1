using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Events;

/// <summary>Losses over batches as a comparison makes them.</summary>
internal static class Made
{
    public static Candidate Candidate(string text, PredictionTask task, double[] target, RowFacts facts)
    {
        var spec = LossSpec.Parse(text);
        Assert.Null(BatchBinder.Obstacle(spec, spec.Create(), task, target, out var plan, out var learned));
        return new(spec.Entry, spec.Given, false, learned, false) { Batch = plan, Facts = facts };
    }
}

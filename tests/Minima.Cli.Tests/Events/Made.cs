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

    /// <summary>The slope of a value with respect to one of the numbers that it depends on, as a difference.</summary>
    public static double Difference(double[] at, int k, double step, Func<double> value)
    {
        var here = at[k];
        at[k] = here + step;
        var above = value();
        at[k] = here - step;
        var below = value();
        at[k] = here;
        return (above - below) / (2 * step);
    }
}

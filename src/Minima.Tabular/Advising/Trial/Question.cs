namespace Minima.Tabular;

/// <summary>The requested functional, in the words of <c>minima compare</c>, and the metric that judges it.</summary>
/// <param name="Wanted">The functional.</param>
/// <param name="Metric">A metric that is consistent for it, so that no loss wins by answering another question.</param>
internal sealed record Question(Wanted Wanted, TableMetric Metric)
{
    public static Question Of(AdviceContext context)
    {
        var task = context.Target.Task;
        var wanted = Functional(context);
        var metrics = Judge.Metrics(task, wanted);

        // Balanced accuracy is the metric if the rare class matters as much as the others together.
        return context.Target.IsClass && context.Options.RareClassMatters
            ? new(wanted, metrics.First(metric => metric.Key == "balanced-accuracy"))
            : new(wanted, Judge.Of(wanted, metrics)[0]);
    }

    private static Wanted Functional(AdviceContext context)
    {
        var options = context.Options;
        var wanted = options switch
        {
            { Wanted: { Functional: WantedFunctional.Quantile } or { IsOfDistribution: true } } => options.Wanted,
            { Cost: { IsEven: false } cost } => new Wanted(WantedFunctional.Quantile, Math.Round(cost.Level, 6)),
            _ => options.Wanted ?? Wanted.DefaultOf(context.Target.Task),
        };
        return wanted.Fits(context.Target.Task) ? wanted : Wanted.DefaultOf(context.Target.Task);
    }
}

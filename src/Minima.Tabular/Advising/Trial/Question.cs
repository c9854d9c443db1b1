namespace Minima.Tabular;

/// <summary>What is asked of a target, in the words of <c>minima compare</c>: the functional that is wanted, and the metric that judges it.</summary>
/// <param name="Wanted">The functional.</param>
/// <param name="Metric">A metric that is consistent for it, so that no loss wins by answering another question.</param>
internal sealed record Question(Wanted Wanted, TableMetric Metric)
{
    public static Question Of(AdviceContext context)
    {
        var task = context.Target.Task;
        var wanted = Functional(context);
        var metrics = Judge.Metrics(task, wanted);

        // Accuracy of all classes alike is what is asked where the rare one matters as much as the others together.
        return context.Target.IsClass && context.Wishes.Rare
            ? new(wanted, metrics.First(metric => metric.Key == "balanced-accuracy"))
            : new(wanted, Judge.Of(wanted, metrics)[0]);
    }

    private static Wanted Functional(AdviceContext context)
    {
        var wishes = context.Wishes;
        var wanted = wishes switch
        {
            { Want: WantedNumber.Quantile } => new Wanted(WantedFunctional.Quantile, wishes.Level),
            { IsEven: false } => new Wanted(WantedFunctional.Quantile, Math.Round(wishes.CostLevel, 6)),
            { Want: WantedNumber.Median } => Wanted.Median,
            { Want: WantedNumber.Mean } => Wanted.Mean,
            { Want: WantedNumber.Class } => Wanted.Class,
            { Want: WantedNumber.Order } => Wanted.Order,
            { Want: WantedNumber.Probability } => Wanted.Probability,
            _ => Wanted.DefaultOf(context.Target.Task),
        };
        return wanted.Fits(context.Target.Task) ? wanted : Wanted.DefaultOf(context.Target.Task);
    }
}

namespace Minima.Tabular;

/// <summary>The terms of a loss of the catalogue over the elements of its inputs.</summary>
internal sealed class LossTerms(HeadPlan plan, Loss loss) : IHeadTerms
{
    private double[] _ones = [];

    public void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes)
    {
        var batch = new LossBatch<double> { Reduction = Reduction.None, Threads = 1 };
        for (var h = 0; h < plan.Heads.Count; h++)
        {
            batch.SetInput(plan.Heads[h].Input, values[h].AsSpan(0, target.Length));
            if (slopes.Length > 0) batch.SetGradient(plan.Heads[h].Input, slopes[h].AsSpan(0, target.Length));
        }

        batch.SetInput(plan.Target, target);
        if (plan.Event >= 0 && plan.Events is { } events)
        {
            batch.SetInput(plan.Event, events.AsSpan(0, target.Length));
        }
        else if (plan.Event >= 0)
        {
            if (_ones.Length != target.Length)
            {
                _ones = new double[target.Length];
                Array.Fill(_ones, 1);
            }

            batch.SetInput(plan.Event, _ones);
        }

        batch.Terms = terms;
        loss.Evaluate(batch);
    }
}

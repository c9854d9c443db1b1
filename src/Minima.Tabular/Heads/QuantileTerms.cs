namespace Minima.Tabular;

/// <summary>The sum of a loss at several levels, each of an output of its own.</summary>
internal sealed class QuantileTerms(IReadOnlyList<Loss> losses) : IHeadTerms
{
    public void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes)
    {
        terms.Clear();
        var each = new double[target.Length];
        for (var k = 0; k < losses.Count; k++)
        {
            var batch = new LossBatch<double> { Prediction = values[k], Target = target, Terms = each, Reduction = Reduction.None, Threads = 1 };
            if (slopes.Length > 0) batch.Gradient = slopes[k];
            losses[k].Evaluate(batch);
            for (var i = 0; i < each.Length; i++) terms[i] += each[i];
        }
    }
}

namespace Minima.Tabular;

/// <summary>The sum of a loss over several levels, each with an output of its own.</summary>
internal sealed class QuantileTerms(IReadOnlyList<Loss> losses) : IHeadTerms
{
    public void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes)
    {
        terms.Clear();
        var each = new double[target.Length];
        for (var k = 0; k < losses.Count; k++)
        {
            EvaluateLevel(k, values[k].AsSpan(0, target.Length), target, each, slopes.Length > 0 ? slopes[k].AsSpan(0, target.Length) : []);
            for (var i = 0; i < each.Length; i++) terms[i] += each[i];
        }
    }

    /// <summary>The loss at one level.</summary>
    public void EvaluateLevel(int level, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> terms, Span<double> slopes)
    {
        var batch = new LossBatch<double> { Prediction = prediction, Target = target, Terms = terms, Reduction = Reduction.None, Threads = 1 };
        if (slopes.Length > 0) batch.Gradient = slopes;
        losses[level].Evaluate(batch);
    }
}

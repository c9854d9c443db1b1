namespace Minima.Cli.Compare;

/// <summary>From a row of scores, one for each class, to a row of probabilities.</summary>
internal static class RowLink
{
    /// <summary>The loss reads a row of any real numbers as scores of which the largest names the class.</summary>
    public static bool IsOfScores(PredictionLink link) => link == PredictionLink.Largest || HasProbabilities(link);

    public static bool HasProbabilities(PredictionLink link) => link is PredictionLink.Softmax or PredictionLink.Sparsemax;

    /// <summary>What scores say of the rows: classes, and probabilities where the loss defines them.</summary>
    public static Predictions Apply(PredictionLink link, double[] target, double[] scores)
    {
        var classes = scores.Length / target.Length;
        if (!HasProbabilities(link)) return Predictions.OfClasses(target, classes, scores, null);
        var probabilities = (double[])scores.Clone();
        for (var i = 0; i < target.Length; i++)
        {
            var row = probabilities.AsSpan(i * classes, classes);
            if (link == PredictionLink.Softmax) Softmax(row);
            else Sparsemax(row);
        }

        return Predictions.OfClasses(target, classes, scores, probabilities);
    }

    /// <summary>exp(x_k) / sum exp(x_j), in place.</summary>
    public static void Softmax(Span<double> row)
    {
        var largest = double.NegativeInfinity;
        foreach (var score in row) largest = Math.Max(largest, score);
        var sum = 0.0;
        foreach (ref var score in row)
        {
            score = Math.Exp(score - largest);
            sum += score;
        }

        foreach (ref var probability in row) probability /= sum;
    }

    /// <summary>The nearest point of the simplex, in place: max(0, x_k - tau), with tau such that they sum to 1.</summary>
    public static void Sparsemax(Span<double> row)
    {
        // Less the largest first: far from 0 the differences to tau would be rounded away.
        var largest = double.NegativeInfinity;
        foreach (var score in row) largest = Math.Max(largest, score);
        foreach (ref var score in row) score -= largest;
        var sorted = row.ToArray();
        Array.Sort(sorted);
        var sum = 0.0;
        var threshold = -1.0;
        for (var count = 1; count <= sorted.Length; count++)
        {
            var score = sorted[^count];
            sum += score;
            var here = (sum - 1) / count;
            if (!(score > here)) break;
            threshold = here;
        }

        foreach (ref var score in row) score = Math.Max(0, score - threshold);
    }
}

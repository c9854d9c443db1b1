namespace Minima.Tabular;

/// <summary>
/// The mean of a row loss over rows of known classes, sum w l / sum w, as a function of the scores: for each row one score of each
/// class, one row after the other. It computes on the calling thread and allocates nothing in a call. One object may serve several
/// threads as long as each has its own scores and gradient.
/// </summary>
internal sealed class RowMeanLoss
{
    private readonly Loss _loss;
    private readonly KnownClasses _known;
    private readonly double[] _weight;

    /// <param name="loss">A loss over rows of classes.</param>
    /// <param name="labels">The class of each row, from 0. A loss that takes target rows only gets them as one-hot rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="weight">One weight for each row, or null if all count the same.</param>
    /// <exception cref="ArgumentException">A label or the weights do not fit.</exception>
    public RowMeanLoss(Loss loss, int[] labels, int classes, double[]? weight = null)
    {
        if (weight is not null && weight.Length != labels.Length)
            throw new ArgumentException($"{weight.Length} weights given; {labels.Length} are expected", nameof(weight));
        _loss = loss;
        _known = new KnownClasses(loss, labels, classes);
        _weight = weight ?? [];
    }

    /// <summary>
    /// The mean loss; writes its derivatives with respect to the scores unless the span is empty. Infinity (and derivatives of 0) if a score is
    /// not finite, so that a line search steps back.
    /// </summary>
    /// <exception cref="LossException">The scores or the classes are outside the domain of the loss.</exception>
    public double Evaluate(ReadOnlySpan<double> scores, Span<double> gradient)
    {
        // The sum of x - x is 0 for finite numbers and NaN otherwise, without a branch for each.
        var spread = 0.0;
        foreach (var score in scores) spread += score - score;
        if (spread != 0)
        {
            gradient.Clear();
            return double.PositiveInfinity;
        }

        var batch = _known.Batch(scores, gradient);
        batch.SampleWeight = _weight;
        batch.Reduction = Reduction.Mean;
        batch.Threads = 1;
        return _loss.Evaluate(batch).Value;
    }
}

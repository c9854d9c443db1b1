namespace Minima.Cli.Compare;

/// <summary>
/// The mean of a row loss over rows of known classes, sum w l / sum w, as a function of the scores: for each row one score of each
/// class, one row after the other. It computes on the calling thread and allocates nothing in a call; one object may serve several
/// threads as long as each has scores and gradient of its own.
/// </summary>
internal sealed class RowMeanLoss
{
    private readonly Loss _loss;
    private readonly int[] _labels;
    private readonly double[] _oneHot;
    private readonly double[] _weight;

    /// <param name="loss">A loss over rows of classes.</param>
    /// <param name="labels">The class of each row, from 0. A loss that takes target rows only gets them as one-hot rows.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="weight">One weight for each row, or null where all count the same.</param>
    /// <exception cref="ArgumentException">A label or the weights do not fit.</exception>
    public RowMeanLoss(Loss loss, int[] labels, int classes, double[]? weight = null)
    {
        if (classes < 1) throw new ArgumentOutOfRangeException(nameof(classes), classes, "at least one class is expected");
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)classes) throw new ArgumentException($"label {label} is not below {classes}", nameof(labels));
        }

        if (weight is not null && weight.Length != labels.Length)
            throw new ArgumentException($"{weight.Length} weights are not {labels.Length}", nameof(weight));
        _loss = loss;
        _labels = TakesLabels(loss.Entry) ? labels : [];
        _oneHot = TakesLabels(loss.Entry) ? [] : OneHot(labels, classes);
        _weight = weight ?? [];
        Rows = labels.Length;
        Classes = classes;
    }

    public int Rows { get; }

    public int Classes { get; }

    /// <summary>The target of the loss may be the index of a class.</summary>
    public static bool TakesLabels(LossEntry entry) => entry.Inputs[1].Kind is InputKind.Label or InputKind.LabelOrRow;

    /// <summary>For each row a 1 at its class and 0 elsewhere.</summary>
    public static double[] OneHot(ReadOnlySpan<int> labels, int classes)
    {
        var rows = new double[checked(labels.Length * classes)];
        for (var i = 0; i < labels.Length; i++) rows[(i * classes) + labels[i]] = 1;
        return rows;
    }

    /// <summary>
    /// The mean loss; writes its derivatives by the scores unless the span is empty. Infinity (and derivatives of 0) where a score is
    /// not finite, so that a line search steps back.
    /// </summary>
    /// <exception cref="LossException">The scores or the classes are outside what the loss takes.</exception>
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

        var batch = new RowBatch<double>
        {
            Prediction = scores,
            Labels = _labels,
            Target = _oneHot,
            Classes = Classes,
            SampleWeight = _weight,
            IgnoreIndex = IgnoreIndex.None,
            Gradient = gradient,
            Reduction = Reduction.Mean,
            Threads = 1,
        };
        return _loss.Evaluate(batch).Value;
    }
}

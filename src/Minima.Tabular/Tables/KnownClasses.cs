namespace Minima.Tabular;

/// <summary>Rows of known classes in the form of a loss over rows: as labels, or as one-hot rows if it only takes rows of targets.</summary>
internal sealed class KnownClasses
{
    private readonly bool _takesLabels;
    private readonly double[] _oneHot;

    /// <param name="loss">A loss over rows of classes.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">A label does not fit.</exception>
    public KnownClasses(Loss loss, int[] labels, int classes)
    {
        if (classes < 1) throw new ArgumentOutOfRangeException(nameof(classes), classes, "at least one class is expected");
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)classes) throw new ArgumentException($"label {label} is not below {classes}", nameof(labels));
        }

        _takesLabels = TakesLabels(loss.Entry);
        _oneHot = _takesLabels ? [] : OneHot(labels, classes);
        Labels = labels;
        Classes = classes;
    }

    public int[] Labels { get; }

    public int Classes { get; }

    /// <summary>The target of the loss may be the index of a class.</summary>
    public static bool TakesLabels(LossEntry entry) => entry.Inputs[1].Kind is InputKind.Label or InputKind.LabelOrRow;

    /// <summary>A batch of these rows, which writes the gradient unless the span is empty.</summary>
    public LossBatch<double> Batch(ReadOnlySpan<double> scores, Span<double> gradient) => new()
    {
        Prediction = scores,
        Labels = _takesLabels ? Labels : [],
        Target = _oneHot,
        Classes = Classes,
        IgnoreIndex = IgnoreIndex.None,
        Gradient = gradient,
    };

    /// <summary>The target of one row: its label, and a row of numbers if the loss takes one.</summary>
    public (int Label, double[] Row) Row(int row) => (Labels[row], _takesLabels ? [] : _oneHot.AsSpan(row * Classes, Classes).ToArray());

    /// <summary>For each row a 1 at its class and 0 elsewhere.</summary>
    private static double[] OneHot(ReadOnlySpan<int> labels, int classes)
    {
        var rows = new double[checked(labels.Length * classes)];
        for (var i = 0; i < labels.Length; i++) rows[(i * classes) + labels[i]] = 1;
        return rows;
    }
}

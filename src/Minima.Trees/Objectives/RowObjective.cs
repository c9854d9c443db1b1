namespace Minima.Trees;

/// <summary>A loss of several learned numbers per row, written in code: a mean and a standard deviation, or several quantiles. Trees learn one raw score for each of them.</summary>
/// <remarks>Several threads evaluate at the same time. Rows must not depend on each other. The booster multiplies the results by the weights.</remarks>
public abstract class RowObjective
{
    /// <summary>The name of the loss, as a saved model keeps it.</summary>
    public abstract string Name { get; }

    /// <summary>Parameters of the loss that a saved model keeps.</summary>
    public virtual IReadOnlyDictionary<string, double> Parameters => new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The raw scores that every row begins with, one for each learned number.</summary>
    public abstract IReadOnlyList<double> Start { get; }

    /// <summary>True if gradients jump, so that curvatures are 0 or infinite: splits divide by 1 per row, and the search of leaf values uses no curvatures.</summary>
    public abstract bool HasJumps { get; }

    /// <summary>True if gradients jump only at raw scores equal to the target, so that boosting searches leaf values among targets. For an absolute error the value is exactly their median.</summary>
    public virtual bool JumpsAtTarget => false;

    /// <summary>Values, gradients and curvatures with respect to one raw score.</summary>
    /// <param name="rows">The rows, as <see cref="TreeData"/> numbers them.</param>
    /// <param name="scores">Raw scores: those of the first learned number for all of <paramref name="rows"/>, then those of the second, and so on.</param>
    /// <param name="output">The learned number to differentiate with respect to.</param>
    /// <param name="values">Receives the loss of each row; NaN or infinite if it has none.</param>
    /// <param name="slopes">Receives its derivative with respect to the raw score.</param>
    /// <param name="curvatures">Receives its second derivative with respect to the raw score, up to a relative error of a thousandth: it proposes steps, and the gradients decide where they end. Negative numbers count as 0.</param>
    public abstract void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures);

    /// <summary>The same while one raw score moves and the others stay, as in the search of a leaf's value: values may omit terms that do not depend on that score.</summary>
    /// <param name="rows">The rows, as <see cref="TreeData"/> numbers them.</param>
    /// <param name="scores">As in <see cref="Evaluate"/>.</param>
    /// <param name="output">The learned number that moves.</param>
    /// <param name="values">Receives the loss of each row, up to a constant of the row; NaN or infinite if it has none.</param>
    /// <param name="slopes">Receives its derivative with respect to the raw score.</param>
    /// <param name="curvatures">As in <see cref="Evaluate"/>.</param>
    public virtual void EvaluateAlong(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures) =>
        Evaluate(rows, scores, output, values, slopes, curvatures);
}

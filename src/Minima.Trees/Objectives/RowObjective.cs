namespace Minima.Trees;

/// <summary>A loss of several learned numbers a row, written in code: a mean and a spread, some quantiles. Trees learn one raw score for each of them.</summary>
/// <remarks>Several threads evaluate at the same time. Rows must not depend on each other. Weights are multiplied in by the booster.</remarks>
public abstract class RowObjective
{
    /// <summary>The name of the loss, as a saved model keeps it.</summary>
    public abstract string Name { get; }

    /// <summary>Parameters of the loss that a saved model keeps.</summary>
    public virtual IReadOnlyDictionary<string, double> Parameters => new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The raw scores that every row begins with, one for each learned number.</summary>
    public abstract IReadOnlyList<double> Start { get; }

    /// <summary>Slopes jump, so that curvatures are 0 or infinite: splits divide by 1 a row, and leaf values are searched without curvatures.</summary>
    public abstract bool HasJumps { get; }

    /// <summary>Slopes jump where a raw score is the target and nowhere else, so that leaf values are searched among targets: of an absolute error it is their median, exactly.</summary>
    public virtual bool JumpsAtTarget => false;

    /// <summary>Values, slopes and curvatures with respect to one raw score.</summary>
    /// <param name="rows">The rows, as <see cref="TreeData"/> numbers them.</param>
    /// <param name="scores">Raw scores: those of the first learned number for all of <paramref name="rows"/>, then those of the second, and so on.</param>
    /// <param name="output">The learned number that slopes and curvatures are wanted of.</param>
    /// <param name="values">Receives the loss of each row; NaN or infinite where it has none.</param>
    /// <param name="slopes">Receives its derivative with respect to the raw score.</param>
    /// <param name="curvatures">Receives its second derivative with respect to the raw score, up to a relative error of a thousandth: it proposes steps, and the slopes decide where they end. What is negative counts as 0.</param>
    public abstract void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures);

    /// <summary>The same while one raw score moves and the others stay, as in the search of a leaf's value: values may leave out what does not depend on that score.</summary>
    /// <param name="rows">The rows, as <see cref="TreeData"/> numbers them.</param>
    /// <param name="scores">As in <see cref="Evaluate"/>.</param>
    /// <param name="output">The learned number that moves.</param>
    /// <param name="values">Receives the loss of each row, but for a constant of the row; NaN or infinite where it has none.</param>
    /// <param name="slopes">Receives its derivative with respect to the raw score.</param>
    /// <param name="curvatures">As in <see cref="Evaluate"/>.</param>
    public virtual void EvaluateAlong(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures) =>
        Evaluate(rows, scores, output, values, slopes, curvatures);
}

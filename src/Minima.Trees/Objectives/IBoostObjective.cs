namespace Minima.Trees;

/// <summary>A loss as boosting sees it: values, gradients and curvatures with respect to the raw score, and the kinks.</summary>
internal interface IBoostObjective
{
    /// <summary>The number of raw scores of a row, and of trees of a round.</summary>
    int Outputs { get; }

    /// <summary>True for a parabola in the raw score: the histogram's leaf values are exact, and no line search is needed.</summary>
    bool IsParabola { get; }

    /// <summary>True if the loss is proved to be convex in the raw score.</summary>
    bool IsConvex { get; }

    /// <summary>The kinks, at which gradients jump: raw score = factor * target + offset.</summary>
    IReadOnlyList<(double Factor, double Offset)> Bends { get; }

    /// <summary>The proportion of the rate that each output takes. If only differences of the outputs count, all of them move to the same end, and together they make the step that one output would take.</summary>
    /// <param name="rate">The rate.</param>
    double StepShare(double rate) => 1;

    double[] Targets { get; }

    /// <summary>The curvature that splits divide by.</summary>
    Curvature Curvature { get; }

    /// <summary>The reason for this curvature.</summary>
    string CurvatureReason { get; }

    /// <summary>The constants at which the search of the best ones begins, computed from some rows.</summary>
    /// <param name="targets">Their targets.</param>
    /// <param name="weights">Their weights; null for equal ones.</param>
    /// <param name="areAll">True if these are all rows.</param>
    double[] Guess(double[] targets, double[]? weights, bool areAll);

    /// <summary>True if boosting searches the best constants on all rows, starting from the guess; otherwise it keeps the guess.</summary>
    bool SearchesStart => true;

    /// <summary>True if the guess is the best constant of its rows.</summary>
    bool GuessIsBest { get; }

    /// <summary>Weighted values, gradients and curvatures of one output.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">Raw scores, output after output, <see cref="RowBlock.Count"/> each.</param>
    /// <param name="curvature">The curvature of the splits, or the exact one of a line search.</param>
    /// <param name="output">The output to differentiate with respect to.</param>
    void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures);

    /// <summary>The same while one raw score moves and the others stay: values may omit terms that do not depend on it.</summary>
    void EvaluateAlong(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures) =>
        Evaluate(rows, scores, output, curvature, values, slopes, curvatures);
}

namespace Minima.Trees;

/// <summary>A loss as boosting sees it: values, slopes and curvatures with respect to the raw score, and where they bend. All further work is the engine's.</summary>
internal interface IBoostObjective
{
    /// <summary>Raw scores of a row, and trees of a round.</summary>
    int Outputs { get; }

    /// <summary>A parabola in the raw score: the histogram's leaf values are exact, and no line search is needed.</summary>
    bool IsParabola { get; }

    /// <summary>It is proved to be convex in the raw score.</summary>
    bool IsConvex { get; }

    /// <summary>The places at which slopes jump: raw score = factor * target + offset.</summary>
    IReadOnlyList<(double Factor, double Offset)> Bends { get; }

    /// <summary>The share of the rate that each output takes. Where only differences of the outputs count, all of them move to the same end, and their shares add up to the step that one output would take.</summary>
    /// <param name="rate">The rate.</param>
    double StepShare(double rate) => 1;

    double[] Targets { get; }

    /// <summary>The curvature that splits divide by.</summary>
    Curvature Curvature { get; }

    /// <summary>Why splits divide by the curvature that they divide by.</summary>
    string CurvatureReason { get; }

    /// <summary>A constant to begin the search of the best one with, found on some rows.</summary>
    /// <param name="targets">Their targets.</param>
    /// <param name="weights">Their weights; null for equal ones.</param>
    /// <param name="areAll">There are no others.</param>
    double[] Guess(double[] targets, double[]? weights, bool areAll);

    /// <summary>The best constants are searched on all rows, from the guess on; else the guess stays.</summary>
    bool SearchesStart => true;

    /// <summary>The guess is the best constant of the rows that it looked at.</summary>
    bool GuessIsBest { get; }

    /// <summary>Weighted values, slopes and curvatures of one output.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">Raw scores, output after output, <see cref="RowBlock.Count"/> each.</param>
    /// <param name="curvature">That of the splits, or the exact one of a line search.</param>
    /// <param name="output">The output that slopes and curvatures are wanted of.</param>
    void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures);

    /// <summary>The same while one raw score moves and the others stay: values may leave out what does not depend on it.</summary>
    void EvaluateAlong(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures) =>
        Evaluate(rows, scores, output, curvature, values, slopes, curvatures);
}

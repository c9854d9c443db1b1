namespace Minima.Trees;

/// <summary>A loss that is not convex, as splits see it. The gradient of a row is the difference of the loss between the ends of a window around its score, divided by the window's width, averaged over four windows. This is the gradient of the loss's mean over the windows, so that a row on a flat part has a gradient as soon as one window reaches beyond it.</summary>
/// <param name="loss">The loss.</param>
internal sealed class WindowedObjective(PointObjective loss) : IBoostObjective
{
    /// <summary>Windows of evenly growing widths whose gradients are averaged: both ends of a single one may lie on flat parts.</summary>
    private const int Widths = 4;

    [ThreadStatic]
    private static double[][]? _buffers;

    /// <summary>Half the width of the window in sizes of usual residuals, if the caller chose it; otherwise null.</summary>
    public double? Chosen { get; init; }

    /// <summary>Half the width of the widest window, in units of the raw score; 0 for the gradient itself.</summary>
    public double Half { get; set; }

    public int Outputs => 1;

    public bool IsParabola => false;

    public bool IsConvex => false;

    public IReadOnlyList<(double Factor, double Offset)> Bends => [];

    public double[] Targets => loss.Targets;

    public Curvature Curvature => loss.Curvature;

    public string CurvatureReason => loss.CurvatureReason;

    public bool GuessIsBest => loss.GuessIsBest;

    public double[] Guess(double[] targets, double[]? weights, bool areAll) => loss.Guess(targets, weights, areAll);

    /// <summary>Gradients over the window. Curvatures of the derivative divided by the residual use these gradients; others are evaluated at the scores themselves.</summary>
    public void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        loss.Evaluate(rows, scores, output, curvature, values, slopes, curvatures);
        if (!(Half > 0)) return;
        var buffers = _buffers ??= [.. Enumerable.Range(0, 4).Select(_ => new double[RowBlock.Most])];
        slopes.Clear();
        for (var k = 1; k <= Widths; k++)
        {
            var half = Half * k / Widths;
            AddEnds(rows, scores, +half, slopes, buffers);
            AddEnds(rows, scores, -half, slopes, buffers);
        }

        if (curvature != Curvature.Weight) return;
        var targets = rows.Of(Targets, buffers[0]);
        for (var i = 0; i < targets.Length; i++) curvatures[i] = Math.Abs(slopes[i]) / Math.Max(Half, Math.Abs(scores[i] - targets[i]));
    }

    /// <summary>Adds the contribution of a window's end to the mean gradient.</summary>
    private void AddEnds(in RowBlock rows, ReadOnlySpan<double> scores, double step, Span<double> slopes, double[][] buffers)
    {
        var (count, moved, values) = (rows.Count, buffers[0], buffers[1]);
        for (var i = 0; i < count; i++) moved[i] = scores[i] + step;
        loss.Evaluate(rows, moved.AsSpan(0, count), 0, Curvature.Constant, values.AsSpan(0, count), buffers[2].AsSpan(0, count), buffers[3].AsSpan(0, count));
        for (var i = 0; i < count; i++) slopes[i] += values[i] / (2 * Widths * step);
    }
}

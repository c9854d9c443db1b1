namespace Minima.Tabular;

/// <summary>
/// The derivative of a loss with respect to the margin of another class over the label: of one other class if each counts by itself, of all
/// at once if only the strongest counts.
/// </summary>
internal sealed class DifferenceProbe(Loss loss, int classes, bool strongest, int count) : ISlopeProbe
{
    public bool HasInputs => false;

    /// <summary>All zeros: the margins of all rows are alike.</summary>
    public double[] Target { get; } = new double[count];

    public double[] At(IReadOnlyList<double> predictions, IReadOnlyList<int> rows)
    {
        var scores = new double[predictions.Count * classes];
        for (var i = 0; i < predictions.Count; i++)
        {
            for (var k = 1; k < classes; k++) scores[(i * classes) + k] = k == 1 || !strongest ? predictions[i] : predictions[i] - 1 - Math.Abs(predictions[i]);
        }

        var gradient = new double[scores.Length];
        ClassTerms.Gradient(loss, scores, new int[predictions.Count], classes, gradient);
        return [.. Enumerable.Range(0, predictions.Count).Select(i => gradient[(i * classes) + 1])];
    }
}

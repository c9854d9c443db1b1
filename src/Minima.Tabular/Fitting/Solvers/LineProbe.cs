namespace Minima.Tabular;

/// <summary>The derivative of a loss over rows of classes along some lines through the scores, each with a label of its own.</summary>
internal sealed class LineProbe : ISlopeProbe
{
    private readonly Loss _loss;
    private readonly int _classes;
    private readonly int[] _labels;
    private readonly double[][] _from;
    private readonly double[][] _along;

    /// <param name="loss">The loss.</param>
    /// <param name="labels">The label of each line.</param>
    /// <param name="from">The origin of each line: a score for each class.</param>
    /// <param name="along">The direction of each line.</param>
    public LineProbe(Loss loss, int[] labels, double[][] from, double[][] along)
    {
        _loss = loss;
        _classes = from[0].Length;
        _labels = labels;
        _from = from;
        _along = along;

        // These identify the lines, and the search is around them, so they are close together.
        Target = [.. Enumerable.Range(0, labels.Length).Select(line => line / 64.0)];
    }

    public bool HasInputs => true;

    public double[] Target { get; }

    public double[] At(IReadOnlyList<double> predictions, IReadOnlyList<int> rows)
    {
        var scores = new double[predictions.Count * _classes];
        for (var i = 0; i < scores.Length; i++)
        {
            var line = rows[i / _classes];
            scores[i] = _from[line][i % _classes] + (predictions[i / _classes] * _along[line][i % _classes]);
        }

        var gradient = new double[scores.Length];
        ClassTerms.Gradient(_loss, scores, [.. rows.Select(line => _labels[line])], _classes, gradient);
        var slopes = new double[predictions.Count];
        for (var i = 0; i < slopes.Length; i++)
            slopes[i] = FixedOrder.Dot(gradient.AsSpan(i * _classes, _classes), _along[rows[i]]);
        return slopes;
    }
}

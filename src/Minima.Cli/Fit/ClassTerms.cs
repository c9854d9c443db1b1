namespace Minima.Cli.Fit;

/// <summary>A loss over rows of classes on the labels of some rows; its predictions are scores, one for each class, row after row.</summary>
internal sealed class ClassTerms : IRowTerms
{
    private readonly Loss _loss;
    private readonly double[] _oneHot;
    private readonly double[] _rowShare;
    private readonly double[] _terms;

    /// <param name="loss">The loss.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="share">The share of each row in the mean.</param>
    public ClassTerms(Loss loss, int[] labels, int classes, double[] share)
    {
        _loss = loss;
        Labels = labels;
        Classes = classes;
        _oneHot = Compare.RowMeanLoss.TakesLabels(loss.Entry) ? [] : Compare.RowMeanLoss.OneHot(labels, classes);
        _rowShare = share;
        _terms = new double[labels.Length];
        Share = new double[labels.Length * classes];
        for (var i = 0; i < Share.Length; i++) Share[i] = share[i / classes];
    }

    public int[] Labels { get; }

    public int Classes { get; }

    /// <summary>For each score the share of its row.</summary>
    public double[] Share { get; }

    /// <summary>As the interface says; the curvature is the diagonal of each row's second derivative.</summary>
    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        foreach (var score in prediction)
        {
            if (double.IsFinite(score)) continue;
            slope.Fill(double.NaN);
            return double.PositiveInfinity;
        }

        var batch = new RowBatch<double>
        {
            Prediction = prediction,
            Classes = Classes,
            IgnoreIndex = IgnoreIndex.None,
            Gradient = slope,
            Hessian = curvature,
            Terms = _terms,
            Reduction = Reduction.None,
        };
        if (_oneHot.Length == 0) batch.Labels = Labels;
        else batch.Target = _oneHot;
        _loss.Evaluate(batch);
        return Summation.Mean(_terms, _rowShare);
    }

    /// <summary>The gradient of a loss by the scores of some rows.</summary>
    public static void Gradient(Loss loss, double[] scores, int[] labels, int classes, double[] gradient)
    {
        var batch = new RowBatch<double> { Prediction = scores, Classes = classes, IgnoreIndex = IgnoreIndex.None, Gradient = gradient, Reduction = Reduction.None };
        if (Compare.RowMeanLoss.TakesLabels(loss.Entry)) batch.Labels = labels;
        else batch.Target = Compare.RowMeanLoss.OneHot(labels, classes);
        loss.Evaluate(batch);
    }

    /// <summary>
    /// For each row the second derivative by its scores, K by K, from central differences of the exact gradient: right to ten digits
    /// of each entry's size, for an engine's gradient keeps its relative accuracy also where a probability is nearly 0.
    /// </summary>
    public double[] SecondDerivatives(ReadOnlySpan<double> prediction)
    {
        var rows = Labels.Length;
        var result = new double[rows * Classes * Classes];
        var moved = prediction.ToArray();
        var (above, below) = (new double[moved.Length], new double[moved.Length]);
        var width = new double[rows];
        for (var k = 0; k < Classes; k++)
        {
            for (var i = 0; i < rows; i++)
            {
                var at = prediction[(i * Classes) + k];
                var step = 1e-5 * Math.Max(1, Math.Abs(at));
                moved[(i * Classes) + k] = at + step;
            }

            Evaluate(moved, above, []);
            for (var i = 0; i < rows; i++)
            {
                var at = prediction[(i * Classes) + k];
                var high = moved[(i * Classes) + k];
                moved[(i * Classes) + k] = at - (high - at);
                width[i] = high - moved[(i * Classes) + k];
            }

            Evaluate(moved, below, []);
            for (var i = 0; i < rows; i++)
            {
                for (var m = 0; m < Classes; m++)
                    result[(((i * Classes) + m) * Classes) + k] = (above[(i * Classes) + m] - below[(i * Classes) + m]) / width[i];
                moved[(i * Classes) + k] = prediction[(i * Classes) + k];
            }
        }

        return result;
    }
}

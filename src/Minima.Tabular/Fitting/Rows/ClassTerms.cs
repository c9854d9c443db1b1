namespace Minima.Tabular;

/// <summary>A loss over rows of classes on the labels of some rows; its predictions are scores, one for each class, row after row.</summary>
internal sealed class ClassTerms : IRowTerms
{
    private readonly Loss _loss;
    private readonly KnownClasses _known;
    private readonly RowCurvature _curvature;
    private readonly double[] _rowShare;
    private readonly double[] _terms;

    /// <param name="loss">The loss.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="share">The weight of each row in the mean, as a fraction.</param>
    public ClassTerms(Loss loss, int[] labels, int classes, double[] share)
    {
        _loss = loss;
        _known = new KnownClasses(loss, labels, classes);
        _curvature = RowCurvature.Of(loss);
        _rowShare = share;
        _terms = new double[labels.Length];
        Share = new double[labels.Length * classes];
        for (var i = 0; i < Share.Length; i++) Share[i] = share[i / classes];
    }

    public int[] Labels => _known.Labels;

    public int Classes => _known.Classes;

    /// <summary>The weight of the row of each score.</summary>
    public double[] Share { get; }

    /// <inheritdoc/>
    /// <remarks>The curvature is the diagonal of each row's second derivative.</remarks>
    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        foreach (var score in prediction)
        {
            if (double.IsFinite(score)) continue;
            slope.Fill(double.NaN);
            return double.PositiveInfinity;
        }

        var batch = _known.Batch(prediction, slope);
        batch.Hessian = curvature;
        batch.Terms = _terms;
        batch.Reduction = Reduction.None;
        _loss.Evaluate(batch);
        return Summation.Mean(_terms, _rowShare);
    }

    /// <summary>The gradient of a loss with respect to the scores of some rows.</summary>
    public static void Gradient(Loss loss, double[] scores, int[] labels, int classes, double[] gradient)
    {
        var batch = new KnownClasses(loss, labels, classes).Batch(scores, gradient);
        batch.Reduction = Reduction.None;
        loss.Evaluate(batch);
    }

    /// <summary>The second derivative of a row with respect to its scores, K by K.</summary>
    public double[] SecondDerivative(double[] scores, int row)
    {
        var result = new double[Classes * Classes];
        _curvature.Write(scores.AsSpan(row * Classes, Classes), _known.Row(row), result);
        return result;
    }

    /// <summary>The product of each row's second derivative with its part of a vector.</summary>
    public double[] SecondDerivativeTimes(double[] scores, double[] vector)
    {
        var product = new double[scores.Length];
        Parallel.For(0, Labels.Length, row =>
        {
            var (first, count) = (row * Classes, Classes);
            _curvature.WriteTimes(scores.AsSpan(first, count), _known.Row(row), vector.AsSpan(first, count), product.AsSpan(first, count));
        });
        return product;
    }
}

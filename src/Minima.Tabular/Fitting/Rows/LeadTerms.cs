namespace Minima.Tabular;

/// <summary>
/// A loss as a function of the margins of other classes over the label: one prediction for each row and other class
/// if each counts, one bound for each row if only the largest counts. With bounds, the other predictions are the excess of each margin over
/// the bound, which costs more than it can save.
/// </summary>
internal sealed class LeadTerms : IRowTerms
{
    private readonly Loss _loss;
    private readonly int _classes;
    private readonly int[] _labels;
    private readonly int _others;
    private readonly double _excess;
    private readonly double[] _rowTerms;
    private readonly double[] _terms;
    private readonly double[] _termShare;

    /// <param name="loss">The loss.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="rowShare">The weight of each row in the mean, as a fraction.</param>
    /// <param name="share">The weight of the row of each prediction.</param>
    /// <param name="excess">The price of a margin beyond its row's bound; null if each margin counts by itself.</param>
    public LeadTerms(Loss loss, int classes, double[] rowShare, double[] share, double? excess)
    {
        _loss = loss;
        _classes = classes;
        _others = excess is null ? classes - 1 : 1;
        _excess = excess ?? 0;
        _labels = new int[rowShare.Length];
        _rowTerms = new double[rowShare.Length];
        _termShare = excess is null ? rowShare : share;
        _terms = new double[_termShare.Length];
        Share = share;
    }

    public double[] Share { get; }

    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        // The label comes first and has the score 0; for a single margin the other classes are far below.
        var scores = new double[_labels.Length * _classes];
        for (var i = 0; i < _labels.Length; i++)
        {
            for (var k = 1; k < _classes; k++)
            {
                var lead = prediction[(i * _others) + (_others == 1 ? 0 : k - 1)];
                scores[(i * _classes) + k] = _others == 1 && k > 1 ? lead - 1 - Math.Abs(lead) : lead;
            }
        }

        slope.Clear();
        curvature.Clear();
        var gradient = slope.IsEmpty ? [] : new double[scores.Length];
        var hessian = curvature.IsEmpty ? [] : new double[scores.Length];
        _loss.Evaluate(new LossBatch<double>
        {
            Prediction = scores,
            Labels = _labels,
            Classes = _classes,
            IgnoreIndex = IgnoreIndex.None,
            Gradient = gradient,
            Hessian = hessian,
            Terms = _rowTerms,
            Reduction = Reduction.None,
        });
        for (var lead = 0; lead < _labels.Length * _others; lead++)
        {
            var at = (lead / _others * _classes) + (lead % _others) + 1;
            if (!slope.IsEmpty) slope[lead] = gradient[at];
            if (!curvature.IsEmpty) curvature[lead] = hessian[at];
        }

        _rowTerms.CopyTo(_terms, 0);
        for (var lead = _labels.Length * _others; lead < prediction.Length; lead++)
        {
            _terms[lead] = _excess * Math.Max(0, prediction[lead]);
            if (!slope.IsEmpty) slope[lead] = prediction[lead] > 0 ? _excess : 0;
        }

        return Summation.Mean(_terms, _termShare);
    }
}

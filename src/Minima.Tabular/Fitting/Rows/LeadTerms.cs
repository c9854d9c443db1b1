namespace Minima.Tabular;

/// <summary>
/// A loss that is a function of leads of other classes over the label, as a function of these leads: one for each row and other class
/// where each counts, one bound for each row where the largest counts. There the other predictions are by how much each lead exceeds
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
    /// <param name="classes">How many classes there are.</param>
    /// <param name="rowShare">The share of each row in the mean.</param>
    /// <param name="share">For each prediction the share of its row.</param>
    /// <param name="excess">The price of a lead beyond its row's bound; null where each lead counts by itself.</param>
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
        // The label comes first and has the score 0; of a single lead the other classes are out of reach.
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

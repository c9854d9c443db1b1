namespace Minima.Tabular;

/// <summary>
/// The derivatives of a loss with respect to the model's output at many pairs of output and target. If the derivatives of two losses are equal up to a positive
/// factor, the losses differ by a factor and an added constant. They then have the same minimisers for all data and models.
/// </summary>
internal sealed class SlopeShape
{
    private const int MostTargets = 41;

    /// <summary>The tolerances: relative to each derivative, and to the largest one at ordinary distances, for derivatives that are rounding errors of differences.</summary>
    private const double Relative = 1e-9;
    private const double Absolute = 1e-13;
    private const double Ordinary = 30;

    /// <summary>Large ones too, to distinguish a loss with a kink far from 0 from one without.</summary>
    private static readonly double[] Residuals = [1e-3, 0.03, 0.11, 0.37, 0.7, 1.03, 1.7, 3.1, 5.3, 11, 31, 107, 1e4, 1e7, 1e10];

    private static readonly double[] Scores = [0.013, 0.11, 0.37, 0.7, 1.03, 1.9, 3.1, 5.3, 8.7, 14, 20, 29];

    private readonly double[] _slopes;
    private readonly bool[] _ordinary;

    private SlopeShape(double[] slopes, bool[] ordinary)
    {
        _slopes = slopes;
        _ordinary = ordinary;
    }

    /// <param name="candidate">The loss.</param>
    /// <param name="loss">The loss at its parameters.</param>
    /// <param name="labels">Targets in the form of the loss.</param>
    /// <param name="scale">The transform from the model's output to the raw prediction.</param>
    /// <param name="aroundTarget">True for outputs around the target, as for numbers with an identity link; else around 0.</param>
    /// <param name="theta">The learned inputs.</param>
    public static SlopeShape Of(Candidate candidate, Loss loss, double[] labels, OutputScale scale, bool aroundTarget, double[] theta)
    {
        var targets = Spread(labels);
        var distances = (aroundTarget ? Residuals : Scores).SelectMany(d => new[] { d, -d }).ToArray();
        var target = new double[targets.Length * distances.Length];
        var output = new double[target.Length];
        var ordinary = new bool[target.Length];
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = targets[i / distances.Length];
            var distance = distances[i % distances.Length];
            output[i] = (aroundTarget ? (target[i] - scale.Offset) / scale.Factor : 0) + distance;
            ordinary[i] = Math.Abs(distance) <= Ordinary;
        }

        var slopes = new double[target.Length];
        new MeanLoss(loss, target, scale, candidate).Evaluate(output, theta, slopes, new double[theta.Length]);
        return new SlopeShape(slopes, ordinary);
    }

    /// <summary>Checks if the derivatives of the other are these times one positive factor.</summary>
    public bool IsSame(SlopeShape other)
    {
        if (_slopes.Length != other._slopes.Length) return false;
        var sizes = Enumerable.Range(0, _slopes.Length).Where(i => _ordinary[i] && _slopes[i] != 0 && double.IsFinite(_slopes[i])).OrderBy(i => Math.Abs(_slopes[i])).ToArray();
        if (sizes.Length == 0) return false;
        var pivot = sizes[sizes.Length / 2];
        var factor = other._slopes[pivot] / _slopes[pivot];
        if (!(factor > 0) || !double.IsFinite(factor)) return false;
        var floor = Absolute * Math.Abs(_slopes[sizes[^1]]) * factor;
        for (var i = 0; i < _slopes.Length; i++)
        {
            var (expected, found) = (factor * _slopes[i], other._slopes[i]);
            if (!double.IsFinite(expected) || !double.IsFinite(found))
            {
                if (double.IsFinite(expected) != double.IsFinite(found)) return false;
                continue;
            }

            if (!(Math.Abs(found - expected) <= (Relative * Math.Abs(expected)) + floor)) return false;
        }

        return true;
    }

    /// <summary>Distinct targets, evenly spaced in their order.</summary>
    private static double[] Spread(double[] labels)
    {
        double[] distinct = [.. labels.Distinct().Order()];
        if (distinct.Length <= MostTargets) return distinct;
        return [.. Enumerable.Range(0, MostTargets).Select(k => distinct[(int)((long)k * (distinct.Length - 1) / (MostTargets - 1))])];
    }
}

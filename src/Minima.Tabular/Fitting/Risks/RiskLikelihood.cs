namespace Minima.Tabular;

/// <summary>
/// Minus the logarithm of a partial likelihood of relative risks by its definition (D. R. Cox, 1975): a sum over the times of events, with the rows at risk. Tied events are compared with all rows at
/// risk (N. Breslow, 1974), or each with a part of the tied ones (B. Efron, 1977). It is convex, as logarithms of sums of exponentials are.
/// </summary>
internal sealed class RiskLikelihood
{
    private readonly double[] _events;
    private readonly bool _sharesTies;

    /// <summary>The rows of each time, from the last time to the first: the set at risk grows from one to the next.</summary>
    private readonly int[][] _tied;

    /// <param name="times">The observed time of each row.</param>
    /// <param name="events">1 if the event happened at that time, otherwise 0.</param>
    /// <param name="sharesTies">Tied events are compared with a part of each other (Efron), otherwise in full (Breslow).</param>
    public RiskLikelihood(double[] times, double[] events, bool sharesTies)
    {
        (_events, _sharesTies) = (events, sharesTies);
        _tied = [.. Enumerable.Range(0, times.Length).GroupBy(i => times[i]).OrderByDescending(rows => rows.Key).Select(rows => rows.ToArray())];
    }

    /// <summary>The value at the given risks of the rows.</summary>
    public double Value(double[] risks)
    {
        var (highest, sum, atRisk) = (risks.Max(), 0.0, 0.0);
        foreach (var rows in _tied)
        {
            var (happened, tied) = (0, 0.0);
            foreach (var i in rows)
            {
                var share = Math.Exp(risks[i] - highest);
                atRisk += share;
                if (_events[i] != 1) continue;
                sum -= risks[i] - highest;
                tied += share;
                happened++;
            }

            for (var k = 0; k < happened; k++) sum += Math.Log(atRisk - (Part(k, happened) * tied));
        }

        return sum;
    }

    /// <summary>
    /// The score residuals, one for each row (D. Y. Lin and L. J. Wei, 1989). An event contributes the row's columns minus their mean over the rows at risk. Each event time at which the row was
    /// at risk subtracts the same difference times the row's part of the hazard. A residual is the change of the log-likelihood's gradient per unit of the row's weight; they sum to that gradient.
    /// </summary>
    /// <param name="risks">The risk of each row.</param>
    /// <param name="design">The columns, row after row.</param>
    /// <param name="width">The numbers in a row of the design.</param>
    /// <param name="size">The number of columns of risks, which come first.</param>
    public double[][] Residuals(double[] risks, double[] design, int width, int size)
    {
        var highest = risks.Max();
        var shares = Array.ConvertAll(risks, risk => Math.Exp(risk - highest));
        var moments = Moments(shares, design, width, size);
        var residuals = new double[risks.Length][];
        var (hazard, drift) = (0.0, new double[size]);
        for (var at = _tied.Length - 1; at >= 0; at--)
        {
            var here = moments[at];
            foreach (var i in _tied[at])
            {
                var columns = design.AsSpan(i * width, size);
                var happened = _events[i] == 1;
                residuals[i] = new double[size];
                FixedOrder.AddScaled((happened ? 1 : 0) - (shares[i] * (hazard + (happened ? here.OwnHazard : here.Hazard))), columns, residuals[i]);
                FixedOrder.AddScaled(shares[i], drift, residuals[i]);
                FixedOrder.AddScaled(shares[i], happened ? here.OwnDrift : here.Drift, residuals[i]);
                if (happened) FixedOrder.AddScaled(-1, here.Mean, residuals[i]);
            }

            hazard += here.Hazard;
            FixedOrder.AddScaled(1, here.Drift, drift);
        }

        return residuals;
    }

    /// <summary>For each time the hazard, and the hazard times the mean of the columns at risk, both for a row with an event there and for all others. Also that mean over the events.</summary>
    private Moment[] Moments(double[] shares, double[] design, int width, int size)
    {
        var moments = new Moment[_tied.Length];
        var (atRisk, sums) = (0.0, new double[size]);
        for (var at = 0; at < _tied.Length; at++)
        {
            var (happened, tied, tiedSums) = (0, 0.0, new double[size]);
            foreach (var i in _tied[at])
            {
                var columns = design.AsSpan(i * width, size);
                atRisk += shares[i];
                FixedOrder.AddScaled(shares[i], columns, sums);
                if (_events[i] != 1) continue;
                tied += shares[i];
                FixedOrder.AddScaled(shares[i], columns, tiedSums);
                happened++;
            }

            var (hazard, own, drift, ownDrift, mean) = (0.0, 0.0, new double[size], new double[size], new double[size]);
            for (var k = 0; k < happened; k++)
            {
                var part = Part(k, happened);
                var total = atRisk - (part * tied);
                hazard += 1 / total;
                own += (1 - part) / total;
                for (var j = 0; j < size; j++)
                {
                    var average = (sums[j] - (part * tiedSums[j])) / total;
                    drift[j] += average / total;
                    ownDrift[j] += (1 - part) * average / total;
                    mean[j] += average / happened;
                }
            }

            moments[at] = new(hazard, own, drift, ownDrift, mean);
        }

        return moments;
    }

    /// <summary>The part of the tied events that no longer counts as at risk for the event of this number.</summary>
    private double Part(int number, int happened) => _sharesTies ? (double)number / happened : 0;

    private readonly record struct Moment(double Hazard, double OwnHazard, double[] Drift, double[] OwnDrift, double[] Mean);
}

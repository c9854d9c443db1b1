namespace Minima.Analysis;

/// <summary>Finds the link through which the best constant rows of samples equal the means of the samples.</summary>
internal sealed class RowLinkFinder(RowFunction function)
{
    private const int Samples = 4;
    private const double Near = 2e-4;
    private const double Far = 60;

    private static readonly PredictionLink[] Links = [PredictionLink.Softmax, PredictionLink.Sparsemax, PredictionLink.Logit, PredictionLink.Log, PredictionLink.Identity];

    public RowLink Find()
    {
        var samples = Draw();
        var onLogProbabilities = false;
        var found = samples.Select(s => Minimise(s, x => x)).ToArray();
        if (function.TakesLogProbabilities || (found.Any(f => !f.IsFinite) && function.PredictionDomain.IsReal))
        {
            var normalised = samples.Select(s => Minimise(s, RowSamples.LogNormalised)).ToArray();
            if (Array.TrueForAll(normalised, f => f.IsFinite))
            {
                (found, onLogProbabilities) = (normalised, true);
            }
        }

        var own = function.Loss.Entry.Link;
        var ofScores = !function.TakesLabels && function.Loss.DomainOf(1).IsReal;
        var finite = Array.TrueForAll(found, f => f.IsFinite);
        foreach (var upToScale in finite && IsScaleFree() ? new[] { true } : [false])
        {
            // The loss's own link first: if several fit, as softmax and exp of log-probabilities do, it is the intended one.
            foreach (var link in (onLogProbabilities ? [PredictionLink.Log] : Array.Empty<PredictionLink>()).Append(own).Concat(Links).Distinct())
            {
                if (finite && Array.TrueForAll(found, f => Matches(Read(link, f.Prediction, upToScale), ofScores ? Read(link, f.Mean, upToScale) : f.Mean)))
                {
                    return new RowLink(link, true, onLogProbabilities, upToScale, ofScores, With(found, link, upToScale));
                }
            }
        }

        return new RowLink(own, false, onLogProbabilities, false, ofScores, With(found, own, false));
    }

    private static RowOptimum[] With(RowOptimum[] found, PredictionLink link, bool upToScale) => Array.ConvertAll(found, f => f with { Read = f.IsFinite ? Read(link, f.Prediction, upToScale) : [] });

    private static bool Matches(double[] read, IReadOnlyList<double> mean) => read.Length > 0 && read.Length == mean.Count && read.Zip(mean).All(p => Math.Abs(p.First - p.Second) <= Near);

    private static double[] Read(PredictionLink link, IReadOnlyList<double> prediction, bool upToScale)
    {
        double[] row = [.. prediction];
        if (upToScale)
        {
            row = RowSamples.Normalised(row);
        }

        return link switch
        {
            PredictionLink.Softmax => Array.ConvertAll(RowSamples.LogNormalised(row), Math.Exp),
            PredictionLink.Sparsemax => Projected(row),
            PredictionLink.Logit => Array.ConvertAll(row, x => 1 / (1 + Math.Exp(-x))),
            PredictionLink.Log => Array.ConvertAll(row, Math.Exp),
            PredictionLink.Identity => row,
            _ => [],
        };
    }

    /// <summary>The Euclidean projection onto the simplex.</summary>
    private static double[] Projected(double[] row)
    {
        var sorted = row.OrderDescending().ToArray();
        var (sum, threshold) = (0.0, 0.0);
        for (var k = 0; k < sorted.Length; k++)
        {
            sum += sorted[k];
            threshold = 1 + (k + 1) * sorted[k] > sum ? (sum - 1) / (k + 1) : threshold;
        }

        return Array.ConvertAll(row, x => Math.Max(0, x - threshold));
    }

    /// <summary>True if a multiple of a row of predictions gives the same loss, as for rows that are divided by their sum.</summary>
    private bool IsScaleFree()
    {
        var samples = new RowSamples(function, seed: 5);
        return !function.PredictionDomain.IsReal && !function.TakesLogProbabilities && Enumerable.Range(0, 50).All(_ =>
        {
            var (x, target) = (samples.Prediction(1), samples.Target());
            var half = Array.ConvertAll(x, v => v / 2);
            var (a, b) = (function.Value(x, target), function.Value(half, target));
            return Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a));
        });
    }

    private List<(double[] Mean, (double Weight, RowTarget Target)[] Rows)> Draw()
    {
        var samples = new RowSamples(function, seed: 3);
        var drawn = new List<(double[] Mean, (double Weight, RowTarget Target)[] Rows)>();
        double[][] shares = function.Classes == 3 ? [[0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.25, 0.6, 0.15]] : [];
        for (var n = 0; n < Samples; n++)
        {
            if (function.TakesLabels)
            {
                var share = n < shares.Length ? shares[n] : samples.Shares();
                drawn.Add((share, [.. share.Select((s, k) => (s, new RowTarget(k, [])))]));
                continue;
            }

            var rows = Enumerable.Range(0, 3).Select(_ => samples.TargetRow()).ToArray();
            var mean = Enumerable.Range(0, function.Classes).Select(k => rows.Average(r => r[k])).ToArray();
            drawn.Add((mean, [.. rows.Select(r => (1.0 / rows.Length, new RowTarget(-1, r)))]));
        }

        return drawn;
    }

    private RowOptimum Minimise((double[] Mean, (double Weight, RowTarget Target)[] Rows) sample, Func<double[], double[]> shape)
    {
        double Height(double[] free)
        {
            var x = shape(free);
            if (!function.Contains(x) || x.Any(v => Math.Abs(v) > 2 * Far))
            {
                return double.PositiveInfinity;
            }

            var mean = sample.Rows.Sum(r => r.Weight * function.Value(x, r.Target));
            return double.IsNaN(mean) ? double.PositiveInfinity : mean;
        }

        var start = new double[function.Classes];
        Array.Fill(start, function.PredictionDomain.IsReal ? 0 : function.TakesLogProbabilities ? -Math.Log(function.Classes) : 1.0 / function.Classes);
        var best = shape(RowMinimizer.Find(Height, start));
        return new RowOptimum(sample.Mean, best, [], Array.TrueForAll(best, v => Math.Abs(v) < Far));
    }
}

namespace Minima.Tabular;

/// <summary>Thresholds of several labels for joint metrics, in which each depends on the others. They are chosen on rows that no model was fitted to.</summary>
internal static class TunedLabels
{
    /// <summary>Rounds over the labels; a round that changes nothing is the last.</summary>
    private const int MostRounds = 8;

    /// <summary>The same labels, each with its thresholds; unchanged if one of them has no held-out scores.</summary>
    public static IReadOnlyList<Predictions> Of(IReadOnlyList<Predictions> labels)
    {
        if (labels.Any(label => label is not { Tuned: not null, HeldOut: not null })) return labels;
        RankedScores[] scores = [.. labels.Select(label => label.HeldOut!)];
        var micro = MicroF1(scores);
        var subset = SubsetAccuracy(scores, [.. labels.Select(label => label.Threshold)]);
        return [.. labels.Select((label, k) => label.With(label.Tuned!.Value with { OfMicroF1 = micro[k], OfSubsetAccuracy = subset?[k] }))];
    }

    /// <summary>
    /// The cuts of the highest micro-averaged F1. At a current F1 of f a label gains twice its true positives minus f times its alarms. Each label gets the cut with the highest gain,
    /// and f rises to the F1 of these cuts.
    /// </summary>
    private static double[] MicroF1(RankedScores[] scores)
    {
        var (f1, best) = (0.0, Array.ConvertAll(scores, _ => double.NegativeInfinity));
        var ones = scores.Sum(label => label.Ones);
        while (true)
        {
            var (found, taken, cuts) = (0.0, 0.0, new double[scores.Length]);
            for (var k = 0; k < scores.Length; k++)
            {
                var here = scores[k].Cuts().Prepend((Cut: double.PositiveInfinity, Found: 0.0, Taken: 0.0)).MaxBy(cut => (2 * cut.Found) - (f1 * cut.Taken));
                (cuts[k], found, taken) = (here.Cut, found + here.Found, taken + here.Taken);
            }

            var next = 2 * found / (taken + ones);
            if (!(next > f1)) return best;
            (f1, best) = (next, cuts);
        }
    }

    /// <summary>The cuts with the most rows without an error; null if cuts chosen on half of the rows do not improve the thresholds of the losses on the other half.</summary>
    private static double[]? SubsetAccuracy(RankedScores[] scores, double[] thresholds)
    {
        if (Array.Exists(scores, label => label.Targets.Length != scores[0].Targets.Length)) return null;
        var rows = scores[0].Targets.Length;
        var (plain, tuned) = (0, 0);
        for (var half = 0; half < 2; half++)
        {
            var cuts = Climb(scores, thresholds, [.. Enumerable.Range(0, rows).Where(row => row % 2 == half)]);
            for (var row = 1 - half; row < rows; row += 2)
            {
                if (IsRight(scores, thresholds, row)) plain++;
                if (IsRight(scores, cuts, row)) tuned++;
            }
        }

        return tuned > plain ? Climb(scores, thresholds, [.. Enumerable.Range(0, rows)]) : null;
    }

    /// <summary>Coordinate ascent from the thresholds of the losses: each label in turn gets its best cut given the others.</summary>
    private static double[] Climb(RankedScores[] scores, double[] thresholds, int[] rows)
    {
        var cuts = (double[])thresholds.Clone();
        for (var round = 0; round < MostRounds; round++)
        {
            var before = (double[])cuts.Clone();
            for (var k = 0; k < cuts.Length; k++)
            {
                // Rows with an error in another label are lost for every cut of this one.
                var (label, cut) = (scores[k], cuts[k]);
                var open = Array.FindAll(rows, row => IsRight(scores, cuts, row, k));
                Array.Sort(Array.ConvertAll(open, row => -label.Scores[row]), open);
                var most = Array.FindAll(open, row => label.Scores[row] > cut == label.Targets[row] > 0.5).Length;
                var right = open.Count(row => label.Targets[row] <= 0.5);
                for (var i = 0; i < open.Length; i++)
                {
                    right += label.Targets[open[i]] > 0.5 ? 1 : -1;
                    var next = i + 1 < open.Length ? label.Scores[open[i + 1]] : double.NegativeInfinity;
                    if (right <= most || next.Equals(label.Scores[open[i]])) continue;
                    (most, cuts[k]) = (right, next + ((label.Scores[open[i]] - next) / 2));
                }
            }

            if (cuts.SequenceEqual(before)) break;
        }

        return cuts;
    }

    private static bool IsRight(RankedScores[] scores, double[] cuts, int row, int except = -1)
    {
        for (var k = 0; k < scores.Length; k++)
        {
            if (k != except && scores[k].Scores[row] > cuts[k] != scores[k].Targets[row] > 0.5) return false;
        }

        return true;
    }
}

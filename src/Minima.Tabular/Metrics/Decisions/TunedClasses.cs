namespace Minima.Tabular;

/// <summary>
/// The numbers added to the score of each class before the largest is predicted, to maximise macro F1 or the balanced accuracy on
/// rows that the model was not fitted to. By the largest score alone a rare class is hardly ever predicted. Nothing is added unless half
/// of those rows choose summands that are better on the other half.
/// </summary>
internal sealed record TunedClasses(double[] OfMacroF1, double[] OfBalancedAccuracy)
{
    /// <summary>Rounds over the classes; a round that changes nothing is the last.</summary>
    private const int MostRounds = 8;

    /// <summary>Rows times the square of the classes: with more rows only every second, third, ... row is used.</summary>
    private const double MostWork = 4e7;

    /// <summary>The best summands on some rows; null if they hold only one class, or scores are not finite.</summary>
    /// <param name="parts">Predictions of held-out rows; all parts have the same scale of scores.</param>
    public static TunedClasses? Best(IReadOnlyList<Predictions> parts)
    {
        var classes = parts[0].Classes;
        if (parts.Any(part => part.ClassScores is null)) return null;
        double[] scores = [.. parts.SelectMany(part => part.ClassScores!)];
        int[] targets = [.. parts.SelectMany(part => part.Target).Select(target => (int)target)];
        if (!Array.TrueForAll(scores, double.IsFinite) || targets.Distinct().Count() < 2) return null;
        var step = (int)Math.Ceiling(targets.Length * (double)classes * classes / MostWork);
        if (step > 1)
        {
            int[] kept = [.. Enumerable.Range(0, targets.Length / step).Select(i => i * step)];
            (scores, targets) = ([.. kept.SelectMany(i => scores[(i * classes)..((i + 1) * classes)])], Array.ConvertAll(kept, i => targets[i]));
        }

        return new TunedClasses(Best(scores, targets, classes, ClassCounts.MacroF1), Best(scores, targets, classes, ClassCounts.BalancedAccuracy));
    }

    /// <summary>The class of each row if the summands are added to its scores.</summary>
    public static double[] Predicted(double[] scores, double[] summands)
    {
        var predicted = new double[scores.Length / summands.Length];
        for (var i = 0; i < predicted.Length; i++) predicted[i] = Largest(scores.AsSpan(i * summands.Length, summands.Length), summands);
        return predicted;
    }

    private static double[] Best(double[] scores, int[] targets, int classes, Func<ClassCounts, double> metric)
    {
        // Each half judges what the other one chose.
        var (plain, tuned, nothing) = (new ClassCounts(classes), new ClassCounts(classes), new double[classes]);
        for (var half = 0; half < 2; half++)
        {
            int[] chooses = [.. Enumerable.Range(0, targets.Length).Where(i => i % 2 == half)];
            var summands = Climb([.. chooses.SelectMany(i => scores[(i * classes)..((i + 1) * classes)])], Array.ConvertAll(chooses, i => targets[i]), classes, metric);
            for (var i = 1 - half; i < targets.Length; i += 2)
            {
                var row = scores.AsSpan(i * classes, classes);
                plain.Add(targets[i], Largest(row, nothing));
                tuned.Add(targets[i], Largest(row, summands));
            }
        }

        return metric(tuned) > metric(plain) ? Climb(scores, targets, classes, metric) : nothing;
    }

    /// <summary>Coordinate ascent from no summands: each class in turn gets its best summand given the others.</summary>
    private static double[] Climb(double[] scores, int[] targets, int classes, Func<ClassCounts, double> metric)
    {
        var summands = new double[classes];
        var best = metric(ClassCounts.Of(scores, targets, summands));
        var rows = targets.Length;
        var (lacks, others, order) = (new double[rows], new int[rows], new int[rows]);
        for (var round = 0; round < MostRounds; round++)
        {
            var before = best;
            for (var k = 0; k < classes; k++)
            {
                // A row moves to class k at the summand that closes the gap of k to the largest of the others.
                for (var i = 0; i < rows; i++)
                {
                    var row = scores.AsSpan(i * classes, classes);
                    others[i] = Largest(row, summands, k);
                    lacks[i] = row[others[i]] + summands[others[i]] - row[k];
                    order[i] = i;
                }

                Array.Sort((double[])lacks.Clone(), order);
                var counts = new ClassCounts(classes);
                for (var i = 0; i < rows; i++) counts.Add(targets[i], others[i]);
                var chosen = summands[k];
                for (var end = 0; end < rows;)
                {
                    var start = end;
                    for (; end < rows && lacks[order[end]].Equals(lacks[order[start]]); end++)
                    {
                        counts.Move(targets[order[end]], others[order[end]], k);
                    }

                    var value = metric(counts);
                    if (!(value > best + 1e-12)) continue;
                    best = value;
                    chosen = end < rows ? lacks[order[end - 1]] + ((lacks[order[end]] - lacks[order[end - 1]]) / 2) : lacks[order[end - 1]] + 1;
                }

                summands[k] = chosen;
            }

            if (!(best > before)) break;
        }

        return summands;
    }

    private static int Largest(ReadOnlySpan<double> scores, double[] summands, int except = -1)
    {
        var best = -1;
        for (var k = 0; k < scores.Length; k++)
        {
            if (k != except && (best < 0 || scores[k] + summands[k] > scores[best] + summands[best])) best = k;
        }

        return best;
    }
}

namespace Minima.Tabular;

/// <summary>Scores of rows of two classes, ranked: where thresholds are chosen, on rows that the model was not fitted to, or judged.</summary>
internal sealed class RankedScores
{
    private readonly double[] _scores;
    private readonly double[] _targets;
    private readonly double _weight;

    private RankedScores(double[] scores, double[] targets, double weight)
    {
        (Scores, Targets, _weight) = (scores, targets, weight);
        (_scores, _targets) = ((double[])scores.Clone(), (double[])targets.Clone());
        Array.Sort(_scores, _targets);
        Ones = weight * targets.Count(target => target > 0.5);
        Zeros = targets.Count(target => target <= 0.5);
    }

    /// <summary>The scores in the order of the rows.</summary>
    public double[] Scores { get; }

    /// <summary>The classes in the same order.</summary>
    public double[] Targets { get; }

    /// <summary>The rows of class 1, each with its weight.</summary>
    public double Ones { get; }

    /// <summary>The rows of class 0.</summary>
    public double Zeros { get; }

    /// <summary>All rows.</summary>
    public double Rows => Ones + Zeros;

    /// <param name="parts">Predictions of two classes; scores of several parts are on one scale.</param>
    /// <param name="rate">The share of class 1 where thresholds are to be used: of a large table fits start on a sample that has more of a rare class. Null for that of the rows.</param>
    /// <returns>Null where only one class is there, or a score is not finite.</returns>
    public static RankedScores? Of(IReadOnlyList<Predictions> parts, double? rate = null)
    {
        double[] scores = [.. parts.SelectMany(part => part.Score)];
        double[] targets = [.. parts.SelectMany(part => part.Target)];
        if (!Array.TrueForAll(scores, double.IsFinite)) return null;
        var ones = targets.Count(target => target > 0.5);
        var zeros = targets.Length - ones;
        if (ones == 0 || zeros == 0) return null;
        return new(scores, targets, rate is { } share ? share / (1 - share) * zeros / ones : 1);
    }

    /// <summary>Each place to cut, from the highest score down: rows above it are taken.</summary>
    /// <returns>The cut, how many rows of class 1 are taken, and how many rows in all.</returns>
    public IEnumerable<(double Cut, double Found, double Taken)> Cuts()
    {
        var (found, others) = (0, 0);
        for (var end = _scores.Length; end > 0;)
        {
            var start = end;
            for (; start > 0 && _scores[start - 1].Equals(_scores[end - 1]); start--)
            {
                if (_targets[start - 1] > 0.5) found++;
                else others++;
            }

            var cut = start > 0 ? _scores[start - 1] + ((_scores[start] - _scores[start - 1]) / 2) : double.NegativeInfinity;
            yield return (cut, _weight * found, (_weight * found) + others);
            end = start;
        }
    }

    /// <summary>The number of rows of class 1 among the highest scores; of rows with one score as many as their share on average.</summary>
    /// <param name="shares">The shares of rows that are taken, ascending.</param>
    public double[] FoundAmong(IReadOnlyList<double> shares)
    {
        var found = new double[shares.Count];
        var (next, before, above) = (0, 0.0, 0.0);
        foreach (var (_, here, taken) in Cuts())
        {
            for (; next < found.Length && shares[next] * Rows <= taken; next++) found[next] = before + ((here - before) * ((shares[next] * Rows) - above) / (taken - above));
            (before, above) = (here, taken);
        }

        for (; next < found.Length; next++) found[next] = before;
        return found;
    }
}

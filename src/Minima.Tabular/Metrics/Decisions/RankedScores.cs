namespace Minima.Tabular;

/// <summary>Ranked scores of rows of two classes, to choose thresholds on rows that the model was not fitted to, or to judge them.</summary>
internal sealed class RankedScores
{
    private readonly double[] _scores;
    private readonly int[] _order;
    private readonly double _weight;

    private RankedScores(double[] scores, double[] targets, int[]? places, double weight)
    {
        (Scores, Targets, Places, _weight) = (scores, targets, places, weight);
        (_scores, _order) = ((double[])scores.Clone(), [.. Enumerable.Range(0, scores.Length)]);
        Array.Sort(_scores, _order);
        Ones = weight * targets.Count(target => target > 0.5);
        Zeros = targets.Count(target => target <= 0.5);
    }

    /// <summary>The scores in the order of the rows.</summary>
    public double[] Scores { get; }

    /// <summary>The classes in the same order.</summary>
    public double[] Targets { get; }

    /// <summary>The indexes of these rows in the table, in the same order; null if not needed.</summary>
    public int[]? Places { get; }

    /// <summary>The weighted number of rows of class 1.</summary>
    public double Ones { get; }

    /// <summary>The number of rows of class 0.</summary>
    public double Zeros { get; }

    /// <summary>The scores of the model for the rows it was fitted to; null if not requested, or too optimistic.</summary>
    /// <remarks>A proportion of alarms needs no classes, and the levels of the inner folds' models may differ more than the scores of each between rows.</remarks>
    public Func<RankedScores?>? Fitted { get; private init; }

    /// <summary>The weighted number of all rows.</summary>
    public double Rows => Ones + Zeros;

    /// <param name="parts">Predictions of two classes; all parts have the same scale of scores.</param>
    /// <param name="rate">The proportion of class 1 where thresholds will be used: fits of a large table start on a sample that has more of a rare class. Null for that of the rows.</param>
    /// <param name="fitted">The predictions behind <see cref="Fitted"/>.</param>
    /// <returns>Null if only one class is present, or a score is not finite.</returns>
    public static RankedScores? Of(IReadOnlyList<Predictions> parts, double? rate = null, Func<Predictions>? fitted = null)
    {
        double[] scores = [.. parts.SelectMany(part => part.Score)];
        double[] targets = [.. parts.SelectMany(part => part.Target)];
        if (!Array.TrueForAll(scores, double.IsFinite)) return null;
        var ones = targets.Count(target => target > 0.5);
        var zeros = targets.Length - ones;
        if (ones == 0 || zeros == 0) return null;
        int[]? places = parts.All(part => part.Rows is not null) ? [.. parts.SelectMany(part => part.Rows!)] : null;
        return new(scores, targets, places, rate is { } share ? share / (1 - share) * zeros / ones : 1) { Fitted = fitted is null ? null : () => Of([fitted()]) };
    }

    /// <summary>The possible cuts, from the highest score down; the rows above a cut are taken.</summary>
    /// <returns>The cut, the number of rows of class 1 above it, and the number of all rows above it.</returns>
    public IEnumerable<(double Cut, double Found, double Taken)> Cuts() => Steps().Select(step => (step.Cut, step.Found, step.Taken));

    /// <summary>The weighted sum of an amount over the rows above each cut.</summary>
    /// <param name="amount">The amount of a row by its position in <see cref="Scores"/>.</param>
    public IEnumerable<(double Cut, double Taken, double Sum)> Sums(Func<int, double> amount)
    {
        var (sum, end) = (0.0, _scores.Length);
        foreach (var (cut, first, _, taken) in Steps())
        {
            for (; end > first; end--) sum += (IsOne(end - 1) ? _weight : 1) * amount(_order[end - 1]);
            yield return (cut, taken, sum);
        }
    }

    /// <summary>The sum of an amount over the rows with the highest scores; tied rows contribute their average.</summary>
    /// <param name="shares">The fractions of rows that are taken, ascending.</param>
    /// <param name="amount">The amount of a row by its position in <see cref="Scores"/>.</param>
    public double[] Among(IReadOnlyList<double> shares, Func<int, double> amount)
    {
        var sums = new double[shares.Count];
        var (next, before, above) = (0, 0.0, 0.0);
        foreach (var (_, taken, here) in Sums(amount))
        {
            for (; next < sums.Length && shares[next] * Rows <= taken; next++) sums[next] = before + ((here - before) * ((shares[next] * Rows) - above) / (taken - above));
            (before, above) = (here, taken);
        }

        for (; next < sums.Length; next++) sums[next] = before;
        return sums;
    }

    /// <summary>The number of rows of class 1 among the highest scores.</summary>
    /// <param name="shares">The fractions of rows that are taken, ascending.</param>
    public double[] FoundAmong(IReadOnlyList<double> shares) => Among(shares, i => Targets[i] > 0.5 ? 1 : 0);

    /// <summary>The cuts, each with the rank of the first row above it.</summary>
    private IEnumerable<(double Cut, int First, double Found, double Taken)> Steps()
    {
        var (found, others) = (0, 0);
        for (var end = _scores.Length; end > 0;)
        {
            var start = end;
            for (; start > 0 && _scores[start - 1].Equals(_scores[end - 1]); start--)
            {
                if (IsOne(start - 1)) found++;
                else others++;
            }

            var cut = start > 0 ? _scores[start - 1] + ((_scores[start] - _scores[start - 1]) / 2) : double.NegativeInfinity;
            yield return (cut, start, _weight * found, (_weight * found) + others);
            end = start;
        }
    }

    private bool IsOne(int ranked) => Targets[_order[ranked]] > 0.5;
}

namespace Minima.Tabular;

/// <summary>Scores of rows of two classes, ranked: where thresholds are chosen, on rows that the model was not fitted to, or judged.</summary>
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

    /// <summary>Which rows of the table these are, in the same order; null where nobody needs to know.</summary>
    public int[]? Places { get; }

    /// <summary>The rows of class 1, each with its weight.</summary>
    public double Ones { get; }

    /// <summary>The rows of class 0.</summary>
    public double Zeros { get; }

    /// <summary>The scores that the model itself gives the rows it was fitted to; null if they are not asked for, or flatter it too much.</summary>
    /// <remarks>A share of alarms needs no classes, and models of inner folds may differ more in their level than each does between rows.</remarks>
    public Func<RankedScores?>? Fitted { get; private init; }

    /// <summary>All rows.</summary>
    public double Rows => Ones + Zeros;

    /// <param name="parts">Predictions of two classes; scores of several parts are on one scale.</param>
    /// <param name="rate">The share of class 1 where thresholds are to be used: of a large table fits start on a sample that has more of a rare class. Null for that of the rows.</param>
    /// <param name="fitted">The predictions behind <see cref="Fitted"/>.</param>
    /// <returns>Null where only one class is there, or a score is not finite.</returns>
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

    /// <summary>Each place to cut, from the highest score down: rows above it are taken.</summary>
    /// <returns>The cut, how many rows of class 1 are taken, and how many rows in all.</returns>
    public IEnumerable<(double Cut, double Found, double Taken)> Cuts() => Steps().Select(step => (step.Cut, step.Found, step.Taken));

    /// <summary>At each place to cut the sum of something over the rows above it, each with its weight.</summary>
    /// <param name="amount">Of a row by its position in <see cref="Scores"/>.</param>
    public IEnumerable<(double Cut, double Taken, double Sum)> Sums(Func<int, double> amount)
    {
        var (sum, end) = (0.0, _scores.Length);
        foreach (var (cut, first, _, taken) in Steps())
        {
            for (; end > first; end--) sum += (IsOne(end - 1) ? _weight : 1) * amount(_order[end - 1]);
            yield return (cut, taken, sum);
        }
    }

    /// <summary>The sum of something over the highest scores; of rows with one score as much as their share on average.</summary>
    /// <param name="shares">The shares of rows that are taken, ascending.</param>
    /// <param name="amount">Of a row by its position in <see cref="Scores"/>.</param>
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
    /// <param name="shares">The shares of rows that are taken, ascending.</param>
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

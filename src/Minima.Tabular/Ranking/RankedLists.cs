namespace Minima.Tabular;

/// <summary>
/// Metrics of the ranking of the rows of each query. The first row of a query holds its metric, and the others hold NaN; an uninformative query has NaN everywhere. Rows with equal scores have
/// no order, so the metric is the expectation over random orders.
/// </summary>
internal static class RankedLists
{
    /// <summary>
    /// DCG at k over the best DCG at k, with gain = relevance and discount 1 / log2(1 + rank), as in scikit-learn's ndcg_score; queries of one row, or without a relevance above 0, are uninformative.
    /// Null if a relevance is below 0.
    /// </summary>
    public static double[]? Gain(double[] relevance, double[] scores, int[] queries, int most) => Each(queries, rows =>
    {
        var best = Discounted([.. rows.Select(row => relevance[row]).OrderDescending()], most);
        return rows.Length > 1 && best > 0 ? Discounted(Expected(relevance, scores, rows), most) / best : null;
    }, relevance);

    /// <summary>The average precision, with relevances above 0 as relevant; tied rows count together, as in scikit-learn's average_precision_score.</summary>
    public static double[]? AveragePrecision(double[] relevance, double[] scores, int[] queries) => Each(queries, rows =>
    {
        var relevant = rows.Count(row => relevance[row] > 0);
        if (relevant == 0 || rows.Length < 2) return null;
        var (sum, seen, hits) = (0.0, 0, 0);
        foreach (var tie in rows.GroupBy(row => scores[row]).OrderByDescending(group => group.Key))
        {
            var found = tie.Count(row => relevance[row] > 0);
            (seen, hits) = (seen + tie.Count(), hits + found);
            sum += (double)hits / seen * found;
        }

        return sum / relevant;
    }, relevance);

    /// <summary>1 / rank of the first relevant row; for ties the expected value.</summary>
    public static double[]? ReciprocalRank(double[] relevance, double[] scores, int[] queries) => Each(queries, rows =>
    {
        if (rows.Length < 2 || !Array.Exists(rows, row => relevance[row] > 0)) return null;
        var above = 0;
        foreach (var tie in rows.GroupBy(row => scores[row]).OrderByDescending(group => group.Key))
        {
            var (size, relevant) = (tie.Count(), tie.Count(row => relevance[row] > 0));
            if (relevant == 0)
            {
                above += size;
                continue;
            }

            // The probability that the first of the relevant rows, shuffled among others, is at each place.
            var (sum, none) = (0.0, 1.0);
            for (var place = 0; place <= size - relevant; place++)
            {
                var here = (double)relevant / (size - place);
                sum += none * here / (above + place + 1);
                none *= 1 - here;
            }

            return sum;
        }

        return null;
    }, relevance);

    /// <summary>The expected relevance at each rank.</summary>
    private static double[] Expected(double[] relevance, double[] scores, int[] rows) =>
        [.. rows.GroupBy(row => scores[row]).OrderByDescending(group => group.Key).SelectMany(tie => Enumerable.Repeat(tie.Average(row => relevance[row]), tie.Count()))];

    private static double Discounted(double[] gains, int most)
    {
        var sum = 0.0;
        for (var rank = 0; rank < Math.Min(most, gains.Length); rank++) sum += gains[rank] / Math.Log2(rank + 2);
        return sum;
    }

    private static double[]? Each(int[] queries, Func<int[], double?> each, double[] relevance)
    {
        if (Array.Exists(relevance, value => value < 0)) return null;
        var values = new double[queries.Length];
        Array.Fill(values, double.NaN);
        foreach (var rows in Enumerable.Range(0, queries.Length).GroupBy(row => queries[row])) values[rows.First()] = each([.. rows]) ?? double.NaN;
        return values;
    }
}

namespace Minima.Tabular;

/// <summary>
/// Residuals without the common part of rows with similar features. If the quick fit misses a nonlinear effect, its residuals there have one
/// sign, and would be mistaken for a growing dispersion, or for heavy tails.
/// </summary>
internal static class LocalResiduals
{
    private const int Neighbours = 8;

    /// <summary>The most rows among which neighbours are searched.</summary>
    private const int MostPool = 1500;

    /// <summary>The common part of neighbours is subtracted only if this reduces the dispersion below this fraction; otherwise there is no nonlinear effect to subtract.</summary>
    private const double Bend = 0.93;

    /// <summary>The residuals, and the part subtracted from each; unchanged residuals if similar rows have nothing in common.</summary>
    public static (double[] Residuals, double[] Common) Of(DesignMatrix design, double[] residuals)
    {
        var n = residuals.Length;
        var weights = Weights(design, residuals);
        int[] pool = n <= MostPool ? [.. Enumerable.Range(0, n)] : RowSampling.Of(n, MostPool, 7);
        var common = new double[n];
        var distances = new double[pool.Length];
        var order = new int[pool.Length];
        for (var i = 0; i < n; i++)
        {
            var own = design.Row(i);
            for (var k = 0; k < pool.Length; k++)
            {
                var other = design.Row(pool[k]);
                var sum = 0.0;
                for (var j = 1; j < own.Length; j++)
                {
                    var difference = (own[j] - other[j]) * weights[j];
                    sum += difference * difference;
                }

                distances[k] = pool[k] == i ? double.PositiveInfinity : sum;
                order[k] = pool[k];
            }

            common[i] = RobustScale.Median(Nearest(distances, order, residuals));
        }

        double[] local = [.. residuals.Zip(common, (r, c) => r - c)];
        var middle = RobustScale.Median(residuals);
        return OrderStatistics.SpreadAboutZero(local) < Bend * OrderStatistics.SpreadAboutZero([.. residuals.Select(r => r - middle)]) ? (local, common) : (residuals, new double[n]);
    }

    /// <summary>Columns that correlate with the residuals or their ranks get the largest weights; no column gets weight 0.</summary>
    private static double[] Weights(DesignMatrix design, double[] residuals)
    {
        var weights = new double[design.Width];
        double[] ranks = OrderStatistics.Ranks(residuals);
        for (var j = 1; j < design.Width; j++)
        {
            var column = new double[residuals.Length];
            for (var i = 0; i < column.Length; i++) column[i] = design.Row(i)[j];
            weights[j] = 0.1 + Math.Abs(OrderStatistics.Correlation(column, residuals)) + Math.Abs(OrderStatistics.Correlation(column, ranks));
        }

        return weights;
    }

    private static double[] Nearest(double[] distances, int[] order, double[] residuals)
    {
        var count = Math.Min(Neighbours, distances.Length - 1);
        var nearest = new (double Distance, int Row)[count];
        Array.Fill(nearest, (double.PositiveInfinity, -1));
        for (var k = 0; k < distances.Length; k++)
        {
            if (!(distances[k] < nearest[^1].Distance)) continue;
            var place = count - 1;
            for (; place > 0 && nearest[place - 1].Distance > distances[k]; place--) nearest[place] = nearest[place - 1];
            nearest[place] = (distances[k], order[k]);
        }

        return [.. nearest.Where(near => near.Row >= 0).Select(near => residuals[near.Row])];
    }
}

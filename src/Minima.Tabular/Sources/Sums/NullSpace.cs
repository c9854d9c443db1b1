namespace Minima.Tabular;

/// <summary>The linear dependences between standardised columns, from their correlation matrix, and the shortest of all coefficients that give the same predictions.</summary>
internal sealed class NullSpace
{
    /// <summary>The proportion of a column's square below which its residual counts as 0: correlations have no more precision.</summary>
    private const double Dependent = 1e-12;

    private readonly double[][] _directions;

    private NullSpace(int[] independent, double[][] directions) => (Independent, _directions) = (independent, directions);

    /// <summary>A largest set of independent columns, ascending.</summary>
    public int[] Independent { get; }

    public int Rank => Independent.Length;

    /// <summary>Factors a correlation matrix, with the column of the largest residual next (pivoted Cholesky).</summary>
    public static NullSpace Of(double[] correlations, int size)
    {
        var order = Enumerable.Range(0, size).ToArray();
        var left = Enumerable.Range(0, size).Select(j => correlations[(j * size) + j]).ToArray();
        var rows = new double[size][];
        var rank = 0;
        for (; rank < size; rank++)
        {
            // Ties keep the order of the columns.
            var best = rank;
            for (var k = rank + 1; k < size; k++)
            {
                if (left[order[k]] > left[order[best]] * (1 + 1e-9)) best = k;
            }

            if (!(left[order[best]] > Dependent)) break;
            (order[rank], order[best]) = (order[best], order[rank]);
            var pivot = order[rank];
            var factor = rows[pivot] ??= new double[size];
            factor[rank] = Math.Sqrt(left[pivot]);
            for (var k = rank + 1; k < size; k++)
            {
                var row = rows[order[k]] ??= new double[size];
                row[rank] = (correlations[(order[k] * size) + pivot] - FixedOrder.Dot(row.AsSpan(0, rank), factor.AsSpan(0, rank))) / factor[rank];
                left[order[k]] -= row[rank] * row[rank];
            }
        }

        return new([.. order.Take(rank).Order()], [.. order.Skip(rank).Select(column => Direction(column, order, rows, rank, size))]);
    }

    /// <summary>The shortest coefficients with the same predictions, with lengths in the given units.</summary>
    /// <param name="coefficients">Coefficients of the standardised columns.</param>
    /// <param name="units">The unit of each coefficient for its length.</param>
    public double[] Shortest(double[] coefficients, double[] units)
    {
        var shortest = coefficients.Select((value, j) => value / units[j]).ToArray();
        var basis = new List<double[]>();
        foreach (var direction in _directions)
        {
            var vector = direction.Select((value, j) => value / units[j]).ToArray();
            for (var twice = 0; twice < 2; twice++)
            {
                foreach (var other in basis) FixedOrder.AddScaled(-FixedOrder.Dot(other, vector), other, vector);
            }

            var length = Math.Sqrt(FixedOrder.Dot(vector, vector));
            basis.Add(Array.ConvertAll(vector, value => value / length));
        }

        for (var twice = 0; twice < 2; twice++)
        {
            foreach (var vector in basis) FixedOrder.AddScaled(-FixedOrder.Dot(vector, shortest), vector, shortest);
        }

        return [.. shortest.Select((value, j) => value * units[j])];
    }

    /// <summary>A direction of no effect: the column minus its combination of independent ones.</summary>
    private static double[] Direction(int column, int[] order, double[][] rows, int rank, int size)
    {
        var direction = new double[size];
        direction[column] = 1;
        var right = rows[column] is { } row ? row[..rank] : new double[rank];
        for (var i = rank - 1; i >= 0; i--)
        {
            var sum = right[i];
            for (var k = i + 1; k < rank; k++) sum += direction[order[k]] * rows[order[k]][i];
            direction[order[i]] = -sum / rows[order[i]][i];
        }

        return direction;
    }
}

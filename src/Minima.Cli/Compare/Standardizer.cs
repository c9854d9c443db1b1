namespace Minima.Cli.Compare;

/// <summary>
/// Shifts and scales features to mean 0 and standard deviation 1 over the rows it was fitted on, which must be training rows
/// only: a test row that took part would leak into its own prediction.
/// </summary>
internal sealed class Standardizer
{
    private readonly double[] _means;
    private readonly double[] _factors;
    private readonly int[] _exponents;

    private Standardizer(double[] means, double[] factors, int[] exponents)
    {
        _means = means;
        _factors = factors;
        _exponents = exponents;
    }

    /// <summary>Takes mean and standard deviation (divided by n) of each column over the given rows.</summary>
    public static Standardizer Fit(NumericTable table, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("there must be a row to fit on", nameof(rows));
        var count = table.Columns.Length;
        var means = new double[count];
        var factors = new double[count];
        var exponents = new int[count];
        for (var j = 0; j < count; j++)
        {
            var column = table.Columns[j];
            var largest = 0.0;
            foreach (var row in rows) largest = Math.Max(largest, Math.Abs(column[row]));

            // Squares of very large or small values would overflow or vanish; a power of two brings them near 1 exactly.
            var exponent = largest is > 1e100 or (> 0 and < 1e-100) ? Math.ILogB(largest) : 0;
            var sum = 0.0;
            foreach (var row in rows) sum += Math.ScaleB(column[row], -exponent);
            var mean = sum / rows.Length;
            var squares = 0.0;
            var correction = 0.0;
            foreach (var row in rows)
            {
                var difference = Math.ScaleB(column[row], -exponent) - mean;
                squares += difference * difference;
                correction += difference;
            }

            var deviation = Math.Sqrt(Math.Max(0, (squares - (correction * correction / rows.Length)) / rows.Length));

            // Below this the differences are rounding errors of the mean, not data.
            var constant = deviation <= 10 * 2.220446049250313e-16 * Math.Abs(mean);
            means[j] = mean;
            factors[j] = constant ? 0 : 1 / deviation;
            exponents[j] = exponent;
        }

        return new Standardizer(means, factors, exponents);
    }

    /// <summary>
    /// The given rows as a design matrix, one row after the other. A column that is constant in the fitted rows is 0.
    /// </summary>
    public double[] Transform(NumericTable table, ReadOnlySpan<int> rows)
    {
        var columns = _means.Length;
        if (table.Columns.Length != columns)
            throw new ArgumentException($"the table has {table.Columns.Length} columns, {columns} were fitted", nameof(table));
        var design = new double[checked(rows.Length * columns)];
        for (var j = 0; j < columns; j++)
        {
            var column = table.Columns[j];
            if (_factors[j] == 0) continue;
            for (var i = 0; i < rows.Length; i++)
                design[(i * columns) + j] = (Math.ScaleB(column[rows[i]], -_exponents[j]) - _means[j]) * _factors[j];
        }

        return design;
    }
}

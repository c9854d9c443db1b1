namespace Minima.Tabular;

/// <summary>Products of a design matrix, one row after the other, with vectors and with itself; sums in an order independent of threads.</summary>
internal static class Gram
{
    /// <summary>With fewer multiplications threads cost more than they save.</summary>
    private const double ParallelFrom = 2e7;

    /// <summary>output = design parameters.</summary>
    public static void Multiply(double[] design, int columns, ReadOnlySpan<double> parameters, Span<double> output)
    {
        for (var i = 0; i < output.Length; i++)
            output[i] = FixedOrder.Dot(design.AsSpan(i * columns, columns), parameters);
    }

    /// <summary>target += designᵀ values.</summary>
    public static void AddTransposed(double[] design, int columns, ReadOnlySpan<double> values, Span<double> target)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0) FixedOrder.AddScaled(values[i], design.AsSpan(i * columns, columns), target);
        }
    }

    /// <summary>
    /// matrix += designᵀ diag(weights) design, in full. Each entry is summed over the rows in their order by one thread, so that
    /// results are bit-identical for any number of threads.
    /// </summary>
    public static void AddWeighted(double[] design, int columns, double[] weights, double[] matrix)
    {
        var rows = Weighted(weights);
        if ((double)rows.Length * columns * columns < ParallelFrom)
        {
            AddRows(design, columns, weights, rows, matrix, 0, columns);
        }
        else
        {
            // Shorter pieces for longer rows of the triangle.
            const int piece = 16;
            Parallel.For(0, (columns + piece - 1) / piece, part =>
                AddRows(design, columns, weights, rows, matrix, part * piece, Math.Min(columns, (part + 1) * piece)));
        }

        Mirror(columns, matrix);
    }

    /// <summary>The same on the calling thread, for some rows of a design.</summary>
    public static void AddWeighted(ReadOnlySpan<double> design, int columns, double[] weights, double[] matrix)
    {
        AddRows(design, columns, weights, Weighted(weights), matrix, 0, columns);
        Mirror(columns, matrix);
    }

    /// <summary>The rows with a nonzero weight; weights of 0 are common: half of a hinge's rows, nearly all of a quantile's.</summary>
    private static int[] Weighted(double[] weights) => [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] != 0)];

    private static void Mirror(int columns, double[] matrix)
    {
        for (var j = 0; j < columns; j++)
        {
            for (var k = j + 1; k < columns; k++) matrix[(k * columns) + j] = matrix[(j * columns) + k];
        }
    }

    /// <summary>The rows first..last of the upper triangle, four rows of the design at a time.</summary>
    private static void AddRows(ReadOnlySpan<double> design, int columns, double[] weights, int[] rows, double[] matrix, int first, int last)
    {
        var i = 0;
        for (; i + 4 <= rows.Length; i += 4)
        {
            var a = design.Slice(rows[i] * columns, columns);
            var b = design.Slice(rows[i + 1] * columns, columns);
            var c = design.Slice(rows[i + 2] * columns, columns);
            var d = design.Slice(rows[i + 3] * columns, columns);
            for (var j = first; j < last; j++)
            {
                FixedOrder.AddScaled(
                    weights[rows[i]] * a[j], a[j..],
                    weights[rows[i + 1]] * b[j], b[j..],
                    weights[rows[i + 2]] * c[j], c[j..],
                    weights[rows[i + 3]] * d[j], d[j..],
                    matrix.AsSpan((j * columns) + j, columns - j));
            }
        }

        for (; i < rows.Length; i++)
        {
            var row = design.Slice(rows[i] * columns, columns);
            for (var j = first; j < last; j++)
                FixedOrder.AddScaled(weights[rows[i]] * row[j], row[j..], matrix.AsSpan((j * columns) + j, columns - j));
        }
    }
}

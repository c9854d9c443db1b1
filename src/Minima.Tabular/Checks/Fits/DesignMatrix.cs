namespace Minima.Tabular;

/// <summary>The features as a matrix for a quick fit: standardised numbers with their squares, categories as indicator columns, an intercept.</summary>
internal sealed class DesignMatrix
{
    /// <summary>The most columns; the others are left out to keep the fit quick.</summary>
    private const int MostColumns = 50;

    /// <summary>Up to this number of numeric columns their squares are added, so that curvature is not mistaken for noise.</summary>
    private const int MostSquared = 15;

    private const int RowsForSquares = 30;

    private DesignMatrix(int rows, List<double[]> columns, List<string> skipped)
    {
        Rows = rows;
        Width = columns.Count;
        Skipped = skipped;
        Matrix = new double[rows * Width];
        for (var j = 0; j < Width; j++)
        {
            for (var i = 0; i < rows; i++)
            {
                Matrix[i * Width + j] = columns[j][i];
            }
        }
    }

    public int Rows { get; }

    /// <summary>The number of columns, including the intercept.</summary>
    public int Width { get; }

    /// <summary>The entries, row after row.</summary>
    public double[] Matrix { get; }

    /// <summary>Features that were left out.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>The same columns of some of the rows.</summary>
    public DesignMatrix Only(int[] rows) => new(
        rows.Length, [.. Enumerable.Range(0, Width).Select(j => Array.ConvertAll(rows, i => Matrix[(i * Width) + j]))], [.. Skipped]);

    public ReadOnlySpan<double> Row(int i) => Matrix.AsSpan(i * Width, Width);

    public static DesignMatrix Of(AdviceData data, params string?[] without)
    {
        var columns = new List<double[]> { Enumerable.Repeat(1.0, data.Rows).ToArray() };
        var squares = new List<double[]>();
        var skipped = new List<string>();
        foreach (var feature in data.Features.Where(f => !without.Contains(f.Name, StringComparer.Ordinal)))
        {
            if (columns.Count >= MostColumns)
            {
                skipped.Add(feature.Name);
            }
            else if (feature.IsNumeric)
            {
                if (Standardised(feature.Numbers) is { } column)
                {
                    columns.Add(column);
                    if (feature.Numbers.Distinct().Count() > 4)
                    {
                        squares.Add([.. column.Select(x => Math.Min(9, x * x) - 1)]);
                    }
                }
            }
            else if (feature.Levels(AdviceColumn.MostLevels) is { Length: > 1 } levels)
            {
                foreach (var level in levels.Skip(1).Take(MostColumns - columns.Count))
                {
                    columns.Add([.. feature.Cells.Select(c => c == level ? 1.0 : 0)]);
                }
            }
            else
            {
                skipped.Add(feature.Name);
            }
        }

        if (squares.Count <= MostSquared && columns.Count > 1 && data.Rows >= RowsForSquares * (columns.Count + squares.Count))
        {
            columns.AddRange(squares.Take(MostColumns));
        }

        return new DesignMatrix(data.Rows, columns, skipped);
    }

    /// <summary>Mean 0 and standard deviation 1, missing values at the mean; null for a constant.</summary>
    private static double[]? Standardised(double[] numbers)
    {
        var seen = numbers.Where(x => !double.IsNaN(x)).ToArray();
        if (seen.Length == 0)
        {
            return null;
        }

        var mean = seen.Average();
        var spread = Math.Sqrt(seen.Average(x => (x - mean) * (x - mean)));
        return !(spread > 0) || !double.IsFinite(spread) ? null : [.. numbers.Select(x => double.IsNaN(x) ? 0 : (x - mean) / spread)];
    }
}

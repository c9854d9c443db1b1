namespace Minima.Tabular;

/// <summary>All kinks of an objective, and products with the matrix A whose rows are the gradients of the quantities with kinks.</summary>
internal sealed class Kinks(Kink[] items)
{
    public static Kinks None { get; } = new([]);

    public Kink[] Items { get; } = items;

    public int Count => Items.Length;

    /// <summary>The size near 0 by which rounding is measured: 1, or that of the farthest kink of the rows if all are near 0 because the targets are tiny.</summary>
    public double Unit { get; } = ShapeSearch.UnitOf(items.Where(kink => kink.Row >= 0).Select(kink => Math.Abs(kink.At)).DefaultIfEmpty(1).Max());

    /// <summary>The quantity of each kink: A parameters, given the predictions.</summary>
    public void Values(ReadOnlySpan<double> prediction, ReadOnlySpan<double> parameters, Span<double> values)
    {
        for (var m = 0; m < Items.Length; m++) values[m] = Items[m].Row >= 0 ? prediction[Items[m].Row] : parameters[-1 - Items[m].Row];
    }

    /// <summary>matrix += Aᵀ diag(weights) A.</summary>
    public void AddWeighted(double[] design, int columns, ReadOnlySpan<double> weights, double[] matrix)
    {
        var byRow = new double[design.Length / columns];
        var any = false;
        for (var m = 0; m < Items.Length; m++)
        {
            if (Items[m].Row >= 0)
            {
                byRow[Items[m].Row] += weights[m];
                any = true;
            }
            else
            {
                var j = -1 - Items[m].Row;
                matrix[(j * columns) + j] += weights[m];
            }
        }

        if (any) Gram.AddWeighted(design, columns, byRow, matrix);
    }
}

using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>The bins of a column: intervals between its quantiles, or its most frequent categories. One more code is for missing values.</summary>
internal sealed class ColumnBins
{
    /// <summary>The number of codes of a byte.</summary>
    public const int Codes = 256;

    /// <summary>The most categories that a column keeps. Rarer ones take the code of missing values.</summary>
    public const int MostCategories = 1 << 16;

    private readonly double[] _padded = [];
    private readonly Dictionary<double, int> _places = [];

    private ColumnBins(TreeColumn column, double[] edges, double[] categories, int most)
    {
        (Name, IsCategory, Edges, Categories) = (column.Name, column.IsCategory, edges, categories);
        Count = column.IsCategory ? Math.Clamp(categories.Length, 1, most) : edges.Length + 1;
        if (IsCategory)
        {
            for (var i = 0; i < categories.Length; i++) _places[categories[i]] = i;
            if (categories.Length > most) Groups = new CategoryGroups(categories.Length, most);
        }
        else
        {
            _padded = new double[Codes];
            Array.Fill(_padded, double.PositiveInfinity);
            edges.CopyTo(_padded, 0);
        }
    }

    public string Name { get; }

    public bool IsCategory { get; }

    /// <summary>The edges of the bins, ascending. A value belongs to bin b if b edges are at most as large.</summary>
    public double[] Edges { get; }

    /// <summary>The categories: one for each bin, or more, which <see cref="Groups"/> puts in bins.</summary>
    public double[] Categories { get; }

    /// <summary>The groups of a column with more categories than bins; otherwise null.</summary>
    public CategoryGroups? Groups { get; }

    /// <summary>The number of bins of present values; <see cref="Missing"/> is the next code.</summary>
    public int Count { get; }

    public int Missing => Count;

    /// <summary>Finds the bins of a column: at most <paramref name="most"/>, and one for missing values.</summary>
    /// <param name="rows">The rows to use; empty for all.</param>
    public static unsafe ColumnBins Of(TreeColumn column, double[]? weights, ReadOnlySpan<int> rows, int most)
    {
        // Native memory, freed at once: as garbage, the sorted copies of all columns would take more memory than the codes.
        var count = rows.IsEmpty ? column.Values.Length : rows.Length;
        var room = (double*)NativeMemory.Alloc((nuint)Math.Max(1, count) * (weights is null ? 1u : 2u), sizeof(double));
        try
        {
            var values = new Span<double>(room, count);
            var kept = weights is null ? [] : new Span<double>(room + count, count);
            var known = 0;
            for (var i = 0; i < count; i++)
            {
                var row = rows.IsEmpty ? i : rows[i];
                var value = column.Values[row];
                if (double.IsNaN(value) || (weights is not null && weights[row] == 0)) continue;
                if (weights is not null) kept[known] = weights[row];
                values[known++] = value + 0.0;
            }

            var sorted = values[..known];
            if (weights is null) sorted.Sort(); else sorted.Sort(kept[..known]);
            return column.IsCategory ? new(column, [], Frequent(column, sorted, kept), most) : new(column, Quantiles(sorted, kept, most), [], most);
        }
        finally
        {
            NativeMemory.Free(room);
        }
    }

    public byte Code(double value)
    {
        if (double.IsNaN(value)) return (byte)Missing;
        if (IsCategory) return PlaceOf(value) is >= 0 and var place ? CodeOf(place) : (byte)Missing;
        var bin = 0;
        for (var step = Codes / 2; step > 0; step >>= 1) bin += _padded[bin + step - 1] <= value ? step : 0;
        return (byte)Math.Min(bin, Edges.Length);
    }

    /// <summary>The place of a category among <see cref="Categories"/>; -1 if it is missing or not among them.</summary>
    public int PlaceOf(double category) => !double.IsNaN(category) && _places.TryGetValue(category, out var place) ? place : -1;

    /// <summary>The bin of the category at a place.</summary>
    public byte CodeOf(int place) => Groups is null ? (byte)place : Groups.Groups[place];

    /// <summary>Edges half-way between neighbouring values: between all of them if they are few, otherwise at equal proportions of the weight.</summary>
    private static double[] Quantiles(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, int most)
    {
        double total = 0;
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            total += weights.IsEmpty ? 1 : weights[i];
            if (i == 0 || sorted[i] != sorted[i - 1]) distinct++;
        }

        var edges = new List<double>(Math.Min(distinct, most));
        double below = 0;
        for (var i = 0; i + 1 < sorted.Length; i++)
        {
            below += weights.IsEmpty ? 1 : weights[i];
            if (sorted[i] == sorted[i + 1] || (distinct > most && below * most < total * (edges.Count + 1))) continue;
            if (edges.Count == most - 1) break;
            edges.Add(Between(sorted[i], sorted[i + 1]));
        }

        return [.. edges];
    }

    private static double Between(double low, double high)
    {
        var middle = low / 2 + high / 2;

        // A float if one lies between them, so that boosters that compare floats send every row the same way.
        double single = (float)middle;
        if (single > low && single <= high && (float)low < single && double.IsFinite(single)) return single;
        if (middle > low && middle <= high && double.IsFinite(middle)) return middle;
        return double.IsFinite(high) ? high : double.MaxValue;
    }

    /// <summary>The most frequent categories, ascending.</summary>
    private static double[] Frequent(TreeColumn column, ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights)
    {
        var counts = new List<(double Category, double Weight)>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (!(sorted[i] >= 0 && sorted[i] <= int.MaxValue && sorted[i] == Math.Floor(sorted[i]))) throw new BoostException($"column '{column.Name}' is one of categories and holds {sorted[i]:R}; categories are whole numbers, 0 or more.");
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (counts.Count > 0 && counts[^1].Category == sorted[i]) counts[^1] = (sorted[i], counts[^1].Weight + weight);
            else counts.Add((sorted[i], weight));
        }

        return [.. counts.OrderByDescending(count => count.Weight).ThenBy(count => count.Category).Take(MostCategories).Select(count => count.Category).Order()];
    }
}

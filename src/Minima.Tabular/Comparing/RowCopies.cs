namespace Minima.Tabular;

/// <summary>Rows that are equal in every feature and in the target.</summary>
internal static class RowCopies
{
    /// <summary>For every row, the first row equal to it.</summary>
    public static int[] Of(ComparisonData data)
    {
        var first = new Dictionary<int, int>(new Equality(data));
        var copies = new int[data.Lines.Length];
        for (var row = 0; row < copies.Length; row++) copies[row] = first.TryAdd(row, row) ? row : first[row];
        return copies;
    }

    private sealed class Equality(ComparisonData data) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) =>
            data.Columns.All(column => column.Kind == TableColumnKind.Category ? column.Codes[x] == column.Codes[y] : column.Values[x].Equals(column.Values[y]))
            && data.Targets.All(target => target.Values[x].Equals(target.Values[y]));

        public int GetHashCode(int row)
        {
            var hash = 17;
            foreach (var column in data.Columns) hash = (hash * 31) + (column.Kind == TableColumnKind.Category ? column.Codes[row] : column.Values[row].GetHashCode());
            foreach (var target in data.Targets) hash = (hash * 31) + target.Values[row].GetHashCode();
            return hash;
        }
    }
}

namespace Minima.Lab;

/// <summary>A table as text: the first column to the left, the others to the right.</summary>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[]> _rows = [heads];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, heads.Length).Select(k => _rows.Max(row => row[k].Length)).ToArray();
        foreach (var row in _rows) output.WriteLine(string.Join("  ", row.Select((cell, k) => k == 0 ? cell.PadRight(widths[k]) : cell.PadLeft(widths[k]))).TrimEnd());
    }
}

using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Names rows of a stored table by the lines of their file, for messages.</summary>
internal static class RowLines
{
    private const int Most = 5;

    /// <summary>Finds the rows that satisfy a condition, in order.</summary>
    /// <returns>Their number, and the first few as <c>line 5</c> or <c>lines 5, 17 and 3 more</c>.</returns>
    public static (int Count, string Text) Where(BlockList<int> lines, Func<int, bool> holds)
    {
        var shown = new List<string>();
        var count = 0;
        for (var row = 0; row < lines.Count; row++)
        {
            if (!holds(row)) continue;
            if (count++ < Most) shown.Add(lines[row].ToString(CultureInfo.InvariantCulture));
        }

        return (count, $"line{(count == 1 ? "" : "s")} {string.Join(", ", shown)}{(count > Most ? $" and {count - Most} more" : "")}");
    }
}

using System.Globalization;

namespace Minima.Training.Data;

/// <summary>The index of a text among a column's levels in training: -1 for another text, -2 for a missing one.</summary>
internal static class CellPlace
{
    public const int Other = -1;

    public const int None = -2;

    /// <summary>The index of a cell, without checking if the column can have it.</summary>
    public static int Of(ColumnEncoding encoding, ReadOnlySpan<char> cell)
    {
        if (IndexOf(encoding, cell) is >= 0 and var place) return place;
        if (CellParser.IsMissing(cell)) return None;

        // Numbers among texts use their shortest form as text, in any spelling.
        return encoding.Form.ReadPlain(cell, out var number) && IndexOf(encoding, number.ToString("R", CultureInfo.InvariantCulture)) is >= 0 and var same ? same : Other;
    }

    /// <summary>Refuses another or a missing text if each text of the column has its own feature.</summary>
    public static void Check(ColumnEncoding encoding, int place, ReadOnlySpan<char> cell, string who)
    {
        if (place >= 0 || encoding.Kind == EncodingKind.Category) return;
        if (place == None) throw Missing(who);
        var text = cell.ToString();
        var nearest = Suggestions.Nearest(text, encoding.Levels);
        throw DataException.Create(
            who,
            $"{DataException.Quote(text)} is a category that the training rows did not have",
            $"one of these is expected: {DataException.List(encoding.Levels)}",
            nearest is null ? "Correct the value, remove the row, or train on rows that have it." : $"Did you mean {DataException.Quote(nearest)}?");
    }

    /// <summary>The exception for an empty cell in a column that was never empty.</summary>
    public static DataException Missing(string who) => DataException.Create(
        who,
        "the cell is empty",
        "a value is expected, because no training row was empty here",
        "Fill it in, remove the row, or train on data in which this column has empty cells too.");

    private static int IndexOf(ColumnEncoding encoding, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < encoding.Levels.Count; i++)
        {
            if (text.SequenceEqual(encoding.Levels[i])) return i;
        }

        return -1;
    }
}

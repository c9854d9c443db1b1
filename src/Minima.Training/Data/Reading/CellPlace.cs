using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Where a text stands among those that a column had in training: its level, -1 for another text, -2 for a missing one.</summary>
internal static class CellPlace
{
    public const int Other = -1;

    public const int None = -2;

    /// <summary>The place of a cell, without looking at whether the column can have it.</summary>
    public static int Of(ColumnEncoding encoding, ReadOnlySpan<char> cell)
    {
        if (IndexOf(encoding, cell) is >= 0 and var place) return place;
        if (CellParser.IsMissing(cell)) return None;

        // Numbers among texts have the shortest form for their text, however they are written.
        return encoding.Form.ReadPlain(cell, out var number) && IndexOf(encoding, number.ToString("R", CultureInfo.InvariantCulture)) is >= 0 and var same ? same : Other;
    }

    /// <summary>Refuses what the column cannot have: another text, or none, where each of its texts has its own feature.</summary>
    public static void Check(ColumnEncoding encoding, int place, ReadOnlySpan<char> cell, string who)
    {
        if (place >= 0 || encoding.Kind == EncodingKind.Category) return;
        if (place == None) throw Missing(who);
        var text = cell.ToString();
        var nearest = Suggestions.Nearest(text, encoding.Levels);
        throw DataException.Create(
            who,
            $"{DataException.Quote(text)} is a category that the training rows did not have",
            $"one of theirs is expected: {DataException.List(encoding.Levels)}",
            nearest is null ? "Correct the value, remove the row, or train on rows that have it." : $"Did you mean {DataException.Quote(nearest)}?");
    }

    /// <summary>A cell is empty in a column that was never empty.</summary>
    public static DataException Missing(string who) => DataException.Create(
        who,
        "the cell is empty",
        "a value is expected, for no training row lacked one here",
        "Fill it in, remove the row, or train on rows some of which lack it.");

    private static int IndexOf(ColumnEncoding encoding, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < encoding.Levels.Count; i++)
        {
            if (text.SequenceEqual(encoding.Levels[i])) return i;
        }

        return -1;
    }
}

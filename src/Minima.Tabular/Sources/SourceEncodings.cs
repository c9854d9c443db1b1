using System.Globalization;

namespace Minima.Tabular;

/// <summary>The features of the columns of a data source, the same as for a file in a fit.</summary>
internal static class SourceEncodings
{
    /// <summary>The largest range of a column; a wider one, centred and divided by a power of two, exceeds the range of doubles.</summary>
    private const double WidestRange = 4e307;

    /// <summary>The encodings of the columns that are features; a note for each decision.</summary>
    public static List<ColumnEncoding> Of(IFitSource source, IReadOnlyList<SourceColumn> columns, List<string> notes, CancellationToken cancellation)
    {
        var encodings = new List<ColumnEncoding>();
        foreach (var column in columns)
        {
            if (column.Infinite > 0) throw Infinite(source, column, isFeature: true);
            if (column.High - column.Low > WidestRange)
            {
                throw DataException.Create(
                    $"{source.Name}, column {DataException.Quote(column.Name)}",
                    FormattableString.Invariant($"its numbers range from {column.Low:0.0#e+0} to {column.High:0.0#e+0}"),
                    "a range below 4E307 is expected",
                    $"Give the column in another unit, or leave it out with --ignore {ColumnBuilder.Argument(column.Name)}.");
            }

            TellTexts(column, notes);
            if (Dropped(column) is { } dropped)
            {
                notes.Add(dropped);
                continue;
            }

            var encoding = column.Kind == TableColumnKind.Category ? Texts(column) : Numbers(source, column, cancellation);
            if (encoding is { Kind: EncodingKind.Category, Levels.Count: 0, HasMissing: false })
            {
                notes.Add($"Column {DataException.Quote(column.Name)} holds {column.Levels.Count} texts, none of them in {ColumnTreatment.RareRows} rows, and was dropped.");
                continue;
            }

            if (column.Note.Length > 0) notes.Add(column.Note);
            else if (column.Kind == TableColumnKind.Date) notes.Add($"Column {DataException.Quote(column.Name)} holds dates; they became year, month, day of the week and days since the first.");
            FeatureEncoder.Tell(column.Name, column.Kind, [.. column.Levels.Select(level => level.Text)], column.Missing, encoding, column.Rows, notes);
            encodings.Add(encoding);
        }

        return encodings;
    }

    /// <summary>Adds a note that a column holds texts that would be numbers in a file.</summary>
    public static void TellTexts(SourceColumn column, List<string> notes)
    {
        if (column.Kind == TableColumnKind.Category && column.Levels.Count > 0 && column.Levels.All(level => IsNumber(level.Text)))
            notes.Add($"Column {DataException.Quote(column.Name)} holds texts for the engine, such as {DataException.Quote(column.Levels[0].Text)}, which would be read from a file as numbers. To have numbers here, convert the column in --sql.");
    }

    /// <summary>Rejects a column without a finite number in every row.</summary>
    public static void RequireNumbers(IFitSource source, SourceColumn column, string what)
    {
        var who = $"{source.Name}, {what} {DataException.Quote(column.Name)}";
        if (column.Missing > 0)
        {
            throw DataException.Create(
                who, Counted(column.Missing, "value is missing (NULL or NaN)", "values are missing (NULL or NaN)"), "every row needs a value here", "Fill them in, or leave these rows out with a condition: --sql \"SELECT ... WHERE ...\".");
        }

        if (column.Infinite > 0) throw Infinite(source, column);
    }

    /// <summary>The exception for a column with an infinite value.</summary>
    /// <param name="source">The source.</param>
    /// <param name="column">The column.</param>
    /// <param name="isFeature">True for a feature, which can be left out.</param>
    public static DataException Infinite(IFitSource source, SourceColumn column, bool isFeature = false) => DataException.Create(
        $"{source.Name}, column {DataException.Quote(column.Name)}",
        Counted(column.Infinite, "value is infinite", "values are infinite"),
        "a number between -1.8E308 and 1.8E308 is expected",
        isFeature ? $"Correct the values, leave these rows out with a condition, or leave the column out with --ignore {ColumnBuilder.Argument(column.Name)}." : "Correct the values, or leave these rows out with a condition.");

    private static string Counted(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    /// <summary>Checks if a text would be a number in a file.</summary>
    private static bool IsNumber(string text) => CellParser.Number(text, out _) || CellParser.IsGrouped(text) || MarkedNumber.Split(text, out _, out _);

    private static string? Dropped(SourceColumn column)
    {
        var name = column.Name;
        if (column.Kind == TableColumnKind.Dropped) return column.Note.Length > 0 ? column.Note : DropNotes.OtherType(name).English;
        if (column.Missing == column.Rows) return DropNotes.Empty(name).English;
        if (column.Kind != TableColumnKind.Category)
        {
            if (column.Missing > 0 || !column.Low.Equals(column.High)) return null;
            return (column.Kind == TableColumnKind.Date ? DropNotes.SameDate(name) : DropNotes.Constant(name, Localized.Same(column.Low.ToString(CultureInfo.InvariantCulture)))).English;
        }

        if (column.HasManyLevels) return DropNotes.FreeText(name, null).English;
        if (column is { Missing: 0, Levels.Count: 1 }) return DropNotes.Constant(name, Localized.Quote(column.Levels[0].Text)).English;
        if (column.Missing == 0 && column.Levels.Count == column.Rows) return DropNotes.Identifiers(name).English;
        var letters = column.Levels.Sum(level => level.Text.Length * level.Rows);
        return CellColumn.IsTooLong(letters, column.Rows - column.Missing, column.Levels.Count) ? DropNotes.FreeText(name, column.Levels.Count).English : null;
    }

    private static ColumnEncoding Texts(SourceColumn column)
    {
        string[] levels = [.. column.Levels.Select(level => level.Text)];
        return FeatureEncoder.OwnTexts(column.Name, levels, column.Missing > 0)
            ?? ColumnTreatment.OfTexts(column.Name, levels, [.. column.Levels.Select(level => (int)Math.Min(level.Rows, int.MaxValue))], column.Missing > 0);
    }

    private static ColumnEncoding Numbers(IFitSource source, SourceColumn column, CancellationToken cancellation)
    {
        // In a file a note on a column, which dates have, makes its median part of every encoding; the same applies here.
        var needsFill = column.Missing > 0 || column.Kind == TableColumnKind.Date || column.Note.Length > 0;
        return ColumnTreatment.OfNumbers(column.Name, column.Kind, needsFill ? source.Median(column, cancellation) : null, column.Low, column.Missing > 0) with { Form = column.Form };
    }
}

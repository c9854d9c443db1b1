using System.Globalization;

namespace Minima.Tabular;

/// <summary>Encodes a column of the file as numeric features, for all rows at once.</summary>
internal static class FeatureEncoder
{
    /// <summary>The largest number of texts for which each text has its own feature.</summary>
    public const int MostOwnTexts = 20;

    /// <summary>Appends the features of a column, or none if it is dropped, and adds a note.</summary>
    /// <param name="column">The column, of the rows that are kept.</param>
    /// <param name="rows">The number of these rows.</param>
    /// <param name="read">The number of rows in the file.</param>
    /// <param name="names">Receives the names of the features.</param>
    /// <param name="columns">Receives the features.</param>
    /// <param name="encodings">Receives the encoding of the column.</param>
    /// <param name="notes">Receives notes.</param>
    public static void Encode(
        TableColumn column, int rows, int read, List<string> names, List<double[]> columns, List<ColumnEncoding> encodings, List<string> notes)
    {
        if (!column.Note.IsEmpty) notes.Add(column.Note.English);
        if (column.Kind == TableColumnKind.Dropped) return;
        int[] all = [.. Enumerable.Range(0, rows)];

        // A fit keeps rare texts separate. A comparison does not, because a test row may have an unknown text; a fit has no test rows.
        var encoding = (column.Kind == TableColumnKind.Category ? OwnTexts(column.Name, column.Levels, column.Missing > 0) : null) ?? ColumnTreatment.Fit(column, all);
        if (encoding is { Kind: EncodingKind.Category, Levels.Count: 0, HasMissing: false })
        {
            notes.Add($"Column {DataException.Quote(column.Name)} holds {column.Levels.Length} texts, none of them in {ColumnTreatment.RareRows} rows, and was dropped.");
            return;
        }

        Tell(column.Name, column.Kind, column.Levels, column.Missing, encoding, read, notes);
        names.AddRange(encoding.Features);
        columns.AddRange(ColumnTreatment.Apply(encoding, column, all));
        encodings.Add(encoding);
    }

    /// <summary>The encoding in which each text has its own feature; null if there are too many texts.</summary>
    public static ColumnEncoding? OwnTexts(string name, string[] levels, bool hasMissing)
    {
        if (levels.Length > MostOwnTexts) return null;
        var encoding = new ColumnEncoding(name, levels);
        return hasMissing ? encoding with { Kind = EncodingKind.Category, HasMissing = true } : encoding;
    }

    /// <summary>Adds a note about the encoding of a column.</summary>
    public static void Tell(string name, TableColumnKind kind, string[] levels, long missing, ColumnEncoding encoding, long read, List<string> notes)
    {
        var quoted = DataException.Quote(name);
        if (encoding.Kind == EncodingKind.TwoTexts)
            notes.Add($"Column {quoted} holds two texts: {DataException.Quote(levels[0])} became 0 and {DataException.Quote(levels[1])} 1.");
        else if (encoding.HasOther)
            notes.Add($"Column {quoted} holds {levels.Length} texts; {Frequent(encoding.Levels.Count)}");
        else if (kind == TableColumnKind.Category)
            notes.Add($"Column {quoted} holds {(levels.Length == 1 ? "one text; it" : $"{levels.Length} texts; each")} became a column of 0 and 1.");
        if (missing == 0) return;
        var stands = kind == TableColumnKind.Category ? "they became a text of their own" : "the median replaces them, and a column marks where";
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"Column {quoted} has {missing} missing {(missing == 1 ? "value" : "values")} ({(double)missing / read:P1}); {stands}."));
    }

    private static string Frequent(int count) => count switch
    {
        0 => "none is frequent, so one column of 0 and 1 represents all.",
        1 => "the most frequent one became a column of 0 and 1, all others together another.",
        _ => $"the {count} most frequent became a column of 0 and 1 each, all others together another.",
    };
}

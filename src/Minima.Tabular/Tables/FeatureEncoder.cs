using System.Globalization;

namespace Minima.Tabular;

/// <summary>Turns one column of the file into the numeric columns that stand for it, for all rows at once.</summary>
internal static class FeatureEncoder
{
    /// <summary>Each text has a feature of its own where there are at most so many.</summary>
    public const int MostOwnTexts = 20;

    /// <summary>Appends the features of a column, none when it was dropped, and tells what it did.</summary>
    /// <param name="column">The column, of the rows that are kept.</param>
    /// <param name="rows">How many these are.</param>
    /// <param name="read">How many rows there are in the file.</param>
    /// <param name="names">Takes the names of the features.</param>
    /// <param name="columns">Takes the features.</param>
    /// <param name="encodings">Takes how the column becomes them.</param>
    /// <param name="notes">Takes what there is to say.</param>
    public static void Encode(
        TableColumn column, int rows, int read, List<string> names, List<double[]> columns, List<ColumnEncoding> encodings, List<string> notes)
    {
        if (!column.Note.IsEmpty) notes.Add(column.Note.English);
        if (column.Kind == TableColumnKind.Dropped) return;
        int[] all = [.. Enumerable.Range(0, rows)];

        // A fit keeps texts apart that few rows have; what it would cost a comparison, a test row with an unknown text, is no matter here.
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

    /// <summary>The encoding in which each text has a feature of its own; null where there are too many texts.</summary>
    public static ColumnEncoding? OwnTexts(string name, string[] levels, bool hasMissing)
    {
        if (levels.Length > MostOwnTexts) return null;
        var encoding = new ColumnEncoding(name, levels);
        return hasMissing ? encoding with { Kind = EncodingKind.Category, HasMissing = true } : encoding;
    }

    /// <summary>Notes how a column became features.</summary>
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
        0 => "none is frequent, so one column of 0 and 1 stands for all.",
        1 => "the most frequent one became a column of 0 and 1, all others together another.",
        _ => $"the {count} most frequent became a column of 0 and 1 each, all others together another.",
    };
}

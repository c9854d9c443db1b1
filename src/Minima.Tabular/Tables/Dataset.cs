namespace Minima.Tabular;

/// <summary>Features and target of one file.</summary>
internal sealed class Dataset(string name, NumericTable features, TargetColumn target, int[] lines)
{
    /// <summary>The file's name, for messages.</summary>
    public string Name { get; } = name;

    public NumericTable Features { get; } = features;

    public TargetColumn Target { get; } = target;

    public int Rows => Features.Rows;

    /// <summary>Additionally requested columns of numbers, by name: weights, further inputs.</summary>
    public IReadOnlyDictionary<string, double[]> Others { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>For every row 1 if the event happened at the time in the target, and 0 if the row was last seen then; null without events.</summary>
    public double[]? Events { get; init; }

    /// <summary>The original cells of the column of events, for the rows that were read.</summary>
    public TableColumn? EventCells { get; init; }

    /// <summary>The same rows with their events.</summary>
    public Dataset With(double[] events) => new(Name, Features, Target, Lines) { Others = Others, Events = events, EventColumn = EventColumn, MissingMarks = MissingMarks };

    /// <summary>The same rows with another target.</summary>
    public Dataset With(TargetColumn target) => new(Name, Features, target, Lines) { Others = Others, Events = Events, EventColumn = EventColumn, MissingMarks = MissingMarks };

    /// <summary>The given rows, which may repeat.</summary>
    public Dataset Take(int[] rows) => new(Name, new(Features.Names, Array.ConvertAll(Features.Columns, column => Array.ConvertAll(rows, row => column[row])), rows.Length, Features.Notes) { Encodings = Features.Encodings }, Target.Take(rows), Array.ConvertAll(rows, row => Lines[row]))
    {
        Events = Events is null ? null : Array.ConvertAll(rows, row => Events[row]),
        EventColumn = EventColumn,
        MissingMarks = MissingMarks,
        Others = Others.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(rows, row => pair.Value[row]), StringComparer.Ordinal),
    };

    public string? EventColumn { get; init; }

    /// <summary>The marks of missing values used in reading.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>For every row the line of the file on which it starts; the header is line 1.</summary>
    public int[] Lines { get; } = lines;

    /// <summary>The notes on the columns of features, those on extreme numbers last.</summary>
    public List<string> FeatureNotes()
    {
        List<string> notes = [.. Features.Notes.Where(note => !note.StartsWith("Target ", StringComparison.Ordinal))];
        if (Rows < ExtremeCells.FewestRows) return notes;
        for (var j = 0; j < Features.Names.Length; j++)
        {
            if (!Features.Encodings.Any(encoding => encoding.Kind == EncodingKind.Number && encoding.Column == Features.Names[j])) continue;
            var extremes = ExtremeCells.In(Features.Columns[j], ExtremeCells.Threshold);
            if (extremes.Rows.Length > 0) notes.Add(ExtremeCells.Note(Features.Names[j], extremes.Rows.Length, Rows, extremes.Ratio, Features.Columns[j][extremes.Rows[0]], Lines[extremes.Rows[0]], CsvReader.Words).English);
        }

        return notes;
    }
}

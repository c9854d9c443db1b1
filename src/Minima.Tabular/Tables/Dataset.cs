namespace Minima.Tabular;

/// <summary>Features and target of one file.</summary>
internal sealed class Dataset(string name, NumericTable features, TargetColumn target, int[] lines)
{
    /// <summary>The file's name, as messages say it.</summary>
    public string Name { get; } = name;

    public NumericTable Features { get; } = features;

    public TargetColumn Target { get; } = target;

    public int Rows => Features.Rows;

    /// <summary>The columns of numbers that were asked for besides, by name: weights, further inputs.</summary>
    public IReadOnlyDictionary<string, double[]> Others { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>For every row 1 where the event happened at the time that the target is, and 0 where the row was last seen then; null where nothing tells.</summary>
    public double[]? Events { get; init; }

    /// <summary>The cells of that column as the table has them, of the rows that were read.</summary>
    public TableColumn? EventCells { get; init; }

    /// <summary>The same rows with their events.</summary>
    public Dataset With(double[] events) => new(Name, Features, Target, Lines) { Others = Others, Events = events, EventColumn = EventColumn, MissingMarks = MissingMarks };

    /// <summary>The same rows with another target.</summary>
    public Dataset With(TargetColumn target) => new(Name, Features, target, Lines) { Others = Others, Events = Events, EventColumn = EventColumn, MissingMarks = MissingMarks };

    /// <summary>Some rows, one of them several times where it is asked for so.</summary>
    public Dataset Take(int[] rows) => new(Name, new(Features.Names, Array.ConvertAll(Features.Columns, column => Array.ConvertAll(rows, row => column[row])), rows.Length, Features.Notes) { Encodings = Features.Encodings }, Target.Take(rows), Array.ConvertAll(rows, row => Lines[row]))
    {
        Events = Events is null ? null : Array.ConvertAll(rows, row => Events[row]),
        EventColumn = EventColumn,
        MissingMarks = MissingMarks,
        Others = Others.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(rows, row => pair.Value[row]), StringComparer.Ordinal),
    };

    /// <summary>The column that tells it.</summary>
    public string? EventColumn { get; init; }

    /// <summary>The marks of missing values that it was read with.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>For every row the line of the file on which it starts; the header is line 1.</summary>
    public int[] Lines { get; } = lines;
}

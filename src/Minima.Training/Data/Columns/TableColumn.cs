namespace Minima.Training.Data;

/// <summary>A typed column of a table, with missing cells and without any statistic of its values.</summary>
internal sealed class TableColumn
{
    private TableColumn(string name, TableColumnKind kind, double[] values, int[] codes, string[] levels, int missing, Localized note)
    {
        Name = name;
        Kind = kind;
        Values = values;
        Codes = codes;
        Levels = levels;
        Missing = missing;
        Note = note;
    }

    public string Name { get; }

    public TableColumnKind Kind { get; }

    /// <summary>Numbers, or days since 1970-01-01 of dates; NaN for missing cells. Empty for other kinds.</summary>
    public double[] Values { get; }

    /// <summary>The index of each row's text; -1 if missing. Empty for other kinds.</summary>
    public int[] Codes { get; }

    /// <summary>The texts in alphabetical order.</summary>
    public string[] Levels { get; }

    /// <summary>The number of missing cells.</summary>
    public int Missing { get; }

    /// <summary>The note from reading; empty if there is none.</summary>
    public Localized Note { get; }

    /// <summary>The form of its numbers.</summary>
    public CellForm Form { get; private init; }

    public static TableColumn OfNumbers(string name, double[] values, int missing = 0, Localized? note = null, CellForm form = default) =>
        new(name, TableColumnKind.Number, values, [], [], missing, note ?? Localized.Nothing) { Form = form };

    public static TableColumn OfDates(string name, double[] days, int missing, Localized note) =>
        new(name, TableColumnKind.Date, days, [], [], missing, note);

    public static TableColumn OfTexts(string name, int[] codes, string[] levels, int missing, Localized? note = null) =>
        new(name, TableColumnKind.Category, [], codes, levels, missing, note ?? Localized.Nothing);

    /// <summary>Some cells of a column that was dropped because its dates are ambiguous.</summary>
    public IReadOnlyList<string> UnreadDates { get; private init; } = [];

    public static TableColumn Drop(string name, Localized note, IReadOnlyList<string>? unreadDates = null) => new(name, TableColumnKind.Dropped, [], [], [], 0, note) { UnreadDates = unreadDates ?? [] };

    public bool IsMissing(int row) => Kind == TableColumnKind.Category ? Codes[row] < 0 : double.IsNaN(Values[row]);
}

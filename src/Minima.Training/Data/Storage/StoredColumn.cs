namespace Minima.Training.Data;

/// <summary>A column of a table; one block is in memory at a time.</summary>
internal sealed class StoredColumn
{
    /// <summary>The code of a missing text.</summary>
    public const int MissingText = -1;

    /// <summary>The code of a text that is not among the levels.</summary>
    public const int UnknownText = -2;

    private readonly BlockList<double> _values;
    private readonly BlockList<int> _codes;
    private readonly int[] _places;

    /// <param name="name">The column's name.</param>
    /// <param name="kind">The kind of the column.</param>
    /// <param name="values">Numbers, or days of dates; NaN if missing.</param>
    /// <param name="codes">Numbers of texts, <see cref="MissingText"/>, or <see cref="UnknownText"/>.</param>
    /// <param name="places">The index among the levels for each number of a text.</param>
    /// <param name="levels">The texts in alphabetical order.</param>
    /// <param name="missing">The number of missing cells.</param>
    /// <param name="note">The note from reading.</param>
    public StoredColumn(string name, TableColumnKind kind, BlockList<double>? values, BlockList<int>? codes, int[] places, string[] levels, int missing, Localized note)
    {
        Name = name;
        Kind = kind;
        Levels = levels;
        Missing = missing;
        Note = note;
        _values = values ?? new BlockList<double>();
        _codes = codes ?? new BlockList<int>();
        _places = places;
    }

    public string Name { get; }

    public TableColumnKind Kind { get; }

    /// <summary>The texts in alphabetical order.</summary>
    public string[] Levels { get; }

    /// <summary>The number of missing cells.</summary>
    public int Missing { get; }

    /// <summary>The note from reading; empty if there is none.</summary>
    public Localized Note { get; }

    /// <summary>The form of its numbers.</summary>
    public CellForm Form { get; init; }

    /// <summary>Some cells of a column that was dropped because its dates are ambiguous.</summary>
    public IReadOnlyList<string> UnreadDates { get; private init; } = [];

    public static StoredColumn Drop(string name, Localized note, IReadOnlyList<string>? unreadDates = null) => new(name, TableColumnKind.Dropped, null, null, [], [], 0, note) { UnreadDates = unreadDates ?? [] };

    /// <summary>The numbers of a block, or the days of its dates; NaN if missing.</summary>
    public ReadOnlySpan<double> Values(int block) => _values.Read(block);

    /// <summary>Copies the numbers of a block, or the days of its dates; NaN if missing. Several threads may copy at once.</summary>
    public void CopyValues(int block, Span<double> values) => _values.CopyTo(block, values);

    /// <summary>Copies the indices among the levels of a block's texts, as <see cref="Codes"/> returns them. Several threads may copy at once.</summary>
    public void CopyCodes(int block, Span<int> places)
    {
        var count = _codes.CopyTo(block, places);
        foreach (ref var place in places[..count])
        {
            if (place >= 0) place = _places[place];
        }
    }

    /// <summary>The indices among the levels of a block's texts, or <see cref="MissingText"/>, or <see cref="UnknownText"/>.</summary>
    public void Codes(int block, Span<int> places)
    {
        var codes = _codes.Read(block);
        for (var i = 0; i < codes.Length; i++) places[i] = codes[i] < 0 ? codes[i] : _places[codes[i]];
    }

    /// <summary>Refuses numbers in another unit than that of a model's training data.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="learned">The mark in the training data.</param>
    /// <exception cref="DataException">The numbers are in another unit.</exception>
    public void CheckUnit(string file, string? learned)
    {
        if (Kind != TableColumnKind.Number || MarkedNumber.AreOneUnit(Form.Mark, learned) || (Form.Mark is null && AreZero())) return;
        throw MarkedNumber.OtherUnit($"{file}, column {DataException.Quote(Name)}", learned, Form.Mark);
    }

    private bool AreZero()
    {
        for (var block = 0; block < _values.Blocks; block++)
        {
            foreach (var value in _values.Read(block))
            {
                if (!double.IsNaN(value) && value != 0) return false;
            }
        }

        return true;
    }

    /// <summary>The column in memory.</summary>
    /// <param name="rows">The rows to keep, ascending; null for all.</param>
    public TableColumn ToTable(int[]? rows = null)
    {
        var codes = rows is null || _codes.Count == 0 ? _codes.ToArray() : _codes.ToArray(rows);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0) codes[i] = _places[codes[i]];
        }

        return Kind switch
        {
            TableColumnKind.Dropped => TableColumn.Drop(Name, Note, UnreadDates),
            TableColumnKind.Category => TableColumn.OfTexts(Name, codes, Levels, Missing, Note),
            TableColumnKind.Date => TableColumn.OfDates(Name, Numbers(), Missing, Note),
            _ => TableColumn.OfNumbers(Name, Numbers(), Missing, Note, Form),
        };

        double[] Numbers() => rows is null ? _values.ToArray() : _values.ToArray(rows);
    }
}

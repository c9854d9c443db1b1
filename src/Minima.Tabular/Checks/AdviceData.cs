namespace Minima.Tabular;

/// <summary>The sample: columns, target, and the line of every row in the file.</summary>
internal sealed class AdviceData
{
    private AdviceData(string name, int rowsInFile, AdviceColumn target, IReadOnlyList<AdviceColumn> features, int[] lines, IReadOnlyList<string> dropped)
    {
        Name = name;
        RowsInFile = rowsInFile;
        Target = target;
        Features = features;
        Lines = lines;
        Dropped = dropped;
    }

    public string Name { get; }

    public int RowsInFile { get; }

    public AdviceColumn Target { get; }

    /// <summary>The other columns that were not ignored.</summary>
    public IReadOnlyList<AdviceColumn> Features { get; }

    public int[] Lines { get; }

    public int Rows => Lines.Length;

    /// <summary>The target cells of the rows that were left out because they have no target: empty, or a word that marks a missing value.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>The same rows without a column.</summary>
    public AdviceData Without(string column) => new(Name, RowsInFile, Target, [.. Features.Where(feature => feature.Name != column)], Lines, Dropped);

    /// <summary>The same rows with this column alone.</summary>
    public AdviceData Only(string column) => new(Name, RowsInFile, Target, [.. Features.Where(feature => feature.Name == column)], Lines, Dropped);

    /// <summary>Some of the rows.</summary>
    public AdviceData Take(int[] rows) => new(Name, RowsInFile, Target.Take(rows), [.. Features.Select(feature => feature.Take(rows))], [.. rows.Select(row => Lines[row])], Dropped);

    /// <summary>Reads a table, at most the given number of rows, without the columns that have another role.</summary>
    /// <exception cref="DataException">The table cannot be read, or has no such column.</exception>
    /// <exception cref="UsageException">The table has no target.</exception>
    public static AdviceData Read(Table table, int most, ulong seed, CancellationToken cancellation)
    {
        if (table.Target is not { } target) throw new UsageException($"advise: {table.Name} needs --target COLUMN, the column to predict; it has {DataException.List(table.Columns)}.");
        (string Option, string Column)[] others =
        [
            .. table.Options.Ignore.Select(column => ("--ignore", column)),
            .. new[] { ("--group", table.Options.Group), ("--time", table.Options.Time) }.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!.Trim())),
        ];
        var columns = new List<SampledColumn>();
        var lines = new List<int>();
        CsvFile.Read(
            table.Open(),
            (header, _) =>
            {
                foreach (var (option, wanted) in others.Append(("--target", target)))
                {
                    if (!header.Contains(wanted, StringComparer.Ordinal))
                    {
                        throw DataException.Create(
                            $"{option} {DataException.Quote(wanted)}",
                            $"{table.Name} has no such column",
                            $"one of its columns is expected: {DataException.List([.. header])}",
                            Suggestions.Nearest(wanted, [.. header]) is { } near ? $"Did you mean {DataException.Quote(near)}?" : "Choose one of these.");
                    }
                }

                return [.. header.Select(h =>
                {
                    if (h != target && Array.Exists(others, other => other.Column == h))
                    {
                        return null;
                    }

                    columns.Add(new SampledColumn(h, most, seed));
                    return columns[^1];
                })];
            },
            lines.Add,
            null,
            cancellation);
        return Of(table.Name, (int)Math.Min(table.DrawnFrom ?? lines.Count, int.MaxValue), target, [.. columns.Select(c => (c.Name, c.Cells))], [.. columns[0].Rows.Select(r => lines[r])]);
    }

    /// <summary>The data of cells that are already in memory.</summary>
    /// <exception cref="DataException">No row has a target.</exception>
    public static AdviceData Of(string name, int rowsInFile, string target, IReadOnlyList<(string Name, IReadOnlyList<string> Cells)> columns, int[] lines)
    {
        var answers = columns.First(c => c.Name == target).Cells;
        int[] kept = [.. Enumerable.Range(0, lines.Length).Where(i => !AdviceColumn.IsMissing(answers[i]))];
        if (kept.Length == 0)
        {
            throw DataException.Create($"{name}, target {DataException.Quote(target)}", "no row has a value", "a column with values is expected", "Name another column with --target.");
        }

        var forms = columns.ToDictionary(c => c.Name, c => NumberForm.Of(c.Cells), StringComparer.Ordinal);
        var decimalCommas = NumberForm.HasDecimalCommas(forms.Values);
        AdviceColumn Column((string Name, IReadOnlyList<string> Cells) c) => new(c.Name, kept.Length == lines.Length ? c.Cells : [.. kept.Select(i => c.Cells[i])], forms[c.Name], decimalCommas);
        return new AdviceData(
            name,
            rowsInFile,
            Column((target, answers)),
            [.. columns.Where(c => c.Name != target).Select(Column)],
            [.. kept.Select(i => lines[i])],
            [.. answers.Where(answer => AdviceColumn.IsMissing(answer))]);
    }
}

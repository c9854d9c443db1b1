namespace Minima.Tabular;

/// <summary>The sample: columns, target, and for every row its line in the file.</summary>
internal sealed class AdviceData
{
    private AdviceData(string name, int rowsInFile, AdviceColumn target, IReadOnlyList<AdviceColumn> features, int[] lines, int dropped)
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

    /// <summary>Rows of the sample without a target, left out.</summary>
    public int Dropped { get; }

    /// <summary>Reads a file, at most so many rows of it.</summary>
    /// <exception cref="DataException">It cannot be read, or has no such column.</exception>
    public static AdviceData Read(string path, string target, IReadOnlyCollection<string> ignored, int most, ulong seed, CancellationToken cancellation)
    {
        var columns = new List<SampledColumn>();
        var name = Path.GetFileName(path);
        var lines = new List<int>();
        CsvFile.Read(
            path,
            (header, _) =>
            {
                foreach (var wanted in ignored.Append(target))
                {
                    if (!header.Contains(wanted, StringComparer.Ordinal))
                    {
                        throw DataException.Create(
                            $"{(wanted == target ? "--target" : "--ignore")} {DataException.Quote(wanted)}",
                            $"{name} has no such column",
                            $"one of its columns is expected: {DataException.List([.. header])}",
                            Suggestions.Nearest(wanted, [.. header]) is { } near ? $"Did you mean {DataException.Quote(near)}?" : "Choose one of these.");
                    }
                }

                return [.. header.Select(h =>
                {
                    if (ignored.Contains(h, StringComparer.Ordinal) && h != target)
                    {
                        return null;
                    }

                    columns.Add(new SampledColumn(h, most, seed));
                    return columns[^1];
                })];
            },
            lines.Add,
            CsvReader.Limit,
            cancellation);
        return Of(name, lines.Count, target, [.. columns.Select(c => (c.Name, c.Cells))], [.. columns[0].Rows.Select(r => lines[r])]);
    }

    /// <summary>The data of cells that are at hand.</summary>
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
            lines.Length - kept.Length);
    }
}

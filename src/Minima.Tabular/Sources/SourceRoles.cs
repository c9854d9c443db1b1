namespace Minima.Tabular;

/// <summary>The roles of the columns of a source: target, weight, inputs and features.</summary>
internal sealed class SourceRoles
{
    /// <summary>Rejects marks of missing values, because expressions of the engine read the cells unchanged.</summary>
    /// <exception cref="UsageException">There is a mark.</exception>
    public static void RefuseMarks(IReadOnlyList<MissingMark> marks)
    {
        if (marks is [var first, ..])
            throw new UsageException($"--missing {first}: rows that stay in a database are read as they are there; write NULLIF(column, '{first.Text}') in --sql, or read the rows from a file.");
    }

    /// <exception cref="UsageException">An ordered logit is fitted to rows in memory only.</exception>
    public static void RefuseOrder(TableOptions table, IFitSource source)
    {
        if (table.Order.Count > 0) throw new UsageException($"fit: --order does not go with {source.Option}; {source.Remedy}.");
    }

    /// <param name="source">The source.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="ignore">Columns to leave out.</param>
    /// <param name="weight">The column of weights, or null.</param>
    /// <param name="inputs">Columns of further inputs, with the options that name them.</param>
    /// <param name="notes">Receives notes.</param>
    /// <exception cref="DataException">A name is not a column, or a column has two roles.</exception>
    public SourceRoles(IFitSource source, string target, IReadOnlyCollection<string> ignore, string? weight, IReadOnlyList<(string Column, string Option)> inputs, List<string> notes)
    {
        string[] header = [.. source.Columns];
        Target = Find(target, "--target");
        var left = ignore.Select(name => Find(name, "--ignore")).ToHashSet(StringComparer.Ordinal);
        if (left.Contains(Target))
            throw DataException.Create("--ignore", $"{DataException.Quote(Target)} is the target", "the target must be read", "Remove it from --ignore, or name another target.");
        Weight = weight is null ? null : Other(weight, "--weight");
        string[] columns = [.. inputs.Select(input => Other(input.Column, input.Option))];
        Features = [.. header.Where(name => name != Target && name != Weight && !left.Contains(name) && !columns.Contains(name, StringComparer.Ordinal))];
        All = [.. header.Where(name => !left.Contains(name))];
        if (left.Count > 0) notes.Add($"Left out as asked: {DataException.List([.. header.Where(left.Contains)])}.");

        string Find(string name, string option) => header[CsvFile.Find(header, name, source.Name, option)];

        string Other(string name, string option)
        {
            var found = Find(name, option);
            if (found != Target && !left.Contains(found)) return found;
            throw DataException.Create(
                $"{option} {DataException.Quote(name)}",
                found == Target ? "this column is the target" : "this column is left out by --ignore",
                "another column is expected",
                "Name the column that holds it.");
        }
    }

    public string Target { get; }

    public string? Weight { get; }

    public IReadOnlyList<string> Features { get; }

    /// <summary>Every column that is read.</summary>
    public IReadOnlyList<string> All { get; }
}

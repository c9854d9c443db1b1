using Minima.Writers;

namespace Minima.Sql;

/// <summary>The destination of predictions: a view or a table of the database, or a file that DuckDB writes.</summary>
internal sealed record SqlDestination
{
    private const string View = "view";
    private const string Table = "table";
    private const string File = "file";

    private static readonly Dictionary<string, string> Formats = new(StringComparer.OrdinalIgnoreCase) { [".parquet"] = "FORMAT parquet", [".csv"] = "FORMAT csv, HEADER" };

    private SqlDestination(string kind, string name) => (Kind, Name) = (kind, name);

    private string Kind { get; }

    private string Name { get; }

    /// <summary>Reads view:NAME, table:NAME or file:PATH.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static SqlDestination Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, name) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        if (kind is not (View or Table or File) || name.Length == 0)
            throw new UsageException($"--as is {DataException.Quote(text)}; sql, view:NAME, table:NAME or file:PATH is expected.");
        if (kind == File && !Formats.ContainsKey(Path.GetExtension(name)))
            throw new UsageException($"--as is {DataException.Quote(text)}; a file that ends in .parquet or .csv is expected.");
        return new(kind, name);
    }

    /// <summary>The statement that stores the rows of a query there.</summary>
    /// <exception cref="UsageException">The database of the part cannot hold it.</exception>
    public string Statement(SqlShard shard, string query)
    {
        if (Kind == File)
        {
            return shard.Engine == SqlEngine.DuckDb
                ? $"COPY ({query}) TO {SqlText.Literal(Name)} ({Formats[Path.GetExtension(Name)]})"
                : throw new UsageException($"--as is {DataException.Quote($"{Kind}:{Name}")}, and {shard.Name} writes no files here; give view:NAME or table:NAME.");
        }

        if (shard.IsInMemory)
            throw new UsageException($"--as is {DataException.Quote($"{Kind}:{Name}")}, and {shard.Name} is not a persistent database; give file:PATH, or a database: --from duckdb:PATH.duckdb --sql \"SELECT * FROM 'FILE'\".");
        return $"CREATE {Kind.ToUpperInvariant()} {shard.Quoted(Name)} AS {query}";
    }

    /// <summary>True if several parts would write to one place.</summary>
    public bool IsOnePlace => Kind == File;
}

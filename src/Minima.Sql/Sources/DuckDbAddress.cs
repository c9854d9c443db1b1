using System.IO.Compression;

namespace Minima.Sql;

/// <summary><c>duckdb:PATH</c>: files that DuckDB reads, or a DuckDB database.</summary>
/// <param name="Shown">As the user wrote it.</param>
/// <param name="Path">A file or a pattern; empty if a query names its tables.</param>
/// <param name="Table">The table of a database; null for files.</param>
/// <param name="Settings">DuckDB settings.</param>
internal sealed record DuckDbAddress(string Shown, string Path, string? Table, IReadOnlyList<(string Name, string Value)> Settings) : SourceAddress
{
    /// <summary>DuckDB's setting for the memory limit.</summary>
    private const string Limit = "memory_limit";

    private static readonly string[] Known = ["table", "threads", "memory"];

    public override string Absolute => Path.Length == 0 || Path.Contains("://", StringComparison.Ordinal) ? Shown : $"duckdb:{System.IO.Path.GetFullPath(Path)}{Shown[("duckdb:".Length + Path.Length)..]}";

    protected override string Holder => Path.Split('/', '\\')[^1].Split('.')[0];

    public static new DuckDbAddress Parse(string text)
    {
        var rest = text["duckdb:".Length..];
        var question = rest.LastIndexOf('?');

        // Patterns may contain question marks: only one followed by NAME= starts the options.
        if (question >= 0 && !Array.Exists(Known, name => rest[(question + 1)..].StartsWith(name + "=", StringComparison.Ordinal))) question = -1;
        var options = question < 0 ? [] : Options(rest[(question + 1)..], text);
        if (options.Find(option => !Known.Contains(option.Name, StringComparer.Ordinal)) is { Name: { } unknown })
            throw new UsageException($"--from is {DataException.Quote(text)}; there is no option {DataException.Quote(unknown)}: table, threads and memory are known.");
        return new(
            text,
            question < 0 ? rest : rest[..question],
            options.Find(option => option.Name == "table").Value,
            [.. options.Where(option => option.Name != "table").Select(option => (option.Name == "memory" ? Limit : "threads", option.Value))]);
    }

    public override SqlShard Open(string? query, bool writes, long? memory)
    {
        // A limit in the address has priority.
        var settings = memory is { } bytes && !Settings.Any(setting => setting.Name == Limit) ? Settings.Append((Limit, FormattableString.Invariant($"{bytes >> 20}MiB"))).ToArray() : Settings;
        var isDatabase = Table is not null || IsDatabaseFile(Path);

        // Only a query may create a database here: a table cannot be in a database that does not exist.
        var connection = new DuckDbConnection(Shown, isDatabase ? Path : null, settings, writes && (query is not null || File.Exists(Path)));
        try
        {
            return new SqlShard(connection, query is not null ? $"({query})" : isDatabase ? TableOf() : Reader(connection));
        }
        catch (Exception)
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool IsDatabaseFile(string path) => path.EndsWith(".duckdb", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".db", StringComparison.OrdinalIgnoreCase);

    private string TableOf() => Table is { } table
        ? SqlText.Column(table)
        : throw new UsageException($"--from is {DataException.Quote(Shown)}, a database; name its table with ?table=NAME, or give --sql \"SELECT ...\".");

    /// <summary>The function that reads files of this kind.</summary>
    private string Reader(DuckDbConnection connection)
    {
        if (Path.Length == 0) throw new UsageException($"--from is {DataException.Quote(Shown)}; a file is expected after duckdb:, or --sql \"SELECT ...\".");
        var name = Path.ToLowerInvariant();
        foreach (var packed in (string[])[".gz", ".zst"])
        {
            if (name.EndsWith(packed, StringComparison.Ordinal)) name = name[..^packed.Length];
        }

        if (Path.AsSpan().IndexOfAny("*?[{") < 0 && File.Exists(Path) && IsBlank(Path)) throw CsvFile.Empty(Shown);

        // The marks of missing values are those of all other commands; yes and no are texts, not truth values.
        var marks = string.Join(", ", CellParser.MissingMarks.SelectMany(mark => (string[])[mark, mark.ToLowerInvariant(), mark.ToUpperInvariant()]).Append("").Distinct(StringComparer.Ordinal).Select(SqlText.Literal));
        return System.IO.Path.GetExtension(name) switch
        {
            ".parquet" or ".pq" => $"read_parquet({SqlText.Literal(Path)})",
            ".csv" or ".tsv" or ".txt" => TextReader(connection, $"{SqlText.Literal(Path)}, header = true, sample_size = -1, auto_type_candidates = ['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'VARCHAR'], nullstr = [{marks}]"),
            ".json" or ".jsonl" or ".ndjson" => $"read_json_auto({SqlText.Literal(Path)})",
            _ => throw new UsageException($"--from is {DataException.Quote(Shown)}; a file that ends in .parquet, .csv, .tsv, .json or .jsonl is expected, or a database of DuckDB with ?table=NAME."),
        };
    }

    /// <summary>True if the file holds only white space, compressed or not: DuckDB's own message for it is about delimiters.</summary>
    private static bool IsBlank(string path)
    {
        using var file = File.OpenRead(path);
        using var text = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        var start = new byte[1024];
        try
        {
            var read = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return read < start.Length && start.AsSpan(0, read).IndexOfAnyExcept(" \t\r\n\uFEFF"u8) < 0;
        }
        catch (InvalidDataException)
        {
            // Not a compressed file: DuckDB's message explains it.
            return false;
        }
    }

    /// <summary>The function that reads text files. For a single file DuckDB detects delimiters and types once, from all rows; for a pattern it detects them in each query.</summary>
    private string TextReader(DuckDbConnection connection, string arguments)
    {
        var whole = $"read_csv({arguments})";
        if (Path.AsSpan().IndexOfAny("*?[{'") >= 0 || !File.Exists(Path)) return whole;
        var found = connection.Query(
            $"SELECT Prompt, concat(Delimiter, Quote, Escape, Comment, (SELECT string_agg(one.name, '') FROM (SELECT unnest(Columns) AS one))) FROM sniff_csv({arguments})", CancellationToken.None)[0];

        // The prompt does not escape apostrophes, even inside a literal.
        return found[1]!.Contains('\'', StringComparison.Ordinal) ? whole : found[0]!["FROM ".Length..].TrimEnd(';');
    }
}

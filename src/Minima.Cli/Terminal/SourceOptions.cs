using System.CommandLine;
using System.Text.Json.Serialization;
using Minima.Sql;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The options that name a table in a database or in files that another engine reads.</summary>
/// <param name="command">The command that has the options.</param>
internal sealed class SourceOptions(string command)
{
    public string Command => command;

    public Option<string?> From { get; } = new("--from")
    {
        Description = "A table to query in place: duckdb:PATH (a file or a pattern of Parquet, CSV or JSON files; a database with ?table=NAME), or postgres://USER@HOST/DATABASE?table=NAME.",
        HelpName = "ADDRESS",
    };

    public Option<string?> Query { get; } = new("--sql") { Description = "With --from: a query whose rows are the table.", HelpName = "SELECT" };

    public Option<string[]> Shards { get; } = new("--shard") { Description = "With --from: the address of a further part of the table, with the same columns; may be repeated.", HelpName = "ADDRESS" };

    /// <summary>The words of a command line as a shell reads them back, without passwords.</summary>
    public string Line(ParseResult parsed)
    {
        var addresses = new Option[] { From, Shards }.SelectMany(option => parsed.GetResult(option)?.Tokens ?? []).ToHashSet(ReferenceEqualityComparer.Instance);
        return string.Join(' ', parsed.Tokens.Select(token => Wording.Shell(addresses.Contains(token) ? SqlSource.WithoutPassword(token.Value) : token.Value)));
    }

    /// <summary>The source that the options name; null for a table that is read.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="memory">The budget of the command in bytes; null for none.</param>
    /// <exception cref="UsageException">An option needs --from, which is missing.</exception>
    public SourceRequest? Read(ParseResult parsed, long? memory = null)
    {
        var (query, shards) = (parsed.GetValue(Query), parsed.GetValue(Shards) ?? []);
        if (parsed.GetValue(From) is { } from) return new(from, query, shards) { Memory = memory };
        if (query is not null) throw new UsageException($"{command}: --sql is given without --from; give the database with --from.");
        return shards.Length == 0 ? null : throw new UsageException($"{command}: --shard is given without --from; give the first part with --from.");
    }
}

/// <summary>A table in a database or in files that another engine reads.</summary>
/// <param name="Address">The address of the table.</param>
/// <param name="Query">A query whose rows are the table, or null.</param>
/// <param name="Shards">Further parts.</param>
internal sealed record SourceRequest(string Address, string? Query, IReadOnlyList<string> Shards)
{
    /// <summary>The memory of the program and of the DuckDB library if rows stay in the database.</summary>
    private const long Program = 240L << 20;

    /// <summary>The least memory of DuckDB if it hands rows over: chunks of ten columns took half of it.</summary>
    private const long LeastOfEngine = 80L << 20;

    /// <summary>The budget of the command in bytes, of which DuckDB, which works inside this process, gets a part. Null for none.</summary>
    [JsonIgnore]
    public long? Memory { get; init; }

    /// <summary>The request with absolute paths, and without passwords.</summary>
    public SourceRequest Absolute() => this with { Address = SqlSource.Absolute(Address), Shards = [.. Shards.Select(SqlSource.Absolute)] };

    /// <summary>A name for files of results.</summary>
    [JsonIgnore]
    public string ShortName => SqlSource.ShortName(Address);

    /// <summary>The words of a command line for the source. To repeat it, set a password in PGPASSWORD or in the PostgreSQL password file.</summary>
    public IEnumerable<string> Words() =>
    [
        "--from", SqlSource.WithoutPassword(Address),
        .. Query is { } query ? ["--sql", query] : Array.Empty<string>(),
        .. Shards.SelectMany(shard => (string[])["--shard", SqlSource.WithoutPassword(shard)]),
    ];

    /// <summary>Draws and reads a sample of rows.</summary>
    /// <param name="target">The column to predict.</param>
    /// <param name="rows">The most rows; null for the number that a fit of a large table uses.</param>
    /// <param name="seed">The seed of the sample.</param>
    /// <param name="options">Facts about the columns.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public Table Draw(string target, int? rows, ulong seed, TableOptions options, CancellationToken cancellation)
    {
        using var source = Open();
        return source.Draw(target, rows ?? DataSources.UsualRows, seed, options, cancellation);
    }

    /// <param name="writes">True to save predictions there.</param>
    public SqlSource Open(bool writes = false) => SqlSource.Open(Address, Query, Shards, writes, Memory is { } bytes ? Math.Max(bytes / 3, bytes - Program) / (1 + Shards.Count) : null);

    /// <summary>Opens the source to read its rows: DuckDB gets an eighth of the budget, at least <see cref="LeastOfEngine"/>.</summary>
    public SqlSource OpenRows() => SqlSource.Open(Address, Query, Shards, writes: false, Memory is { } bytes ? Math.Max(LeastOfEngine, bytes / 8) / (1 + Shards.Count) : null);

    /// <summary>The source if given; null if a file is given instead.</summary>
    /// <exception cref="UsageException">Both are given, or none.</exception>
    public static SourceRequest? Or(SourceRequest? source, string? path, string command) => (source, path) switch
    {
        (null, null) => throw new UsageException($"{command}: no table is given; name a file, or a source with --from."),
        (not null, { } file) => throw new UsageException($"{command}: both a file ({DataException.Quote(file)}) and --from are given; give one of them."),
        _ => source,
    };

    /// <summary>Refuses a command line that names another table too, or no column to predict.</summary>
    /// <exception cref="UsageException">The line names another table, or no column to predict.</exception>
    public void Require(string command, string? path, string? data, string? target)
    {
        Or(this, path, command);
        if (data is not null) throw new UsageException($"{command}: both --data {data} and --from are given; give one of them.");
        if (target is null) throw new UsageException($"{command}: --from needs --target COLUMN, the column to predict.");
    }
}

using System.CommandLine;
using System.Text.Json.Serialization;
using Minima.Sql;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The options that name a table in a database or in files that another engine reads.</summary>
/// <param name="command">The command that has them.</param>
internal sealed class SourceOptions(string command)
{
    public string Command => command;

    public Option<string?> From { get; } = new("--from")
    {
        Description = "A table that stays where it is: duckdb:PATH (a file or a pattern of Parquet, CSV or JSON files; a database with ?table=NAME), or postgres://USER@HOST/DATABASE?table=NAME.",
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
    /// <exception cref="UsageException">An option needs --from, which is not there.</exception>
    public SourceRequest? Read(ParseResult parsed, long? memory = null)
    {
        var (query, shards) = (parsed.GetValue(Query), parsed.GetValue(Shards) ?? []);
        if (parsed.GetValue(From) is { } from) return new(from, query, shards) { Memory = memory };
        if (query is not null) throw new UsageException($"{command}: --sql is given without --from; give the database with --from.");
        return shards.Length == 0 ? null : throw new UsageException($"{command}: --shard is given without --from; give the first part with --from.");
    }
}

/// <summary>A table that stays where it is.</summary>
/// <param name="Address">Where.</param>
/// <param name="Query">A query whose rows are the table, or null.</param>
/// <param name="Shards">Further parts.</param>
internal sealed record SourceRequest(string Address, string? Query, IReadOnlyList<string> Shards)
{
    /// <summary>The memory of the program and of the library of DuckDB where rows stay in the database.</summary>
    private const long Program = 240L << 20;

    /// <summary>The least memory of DuckDB where it hands rows over: chunks of ten columns took half of it.</summary>
    private const long LeastOfEngine = 80L << 20;

    /// <summary>The budget of the command in bytes, of which DuckDB, which works inside this process, gets a part. Null for none.</summary>
    [JsonIgnore]
    public long? Memory { get; init; }

    /// <summary>The same from whatever folder it is opened, and without passwords.</summary>
    public SourceRequest Absolute() => this with { Address = SqlSource.Absolute(Address), Shards = [.. Shards.Select(SqlSource.Absolute)] };

    /// <summary>A name for files of results.</summary>
    [JsonIgnore]
    public string ShortName => SqlSource.ShortName(Address);

    /// <summary>The words of a command line that names it. Whoever repeats it gives a password in PGPASSWORD, or in the password file of PostgreSQL.</summary>
    public IEnumerable<string> Words() =>
    [
        "--from", SqlSource.WithoutPassword(Address),
        .. Query is { } query ? ["--sql", query] : Array.Empty<string>(),
        .. Shards.SelectMany(shard => (string[])["--shard", SqlSource.WithoutPassword(shard)]),
    ];

    /// <summary>Rows that are drawn and read.</summary>
    /// <param name="target">The column to predict.</param>
    /// <param name="rows">The most rows; null for as many as a fit of a large table takes.</param>
    /// <param name="seed">Which rows.</param>
    /// <param name="options">Facts about the columns.</param>
    /// <param name="cancellation">Asked before every query.</param>
    public Table Draw(string target, int? rows, ulong seed, TableOptions options, CancellationToken cancellation)
    {
        using var source = Open();
        return source.Draw(target, rows ?? DataSources.UsualRows, seed, options, cancellation);
    }

    /// <param name="writes">Predictions are to be saved there.</param>
    public SqlSource Open(bool writes = false) => SqlSource.Open(Address, Query, Shards, writes, Memory is { } bytes ? Math.Max(bytes / 3, bytes - Program) / (1 + Shards.Count) : null);

    /// <summary>Opens it to read its rows: an eighth of the budget is DuckDB's, at least <see cref="LeastOfEngine"/> of memory.</summary>
    public SqlSource OpenRows() => SqlSource.Open(Address, Query, Shards, writes: false, Memory is { } bytes ? Math.Max(LeastOfEngine, bytes / 8) / (1 + Shards.Count) : null);

    /// <summary>The source, or the table of a file, whichever is given.</summary>
    /// <exception cref="UsageException">Both are given, or none.</exception>
    public static SourceRequest? Or(SourceRequest? source, string? path, string command) => (source, path) switch
    {
        (null, null) => throw new UsageException($"{command}: no table is given; name a file, or a source with --from."),
        (not null, { } file) => throw new UsageException($"{command}: both a file ({DataException.Quote(file)}) and --from are given; give one of them."),
        _ => source,
    };

    /// <summary>Refuses a command line that names another table too, or no column to predict.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public void Require(string command, string? path, string? data, string? target)
    {
        Or(this, path, command);
        if (data is not null) throw new UsageException($"{command}: both --data {data} and --from are given; give one of them.");
        if (target is null) throw new UsageException($"{command}: --from needs --target COLUMN, the column to predict.");
    }
}

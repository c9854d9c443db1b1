namespace Minima.Sql;

/// <summary>The address of a part of a source, as a user writes it.</summary>
internal abstract record SourceAddress
{
    /// <summary>The address as the user wrote it, without a password.</summary>
    public abstract string Shown { get; init; }

    /// <summary>As <see cref="Shown"/>, with absolute file paths.</summary>
    public virtual string Absolute => Shown;

    /// <summary>The table; null for files and for a query.</summary>
    public abstract string? Table { get; init; }

    /// <summary>A name for result files: that of the table, otherwise of its container, in characters that file names allow.</summary>
    public string ShortName
    {
        get
        {
            var name = string.Concat((Table ?? Holder).Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('-', '.');
            return name.Length > 0 ? name : "source";
        }
    }

    /// <summary>The name of the file without its extensions, or of the database.</summary>
    protected abstract string Holder { get; }

    /// <exception cref="UsageException">It is not an address of a known engine.</exception>
    public static SourceAddress Parse(string text)
    {
        if (text.StartsWith("duckdb:", StringComparison.OrdinalIgnoreCase)) return DuckDbAddress.Parse(text);
        if (PostgresAddress.Is(text)) return PostgresAddress.Parse(text);
        throw new UsageException($"--from is {DataException.Quote(text)}; duckdb:PATH is expected, a file or a pattern of Parquet, CSV or JSON files, or postgres://USER@HOST/DATABASE?table=NAME.");
    }

    /// <summary>Opens the source.</summary>
    /// <param name="query">A query whose rows are the table, or null.</param>
    /// <param name="writes">True to create views and tables there.</param>
    /// <param name="memory">The largest number of bytes for an engine inside this process; null for its own limit.</param>
    public abstract SqlShard Open(string? query, bool writes, long? memory);

    /// <summary>Options after a question mark: name=value, joined by &amp;.</summary>
    protected static List<(string Name, string Value)> Options(string text, string address)
    {
        var options = new List<(string, string)>();
        foreach (var word in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"--from is {DataException.Quote(address)}; NAME=VALUE is expected after the question mark.");
            options.Add((Uri.UnescapeDataString(word[..equals]), Uri.UnescapeDataString(word[(equals + 1)..])));
        }

        return options;
    }
}

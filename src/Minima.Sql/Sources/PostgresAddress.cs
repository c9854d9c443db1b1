using Npgsql;

namespace Minima.Sql;

/// <summary><c>postgres://user@host:port/database?table=NAME</c>.</summary>
/// <param name="Shown">The address without a password.</param>
/// <param name="Settings">The server and the user.</param>
/// <param name="Table">The table, with its schema if one is given; null for a query.</param>
internal sealed record PostgresAddress(string Shown, NpgsqlConnectionStringBuilder Settings, string? Table) : SourceAddress
{
    private static readonly string[] Known = ["table", "host", "sslmode"];

    protected override string Holder => Settings.Database ?? "";

    public static bool Is(string text) => text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    public static new PostgresAddress Parse(string text)
    {
        // The host is optional if a socket is named.
        var scheme = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var question = text.IndexOf('?', scheme);
        var body = question < 0 ? text[scheme..] : text[scheme..question];
        var slash = body.IndexOf('/', StringComparison.Ordinal);
        var (authority, database) = slash < 0 ? (body, "") : (body[..slash], Uri.UnescapeDataString(body[(slash + 1)..]));
        var at = authority.LastIndexOf('@');
        var (who, where) = at < 0 ? ("", authority) : (authority[..at], authority[(at + 1)..]);
        var colon = who.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? who : who[..colon]);
        var shown = $"{text[..scheme]}{(user.Length > 0 ? user + "@" : "")}{where}{(slash < 0 ? "" : body[slash..])}{(question < 0 ? "" : text[question..])}";
        var options = question < 0 ? [] : Options(text[(question + 1)..], shown);
        if (options.Find(option => !Known.Contains(option.Name, StringComparer.Ordinal)) is { Name: { } unknown })
            throw new UsageException($"--from is {DataException.Quote(shown)}; there is no option {DataException.Quote(unknown)}: table, host and sslmode are known.");
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "localhost",
            Port = 5432,
            Username = user.Length > 0 ? user : Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName,
            Database = database.Length > 0 ? database : null,
            Pooling = false,
            IncludeErrorDetail = false,
            ApplicationName = "minima",
        };
        if (colon >= 0) settings.Password = Uri.UnescapeDataString(who[(colon + 1)..]);
        Locate(settings, where, shown);
        if (options.Find(option => option.Name == "host").Value is { } socket) settings.Host = socket;
        if (options.Find(option => option.Name == "sslmode").Value is { } mode)
        {
            settings.SslMode = Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var wanted)
                ? wanted
                : throw new UsageException($"--from is {DataException.Quote(shown)}; sslmode is disable, allow, prefer, require, verify-ca or verify-full.");
        }

        return new(shown, settings, options.Find(option => option.Name == "table").Value);
    }

    public override SqlShard Open(string? query, bool writes, long? memory)
    {
        var source = query is not null ? $"({query})"
            : Table is { } table ? string.Join('.', table.Split('.').Select(SqlText.Column))
            : throw new UsageException($"--from is {DataException.Quote(Shown)}; name the table with ?table=NAME, or give --sql \"SELECT ...\".");
        var connection = new PostgresConnection(Shown, Settings, writes);
        try
        {
            return new SqlShard(connection, source);
        }
        catch (Exception)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Locate(NpgsqlConnectionStringBuilder settings, string where, string shown)
    {
        if (where.Length == 0) return;
        var bracket = where.LastIndexOf(']');
        var port = where.LastIndexOf(':');
        if (port > bracket)
        {
            if (!int.TryParse(where[(port + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number is 0 or > 65535)
                throw new UsageException($"--from is {DataException.Quote(shown)}; a port between 1 and 65535 is expected after the host.");
            settings.Port = number;
            where = where[..port];
        }

        if (where.Length > 0) settings.Host = Uri.UnescapeDataString(where.Trim('[', ']'));
    }
}

namespace Minima.Writers;

/// <summary>The SQL of one database: its types, literals, quotes and functions.</summary>
/// <param name="Name">The name of the database.</param>
internal sealed record SqlSyntax(string Name)
{
    private static readonly SqlSyntax DuckDb = new("DuckDB");

    // Shared parts are separate columns, so their divisions run in every row, even if another branch is then taken.
    private static readonly SqlSyntax PostgreSql = new("PostgreSQL")
    {
        HasLogGamma = false,
        LowestExponent = "-600.0",
        Fence = " OFFSET 0",
        Quotient = "coalesce(CAST({x} AS DOUBLE PRECISION) / NULLIF({y}, 0.0), {X} * CAST('Infinity' AS DOUBLE PRECISION))",
    };

    private static readonly Dictionary<SqlEngine, SqlSyntax> All = new()
    {
        [SqlEngine.DuckDb] = DuckDb,
        [SqlEngine.PostgreSql] = PostgreSql,

        // OFFSET 0 would prevent Citus from passing a query to its workers, and Redshift from running it on its nodes.
        [SqlEngine.Citus] = PostgreSql with { Name = "Citus", Fence = "", CastsInputs = true },
        [SqlEngine.Redshift] = PostgreSql with { Name = "Redshift", Fence = "", CastsInputs = true, HasTanh = false },
        [SqlEngine.ClickHouse] = new("ClickHouse") { Double = "Float64", CastsInputs = true, Cast = "toFloat64({x})", HasNaNInGreatest = false },
        [SqlEngine.Spark] = new("Spark SQL") { Double = "DOUBLE", CastsInputs = true, HasLogGamma = false, AlwaysHasExponent = true, Quotes = "``" },
        [SqlEngine.BigQuery] = new("BigQuery") { Double = "FLOAT64", CastsInputs = true, HasLogGamma = false, Quotes = "``", Quotient = "IEEE_DIVIDE({x}, {y})" },
        [SqlEngine.SqlServer] = new("SQL Server")
        {
            Double = "FLOAT",
            CastsInputs = true,
            HasLogGamma = false,
            HasTanh = false,
            HasNaNInGreatest = false,
            AlwaysHasExponent = true,
            Quotes = "[]",
            Logarithm = "log",
            Quotient = "{X} / NULLIF({y}, 0e0)",
            NotANumber = "CAST(NULL AS FLOAT)",
            Infinity = "1.7976931348623157e308",
        },
    };

    /// <summary>The type of a double.</summary>
    public string Double { get; init; } = "DOUBLE PRECISION";

    /// <summary>A NaN. SQL Server has none: NULL.</summary>
    public string NotANumber { get => field ?? $"CAST('NaN' AS {Double})"; init; }

    /// <summary>Infinity. SQL Server has none: the largest number.</summary>
    public string Infinity { get => field ?? $"CAST('Infinity' AS {Double})"; init; }

    /// <summary>The natural logarithm.</summary>
    public string Logarithm { get; init; } = "ln";

    /// <summary>Exponentials below it are 0. PostgreSQL raises an error if a product of two numbers underflows, so its limit is higher.</summary>
    public string LowestExponent { get; init; } = "-745.13";

    /// <summary>True if there is a function tanh.</summary>
    public bool HasTanh { get; init; } = true;

    /// <summary>True if there is a function lgamma. PostgreSQL has it from version 18.</summary>
    public bool HasLogGamma { get; init; } = true;

    /// <summary>True if there is a function greatest that returns NaN if one of its arguments is NaN.</summary>
    public bool HasNaNInGreatest { get; init; } = true;

    /// <summary>True if a literal without an exponent is a decimal, which divides and overflows as decimals do.</summary>
    public bool AlwaysHasExponent { get; init; }

    /// <summary>The characters before and after a quoted name.</summary>
    public string Quotes { get; init; } = "\"\"";

    /// <summary>The quotient if / raises an error at 0; null for /.</summary>
    public string? Quotient { get; init; }

    /// <summary>True if columns are cast to doubles first, because integers and decimals have powers and quotients of their own.</summary>
    public bool CastsInputs { get; init; }

    /// <summary>A column as a double, NULL if it is NULL.</summary>
    public string Cast { get => field ?? $"CAST({{x}} AS {Double})"; init; }

    /// <summary>The end of a derived table, if the planner would otherwise inline it into the enclosing query.</summary>
    public string Fence { get; init; } = "";

    /// <summary>The syntax of a database.</summary>
    public static SqlSyntax Of(SqlEngine engine) => All[engine];

    /// <summary>A column by its name: quoted if it is not a plain word, and always if the reserved words are not those of DuckDB and PostgreSQL.</summary>
    public string Column(string name) =>
        Quotes == DuckDb.Quotes && name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]) && !SqlWords.Reserved.Contains(name)
            ? name
            : Quotes == "``" ? $"`{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`"
            : $"{Quotes[0]}{name.Replace(Quotes[1..], $"{Quotes[1]}{Quotes[1]}", StringComparison.Ordinal)}{Quotes[1]}";
}

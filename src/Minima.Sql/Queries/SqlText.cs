using System.Globalization;

namespace Minima.Sql;

/// <summary>Pieces of SQL that both DuckDB and PostgreSQL accept.</summary>
internal static class SqlText
{
    public const string Infinity = "CAST('Infinity' AS DOUBLE PRECISION)";

    /// <summary>A column by its name, quoted.</summary>
    public static string Column(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A number as a double with all its bits.</summary>
    public static string Number(double value) => double.IsFinite(value)
        ? $"CAST('{value.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE PRECISION)"
        : throw new ArgumentOutOfRangeException(nameof(value), value, "a number of a query is finite");

    /// <summary>A column of numbers as doubles.</summary>
    public static string Double(string column) => $"CAST({Column(column)} AS DOUBLE PRECISION)";

    /// <summary>A column as text, trimmed.</summary>
    public static string Trimmed(string column) => $"trim(CAST({Column(column)} AS VARCHAR))";

    /// <summary>A column of dates as days since 1970-01-01.</summary>
    public static string Days(string column) => $"(CAST(extract(epoch FROM CAST({Column(column)} AS TIMESTAMP)) AS DOUBLE PRECISION) / 86400.0)";

    public static double Double(string? text, double none) => text switch
    {
        null => none,
        "nan" or "-nan" or "NaN" => double.NaN,
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    public static long Whole(string? text) => text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Minima.Sql;

/// <summary>The kind of a column by the name of its type.</summary>
internal static class SqlTypes
{
    private static readonly HashSet<string> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "REAL", "DOUBLE PRECISION", "NUMERIC", "INT2", "INT4", "INT8",
        "FLOAT4", "FLOAT8",
    };

    /// <summary>A DuckDB DECIMAL of at most this many digits is a quotient of two numbers that a double represents exactly.</summary>
    private const int ExactDigits = 15;

    /// <summary>Types whose cast to a double rounds as their text does. A FLOAT differs from its shortest text, and larger types may be rounded twice.</summary>
    private static readonly HashSet<string> Doubles = new(StringComparer.OrdinalIgnoreCase)
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "DOUBLE", "DOUBLE PRECISION", "INT2", "INT4", "INT8", "FLOAT8",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "VARCHAR", "CHAR", "BPCHAR", "TEXT", "BOOLEAN", "BOOL", "UUID", "NAME", "CHARACTER VARYING", "CHARACTER", "CITEXT",
    };

    /// <summary>True if a cast to a double gives the number nearest to a value's text.</summary>
    public static bool FitsDouble(string type) => Doubles.Contains(type) || (type.StartsWith("DECIMAL(", StringComparison.Ordinal) && int.Parse(type.AsSpan(8, type.IndexOf(',', StringComparison.Ordinal) - 8), CultureInfo.InvariantCulture) <= ExactDigits);

    public static TableColumnKind KindOf(string type)
    {
        var bare = type.Contains('(', StringComparison.Ordinal) ? type[..type.IndexOf('(', StringComparison.Ordinal)].Trim() : type;
        if (type.EndsWith("[]", StringComparison.Ordinal)) return TableColumnKind.Dropped;
        if (Numbers.Contains(bare)) return TableColumnKind.Number;
        if (Texts.Contains(bare) || bare.StartsWith("ENUM", StringComparison.OrdinalIgnoreCase)) return TableColumnKind.Category;
        return bare.StartsWith("DATE", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("TIMESTAMP", StringComparison.OrdinalIgnoreCase) ? TableColumnKind.Date : TableColumnKind.Dropped;
    }
}

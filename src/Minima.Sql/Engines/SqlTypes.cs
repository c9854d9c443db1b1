namespace Minima.Sql;

/// <summary>The kind of a column by the name of its type.</summary>
internal static class SqlTypes
{
    private static readonly HashSet<string> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "REAL", "DOUBLE PRECISION", "NUMERIC", "INT2", "INT4", "INT8",
        "FLOAT4", "FLOAT8",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "VARCHAR", "CHAR", "BPCHAR", "TEXT", "BOOLEAN", "BOOL", "UUID", "NAME", "CHARACTER VARYING", "CHARACTER", "CITEXT",
    };

    public static TableColumnKind KindOf(string type)
    {
        var bare = type.Contains('(', StringComparison.Ordinal) ? type[..type.IndexOf('(', StringComparison.Ordinal)].Trim() : type;
        if (type.EndsWith("[]", StringComparison.Ordinal)) return TableColumnKind.Dropped;
        if (Numbers.Contains(bare)) return TableColumnKind.Number;
        if (Texts.Contains(bare) || bare.StartsWith("ENUM", StringComparison.OrdinalIgnoreCase)) return TableColumnKind.Category;
        return bare.StartsWith("DATE", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("TIMESTAMP", StringComparison.OrdinalIgnoreCase) ? TableColumnKind.Date : TableColumnKind.Dropped;
    }
}

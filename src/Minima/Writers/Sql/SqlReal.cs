using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>An expression in the functions that SQL has; other primitives are expanded during the evaluation.</summary>
internal readonly struct SqlReal(Folded number) : IReal<SqlReal>
{
    public Folded Number { get; } = number;

    public static SqlReal operator +(SqlReal left, SqlReal right) => new(left.Number + right.Number);

    public static SqlReal operator -(SqlReal left, SqlReal right) => new(left.Number - right.Number);

    public static SqlReal operator *(SqlReal left, SqlReal right) => new(left.Number * right.Number);

    public static SqlReal operator /(SqlReal left, SqlReal right) => new(left.Number / right.Number);

    public static SqlReal operator -(SqlReal x) => new(-x.Number);

    public static SqlReal Of(double value, [CallerArgumentExpression(nameof(value))] string name = "") => new(Folded.Of(value, name));

    public static SqlReal IfLess(SqlReal left, SqlReal right, SqlReal yes, SqlReal no) => new(Folded.IfLess(left.Number, right.Number, yes.Number, no.Number));

    public static SqlReal Apply<TPrimitive>(TPrimitive primitive, SqlReal x)
        where TPrimitive : struct, IPrimitive<TPrimitive> =>
        primitive is Clamp clamp ? SqlForms.Clamp(clamp, x)
        : x.Number.Number is null && SqlTable.Written.TryGetValue(typeof(TPrimitive), out var form) ? form(x, default, default)
        : new(Folded.Apply(primitive, x.Number));

    public static SqlReal Apply<TPrimitive>(TPrimitive primitive, SqlReal x, SqlReal y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> =>
        SqlTable.Written.TryGetValue(typeof(TPrimitive), out var form) ? form(x, y, default) : new(Folded.Apply(primitive, x.Number, y.Number));

    public static SqlReal Apply<TPrimitive>(TPrimitive primitive, SqlReal x, SqlReal y, SqlReal z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> =>
        SqlTable.Written.TryGetValue(typeof(TPrimitive), out var form) ? form(x, y, z) : new(Folded.Apply(primitive, x.Number, y.Number, z.Number));

    /// <summary>The value alone: the path is only for derivatives.</summary>
    public static SqlReal StraightThrough(SqlReal value, SqlReal path) => value;

    public static SqlReal Pow(SqlReal x, double exponent, [CallerArgumentExpression(nameof(exponent))] string name = "") => new(Folded.Pow(x.Number, exponent, name));

    public static SqlReal Pow(SqlReal x, SqlReal y) => new(Folded.Pow(x.Number, y.Number));
}

using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Minima.Generator;

/// <summary>Values as C# expressions.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(bool flag) => flag ? "true" : "false";

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(double number)
    {
        if (double.IsNaN(number))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        // "R" of the .NET Framework, on which an editor may run this, does not round-trip every number.
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var back = double.Parse(text, CultureInfo.InvariantCulture);
        return (back.Equals(number) ? text : number.ToString("G17", CultureInfo.InvariantCulture)) + "d";
    }

    /// <summary>An argument of an attribute; null if it cannot be written.</summary>
    public static string? Of(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Array, IsNull: false } => "[" + string.Join(", ", constant.Values.Select(Of)) + "]",
        { Kind: TypedConstantKind.Enum, Type: INamedTypeSymbol type } => OfEnum(type, constant.Value),
        { Kind: TypedConstantKind.Primitive, Value: { } value } => value switch
        {
            string text => Of(text),
            bool flag => Of(flag),
            int number => Of(number),
            double number => Of(number),
            _ => null,
        },
        _ => null,
    };

    private static string OfEnum(INamedTypeSymbol type, object? value)
    {
        var name = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value));
        return member is null
            ? $"({name}){Convert.ToString(value, CultureInfo.InvariantCulture)}"
            : $"{name}.{member.Name}";
    }
}

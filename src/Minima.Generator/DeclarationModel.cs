using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.Generator;

/// <summary>A parameter with <c>[Option]</c>.</summary>
/// <param name="Parameter">Its C# name, in camelCase.</param>
/// <param name="Type">double, int or bool.</param>
/// <param name="Default">A C# expression; empty if it is required.</param>
/// <param name="Words">Kind, meaning and meaning in Chinese as C# expressions.</param>
internal sealed record OptionModel(string Parameter, string Type, string Default, string Words, bool IsOptional = false)
{
    /// <summary>The parameter in a list of parameters.</summary>
    public string Declared => $"{Type} {Parameter}{(Default.Length == 0 ? "" : " = " + Default)}";

    /// <summary>The option of an entry.</summary>
    public string Entry => $"new({Literal.Of(Bare(SnakeCase.Of(Parameter)))}, {Default switch { "" => "double.NaN", "true" => "1", "false" => "0", _ => Default }}, {Words}){(IsOptional ? " { IsOptional = true }" : "")}";

    private static string Bare(string name) => name.StartsWith("is_", StringComparison.Ordinal) ? name.Substring(3) : name.StartsWith("has_", StringComparison.Ordinal) ? name.Substring(4) : name;

    /// <summary>Its value as a number.</summary>
    public string Number => Type == "bool" ? Parameter + " ? 1 : 0" : Parameter;

    /// <summary>Its value read from an array of numbers.</summary>
    public string Read(string array, int index) => Type switch
    {
        "int" => $"(int){array}[{Literal.Of(index)}]",
        "bool" => $"{array}[{Literal.Of(index)}] != 0",
        _ => $"{array}[{Literal.Of(index)}]",
    };
}

/// <summary>A type with an attribute derived from <c>DeclarationAttribute</c>.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Type">Its name.</param>
/// <param name="Name">The name that users type, as a C# expression.</param>
/// <param name="Facts">The named arguments of the attribute.</param>
/// <param name="Options">The options of its constructor.</param>
/// <param name="Interfaces">The names of its interfaces.</param>
internal sealed record DeclarationModel(string Namespace, string Type, string Name, EquatableArray<FactModel> Facts, EquatableArray<OptionModel> Options, EquatableArray<string> Interfaces)
{
    /// <summary>The properties of the entry, without the arguments that only control its creation.</summary>
    public string Entry(params string[] without) => $"Name = {Name}, " + string.Concat(Facts.Where(f => !without.Contains(f.Property, StringComparer.Ordinal)).Select(f => $"{f.Property} = {f.Expression}, "));

    /// <summary>An argument of the attribute as a C# expression.</summary>
    public string? Fact(string property) => Facts.FirstOrDefault(f => f.Property == property)?.Expression;

    public static IEnumerable<DeclarationModel> Read(GeneratorAttributeSyntaxContext found)
    {
        var type = (INamedTypeSymbol)found.TargetSymbol;
        var constructor = type.InstanceConstructors.FirstOrDefault(c => c.Parameters.Any(p => OptionOf(p) is not null));
        var options = constructor?.Parameters.Where(p => OptionOf(p) is not null).Select((p, i) => Option(p, Chained(type, i, found.SemanticModel))).ToEquatable() ?? default;
        var interfaces = type.AllInterfaces.Select(i => i.Name).ToEquatable();
        foreach (var attribute in found.Attributes)
        {
            yield return new(
                type.ContainingNamespace.ToDisplayString(),
                type.Name,
                Literal.Of(attribute.ConstructorArguments[0].Value as string ?? ""),
                attribute.NamedArguments.Where(a => Literal.Of(a.Value) is not null).Select(a => new FactModel(a.Key, Literal.Of(a.Value)!)).ToEquatable(),
                options,
                interfaces);
        }
    }

    private static AttributeData? OptionOf(IParameterSymbol parameter) => parameter.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == "Minima.Tensors.OptionAttribute");

    private static OptionModel Option(IParameterSymbol parameter, object? chained)
    {
        var value = parameter.HasExplicitDefaultValue ? parameter.ExplicitDefaultValue : chained;
        var type = parameter.Type.SpecialType switch { SpecialType.System_Boolean => "bool", SpecialType.System_Int32 => "int", _ => "double" };
        var text = value switch { bool flag => Literal.Of(flag), int number => Literal.Of(number), double number => Literal.Of(number), _ => "" };
        return new(char.ToLowerInvariant(parameter.Name[0]) + parameter.Name.Substring(1), type, text, string.Join(", ", OptionOf(parameter)!.ConstructorArguments.Select(Literal.Of)), OptionOf(parameter)!.NamedArguments.Any(a => a is { Key: "IsOptional", Value.Value: true }));
    }

    /// <summary>The default that the parameterless constructor passes on.</summary>
    private static object? Chained(INamedTypeSymbol type, int index, SemanticModel model) =>
        type.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length == 0)?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax { Initializer.ArgumentList.Arguments: var arguments } && index < arguments.Count
            ? model.GetConstantValue(arguments[index].Expression).Value
            : null;
}

using System.Reflection;
using System.Text;

namespace Minima.Tests.PublicSurface;

/// <summary>The public surface of an assembly as sorted lines.</summary>
internal static class PublicSurfaceText
{
    /// <summary>One line for each public or protected member.</summary>
    public static string Of(Assembly assembly)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        // What the compiler makes of extension members has names of its own, which say nothing.
        foreach (var type in assembly.GetExportedTypes().Where(t => !t.FullName!.Contains('<', StringComparison.Ordinal)))
        {
            var name = Name(type);
            lines.Add($"{Kind(type)} {name}");
            const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            foreach (var member in type.GetMembers(Declared))
            {
                if (Line(name, member) is { } line)
                {
                    lines.Add(line);
                }
            }
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string? Line(string type, MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) => $"{type}.new({Parameters(constructor)})",
        MethodInfo method when IsVisible(method) => $"{type}.{method.Name}{Arguments(method)}({Parameters(method)}) : {Name(method.ReturnType)}{(method.IsStatic ? " static" : "")}{(method.IsAbstract ? " abstract" : "")}",
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => $"{type}.{field.Name} : {Name(field.FieldType)}{(field.IsLiteral ? $" = {Convert.ToString(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}" : field.IsStatic ? " static" : "")}",
        EventInfo @event => $"{type}.{@event.Name} event",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Arguments(MethodInfo method) =>
        method.IsGenericMethodDefinition ? "<" + string.Join(", ", method.GetGenericArguments().Select(a => a.Name)) + ">" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType) + " " + p.Name + (p.IsOptional ? " = ?" : "")));

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct")
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class" : "class";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.HasElementType)
        {
            return Name(type.GetElementType()!) + (type.IsByRef ? "&" : type.IsPointer ? "*" : "[]");
        }

        var text = new StringBuilder();
        text.Append(type.DeclaringType is { } outer ? Name(outer) + "." : type.Namespace is null or "System" ? "" : type.Namespace + ".");
        text.Append(type.Name.Split('`')[0]);
        if (type.IsGenericType)
        {
            text.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(Name)).Append('>');
        }

        return text.ToString();
    }
}

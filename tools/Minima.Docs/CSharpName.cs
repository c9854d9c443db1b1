namespace Minima.Docs;

/// <summary>Names of inputs as variables of C#.</summary>
internal static class CSharpName
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal) { "base", "checked", "event", "fixed", "in", "lock", "object", "out", "params", "ref" };

    /// <summary>In camelCase; a word of the language takes its @.</summary>
    public static string Of(string name)
    {
        var camel = string.Concat(name.Split('_').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
        return Keywords.Contains(camel) ? "@" + camel : camel;
    }
}

using Microsoft.CodeAnalysis.CSharp;

namespace Minima.Docs;

/// <summary>Names of inputs as variables of C#.</summary>
internal static class CSharpName
{
    /// <summary>In camelCase; a word of the language takes its @.</summary>
    public static string Of(string name)
    {
        var camel = string.Concat(name.Split('_').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
        return SyntaxFacts.IsReservedKeyword(SyntaxFacts.GetKeywordKind(camel)) ? "@" + camel : camel;
    }
}

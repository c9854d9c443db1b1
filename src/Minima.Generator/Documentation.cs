using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Minima.Generator;

/// <summary>Reads texts from documentation, so that each is written only once.</summary>
internal static class Documentation
{
    /// <summary>The paragraph that begins with a word and a colon, without them; null if there is none.</summary>
    public static string? Paragraph(ISymbol symbol, string word) => Read(symbol)?.Descendants("para").Select(TextOf).FirstOrDefault(text => text.StartsWith(word + ":", StringComparison.Ordinal))?.Substring(word.Length + 1).TrimStart();

    /// <summary>The text of a parameter; empty if there is none.</summary>
    public static string Parameter(ISymbol symbol, string name) => Read(symbol)?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == name) is { } found ? TextOf(found) : "";

    /// <summary>The documentation; null if it is not XML, of which the compiler warns.</summary>
    private static XElement? Read(ISymbol symbol)
    {
        try
        {
            return symbol.GetDocumentationCommentXml() is { Length: > 0 } text ? XElement.Parse(text) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The text on one line, with references replaced by their names.</summary>
    private static string TextOf(XElement element) => string.Join(" ", string.Concat(element.DescendantNodes().Select(TextOf)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => ((string?)reference.Attribute("name") ?? (string?)reference.Attribute("cref") ?? "").Split('.', ':').Last(),
        _ => "",
    };
}

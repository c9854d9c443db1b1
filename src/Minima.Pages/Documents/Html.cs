using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Minima.Pages;

/// <summary>Writes HTML. Every text and every attribute is escaped; only <see cref="Markup"/> takes finished markup, which never comes from a user.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // Elements that end a line, so that the page is readable as a text file.
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "article", "aside", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "li", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    };

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Escapes a text.</summary>
    public static string Escape(string text) => Encoder.Encode(text);

    /// <summary>Opens an element.</summary>
    public Html Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _open.Push(tag);
        return Void(tag, attributes);
    }

    /// <summary>An element without content and end tag: a field.</summary>
    public Html Void(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            _text.Append(' ').Append(name);
            if (value.Length > 0)
            {
                _text.Append("=\"").Append(Escape(value)).Append('"');
            }
        }

        _text.Append('>');
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public Html Close()
    {
        var tag = _open.Pop();
        _text.Append("</").Append(tag).Append('>');
        if (Blocks.Contains(tag))
        {
            _text.Append('\n');
        }

        return this;
    }

    /// <summary>Adds a text.</summary>
    public Html Text(string text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>Adds a text in both languages; once if they are equal.</summary>
    public Html Text(Localized text)
    {
        if (text.English == text.Chinese)
        {
            return Text(text.English);
        }

        _text.Append("<span lang=\"en\">").Append(Escape(text.English)).Append("</span><span lang=\"zh-Hans\">").Append(Escape(text.Chinese)).Append("</span>");
        return this;
    }

    /// <summary>An element with a text.</summary>
    public Html Element(string tag, Localized text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(tag, attributes).Text(text).Close();

    /// <summary>An element with a text that is the same in both languages.</summary>
    public Html Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(tag, attributes).Text(text).Close();

    /// <summary>Adds markup that Minima itself wrote, such as MathML.</summary>
    public Html Markup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>The markup so far.</summary>
    public override string ToString() => _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is still open");
}

using System.Security.Cryptography;
using System.Text;

namespace Minima.Pages;

/// <summary>
/// A page as one file that works offline: its policy forbids every request, and allows only the script whose hash it
/// names. The same content gives the same bytes.
/// </summary>
internal sealed class Page
{
    private readonly StringBuilder _data = new();
    private readonly StringBuilder _functions = new();

    /// <summary>The title of the window.</summary>
    public required Localized Title { get; init; }

    /// <summary>The kind of page, next to the brand.</summary>
    public required Localized Kind { get; init; }

    /// <summary>The language that the page opens in: en, zh, or null for the browser's language.</summary>
    public string? Language { get; init; }

    /// <summary>The content.</summary>
    public Html Body { get; } = new();

    /// <summary>The footer.</summary>
    public Html Foot { get; } = new();

    /// <summary>Adds data that scripts read by name, as JSON whose encoder escapes what HTML would interpret.</summary>
    public void AddData(string id, string json) =>
        _data.Append("<script type=\"application/json\" id=\"").Append(Html.Escape(id)).Append("\">").Append(json).Append("</script>\n");

    /// <summary>Adds script text: functions that Minima itself wrote.</summary>
    public void AddScript(string text) => _functions.Append(text);

    /// <summary>Writes the whole file.</summary>
    /// <param name="assets">The required scripts, in order.</param>
    /// <param name="start">The statements that start them.</param>
    public string Write(IEnumerable<string> assets, string start)
    {
        var script = string.Concat(assets.Select(Asset.Read)) + _functions + start;
        if (script.Contains("</script", StringComparison.OrdinalIgnoreCase) || script.Contains("<!--", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("a script would end its element");
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title-en"] = Html.Escape(Title.English),
            ["title-zh"] = Html.Escape(Title.Chinese),
            ["language"] = Language is null ? "" : $" data-language=\"{Html.Escape(Language)}\"",
            ["generator"] = $"minima {typeof(Page).Assembly.GetName().Version?.ToString(3)}",
            ["kind"] = new Html().Text(Kind).ToString(),
            ["script-hash"] = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'",
            ["style"] = Asset.Read("page.css"),
            ["body"] = Body.ToString(),
            ["foot"] = Foot.ToString(),
            ["data"] = _data.ToString(),
            ["script"] = script,
        };
        return Fill(Asset.Read("page.html"), parts);
    }

    /// <summary>Fills in a template in one pass: inserted parts are not searched again.</summary>
    private static string Fill(string template, Dictionary<string, string> parts)
    {
        var page = new StringBuilder();
        var at = 0;
        for (var open = template.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = template.IndexOf("{{", at, StringComparison.Ordinal))
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            page.Append(template, at, open - at).Append(parts[template[(open + 2)..close]]);
            at = close + 2;
        }

        return page.Append(template, at, template.Length - at).ToString();
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Minima.Pages;

/// <summary>
/// A page as one file that asks no network for anything: its policy forbids every request, and runs no script but the one whose hash it
/// names. The same content gives the same bytes.
/// </summary>
internal sealed class Page
{
    private readonly StringBuilder _data = new();
    private readonly StringBuilder _functions = new();

    /// <summary>The title of the window.</summary>
    public required Localized Title { get; init; }

    /// <summary>The kind of page, beside the brand.</summary>
    public required Localized Kind { get; init; }

    /// <summary>The language that the page opens in: en, zh, or null for that of the reader's browser.</summary>
    public string? Language { get; init; }

    /// <summary>The content.</summary>
    public Html Body { get; } = new();

    /// <summary>The lines below it.</summary>
    public Html Foot { get; } = new();

    /// <summary>Adds data that scripts read by its name; as JSON whose encoder escapes what HTML would read.</summary>
    public void AddData(string id, string json) =>
        _data.Append("<script type=\"application/json\" id=\"").Append(Html.Escape(id)).Append("\">").Append(json).Append("</script>\n");

    /// <summary>Adds script text: functions of our own writers.</summary>
    public void AddScript(string text) => _functions.Append(text);

    /// <summary>The whole file.</summary>
    /// <param name="assets">The scripts that it needs, in order.</param>
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

    /// <summary>In one pass: what is filled in is not looked at again.</summary>
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

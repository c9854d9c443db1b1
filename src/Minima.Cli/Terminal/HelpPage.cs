using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Minima.Cli.Terminal;

/// <summary>
/// The help of a command. The first paragraph of a description states the purpose of the command, here and in the list of commands. The rest,
/// above all examples, is printed at the end, where it stays visible in a terminal.
/// </summary>
internal sealed class HelpPage(HelpAction help) : SynchronousCommandLineAction
{
    private const int Widest = 100;

    /// <summary>Wide enough that the library wraps no line: it counts characters, but a Chinese one takes two columns.</summary>
    private const int Unbroken = 10_000;

    /// <summary>True: incomplete command lines get help too.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var width = Screen.IsTerminal(output) ? Math.Clamp(Console.WindowWidth, Screen.WidthOfFiles / 2, Widest) : Screen.WidthOfFiles;
        var command = parseResult.CommandResult.Command;
        var end = Rest(command.Description);
        foreach (var shown in command.Subcommands.Prepend(command))
        {
            shown.Description = Summary(shown.Description);
        }

        var code = LanguageOption.IsChinese(parseResult) ? InChinese(parseResult, output, width) : InEnglish(parseResult, width);
        if (end.Length > 0)
        {
            output.WriteLine(end);
        }

        return code;
    }

    /// <summary>The first paragraph of a description.</summary>
    public static string Summary(string? description)
    {
        var text = Plain(description);
        return text.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
    }

    /// <summary>The description after its first paragraph.</summary>
    public static string Rest(string? description) => Plain(description)[Summary(description).Length..].Trim('\n');

    private int InEnglish(ParseResult parsed, int width)
    {
        help.MaxWidth = width;
        return help.Invoke(parsed);
    }

    /// <summary>The library writes the page, and Minima wraps its lines so that the second column stays aligned.</summary>
    private int InChinese(ParseResult parsed, TextWriter output, int width)
    {
        using var page = new StringWriter(CultureInfo.InvariantCulture);
        parsed.InvocationConfiguration.Output = page;
        help.MaxWidth = Unbroken;
        var code = help.Invoke(parsed);
        parsed.InvocationConfiguration.Output = output;
        foreach (var line in page.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')) WriteBroken(Headed(line), output, width);
        output.WriteLine();
        return code;
    }

    /// <summary>The words that the library has in English only.</summary>
    private static string Headed(string line) => line
        .Replace("Description:", "说明：", StringComparison.Ordinal)
        .Replace("[default: ", "[默认值：", StringComparison.Ordinal)
        .Replace("(REQUIRED)", "（必需）", StringComparison.Ordinal);

    private static void WriteBroken(string line, TextWriter output, int width)
    {
        var text = line.TrimStart(' ');
        var indent = line.Length - text.Length;
        var gap = text.IndexOf("  ", StringComparison.Ordinal);
        var first = gap < 0 ? "" : line[..(indent + gap)];
        var second = gap < 0 ? text : text[gap..].TrimStart(' ');
        var column = gap < 0 ? indent : TextWidth.Of(line[..^second.Length]);
        if (column > width / 2)
        {
            foreach (var piece in Pieces(first[indent..], width - indent)) output.WriteLine(new string(' ', indent) + piece);
            (first, column) = ("", indent + 4);
        }

        var at = gap < 0 ? new string(' ', indent) : Wrapped.Pad(first, column);
        if (second.Length == 0) output.WriteLine();
        foreach (var piece in Wrapped.Lines(second, width - column).SelectMany(line => Pieces(line, width - column)))
        {
            output.WriteLine(at + piece);
            at = new string(' ', column);
        }
    }

    /// <summary>Breaks a word that is longer than a line, such as a list of names, at the end of the line.</summary>
    private static IEnumerable<string> Pieces(string text, int width) => TextWidth.Of(text) <= width ? [text] : text.Chunk(width).Select(piece => new string(piece));

    private static string Plain(string? description) => (description ?? "").ReplaceLineEndings("\n").Trim();
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Minima.Cli.Terminal;

/// <summary>
/// The help of a command. The first paragraph of a description says what the command is for, here and in the list of commands; what
/// follows, examples first of all, stands at the end, where a terminal shows it.
/// </summary>
internal sealed class HelpPage(HelpAction help) : SynchronousCommandLineAction
{
    private const int Widest = 100;

    /// <summary>Help is given for a line that is not finished, too.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        help.MaxWidth = Screen.IsTerminal(output) ? Math.Clamp(Console.WindowWidth, Screen.WidthOfFiles / 2, Widest) : Screen.WidthOfFiles;
        var command = parseResult.CommandResult.Command;
        var end = Rest(command.Description);
        foreach (var shown in command.Subcommands.Prepend(command))
        {
            shown.Description = Summary(shown.Description);
        }

        var code = help.Invoke(parseResult);
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

    /// <summary>What follows it.</summary>
    public static string Rest(string? description) => Plain(description)[Summary(description).Length..].Trim('\n');

    private static string Plain(string? description) => (description ?? "").ReplaceLineEndings("\n").Trim();
}

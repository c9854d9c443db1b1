using Spectre.Console;

namespace Minima.Cli.Terminal;

/// <summary>The device behind the output: a terminal, or a pipe or file.</summary>
internal static class Screen
{
    /// <summary>The line width for files, and for windows of unknown width.</summary>
    public const int WidthOfFiles = 80;

    private const int Narrowest = 40;
    private const int Widest = 110;
    private const string ShowCursor = "\u001b[?25h";

    /// <summary>True if a writer is the terminal's.</summary>
    public static bool IsTerminal(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>True if a writer is the terminal's error stream, translated or not.</summary>
    public static bool IsErrorTerminal(TextWriter error) => ReferenceEquals(Plain(error), Console.Error) && !Console.IsErrorRedirected;

    /// <summary>The writer without translation, for output that moves the cursor.</summary>
    public static TextWriter Plain(TextWriter writer) => writer is TranslatingWriter translating ? translating.Inner : writer;

    /// <summary>True if bold and colours are wanted: in a terminal that can show them, unless NO_COLOR has any value.</summary>
    public static bool IsStyled(TextWriter output) => IsTerminal(output) && AllowsStyle(Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"));

    /// <summary>True if these values of the environment allow bold and colours.</summary>
    public static bool AllowsStyle(string? noColor, string? term) => string.IsNullOrEmpty(noColor) && term != "dumb";

    /// <summary>The width of a line of text: the window's width within limits, 80 elsewhere.</summary>
    public static int Width(TextWriter output) => IsTerminal(output) ? Math.Clamp(AnsiConsole.Profile.Width - 1, Narrowest, Widest) : WidthOfFiles;

    /// <summary>A console for tables that respects <see cref="IsStyled"/>.</summary>
    public static IAnsiConsole ConsoleOf(TextWriter output) => IsStyled(output) ? AnsiConsole.Console : AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });

    /// <summary>After an interruption: a progress bar may have been stopped while the cursor was hidden.</summary>
    public static void Restore(TextWriter error)
    {
        if (!IsErrorTerminal(error))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Console.CursorVisible = true;
        }
        else
        {
            Plain(error).Write(ShowCursor);
        }
    }
}

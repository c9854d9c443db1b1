using System.CommandLine;
using System.CommandLine.Help;
using Minima.Cli.Compare;
using Minima.Cli.Evaluate;
using Minima.Cli.Losses;

namespace Minima.Cli;

/// <summary>The commands of <c>minima</c>, and the one place where an exception becomes a line of text and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Every command; each has a folder of its own and a static <c>Create</c>.</summary>
    public static Command Create() => new("minima", "minima: which loss should I train with? Compares losses on your own data.")
    {
        CompareCommand.Create(),
        LossesCommand.Create(),
        EvaluateCommand.Create(),
        new HelpOption(),
        new VersionOption(),
    };

    /// <summary>Runs a command line. No exception leaves, and no stack trace is shown.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            var root = Create();
            var parsed = root.Parse(arguments);
            if (arguments.Count == 0)
            {
                await root.Parse(["--help"]).InvokeAsync(configuration).ConfigureAwait(false);
                return ExitCode.Usage;
            }

            if (parsed.Errors.Count > 0)
            {
                await WriteUsageErrorsAsync(root, parsed, error).ConfigureAwait(false);
                return ExitCode.Usage;
            }

            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var code = ExitCode.Of(exception);
            await error.WriteLineAsync(MessageFor(exception, code)).ConfigureAwait(false);
            return code;
        }
    }

    /// <summary>One line: what a user can do. Only a fault of Minima itself names its exception.</summary>
    internal static string MessageFor(Exception exception, int code)
    {
        var message = exception.Message.ReplaceLineEndings(" ");
        return code switch
        {
            ExitCode.Cancelled => "minima: cancelled.",
            ExitCode.Unexpected => $"minima: unexpected {exception.GetType().Name}: {message} This is a fault of Minima, not yours: please report this line together with the command.",
            _ => $"minima: {message}",
        };
    }

    private static async Task WriteUsageErrorsAsync(Command root, ParseResult parsed, TextWriter error)
    {
        var at = parsed.CommandResult.Command;
        foreach (var word in parsed.UnmatchedTokens)
        {
            var known = at.Subcommands.Select(c => c.Name).Concat(at.Options.Select(o => o.Name));
            await error.WriteLineAsync($"minima: '{word}' is not understood{Words.DidYouMean(word, known)}.").ConfigureAwait(false);
        }

        if (parsed.UnmatchedTokens.Count == 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync($"minima: {fault.Message}").ConfigureAwait(false);
            }
        }

        var help = at == root ? "minima --help" : $"minima {at.Name} --help";
        await error.WriteLineAsync($"`{help}` shows what there is.").ConfigureAwait(false);
    }
}

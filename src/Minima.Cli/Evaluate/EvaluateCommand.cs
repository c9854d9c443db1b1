using System.CommandLine;
using Minima.Cli.Terminal;

namespace Minima.Cli.Evaluate;

/// <summary><c>minima evaluate</c>: losses for programs in any language, over standard input and output.</summary>
internal static class EvaluateCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var command = new Command("evaluate", """
            Answer requests: JSON Lines on standard input, one answer a line on standard output. docs/evaluate.md has the protocol.

            Examples:
              echo '{"formula":"abs(p - t)","inputs":{"prediction":[1,5],"target":[0,0]}}' | minima evaluate
              minima evaluate < REQUESTS.jsonl > ANSWERS.jsonl
              minima evaluate --time-limit 2s --memory-limit 512MB
            """);
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(limits.Read(parsed), LanguageOption.Given(parsed) == LanguageOption.Chinese ? Language.Chinese : Language.English, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(EvaluateLimits limits, Language language, TextWriter error, CancellationToken cancellation)
    {
        if (!StandardStreams.IsOpen(0))
        {
            await error.WriteLineAsync("minima: standard input is closed, and requests are read from it. Redirect a file of requests to it, or /dev/null for none.").ConfigureAwait(false);
            return ExitCode.File;
        }

        if (!Console.IsInputRedirected)
        {
            await error.WriteLineAsync("minima evaluate reads requests from the terminal, one JSON object a line; Ctrl-D (Windows: Ctrl-Z, Enter) ends.").ConfigureAwait(false);
        }

        using var filter = new EvaluateFilter(Console.OpenStandardInput(), Console.OpenStandardOutput(), limits, language: language);

        // A read of standard input cannot be cancelled: the filter runs beside, and on Ctrl-C the process leaves it blocked there.
        var running = Task.Factory.StartNew(filter.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await running.WaitAsync(cancellation).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            filter.Stop(Patience);
            await error.WriteLineAsync("minima: cancelled.").ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
    }
}

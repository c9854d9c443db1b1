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
            The loss of a few numbers, and its gradient. Without a loss, answer requests: JSON Lines on standard input, one answer a line on standard output. docs/evaluate.md has the protocol.

            Examples:
              minima evaluate mse 2.5,0,2.1 3,-0.5,2
              minima evaluate cross_entropy "2,0.5,0.1;0.3,2.1,0.2" 0,1 --reduction none
              minima evaluate "abs(p - t)^1.5" -1.5,2 0,0
              echo '{"formula":"abs(p - t)","inputs":{"prediction":[1,5],"target":[0,0]}}' | minima evaluate
              minima evaluate < REQUESTS.jsonl > ANSWERS.jsonl
              minima evaluate --time-limit 2s --memory-limit 512MB
            """);
        var loss = new Argument<string?>("LOSS") { Description = "A loss by any of its names, with parameters as in huber:delta=2, or a formula; none to answer requests.", Arity = ArgumentArity.ZeroOrOne };
        var inputs = new Argument<string[]>("NUMBERS") { Description = "For each input, numbers separated by commas, and rows by ';'; further inputs by name, as in sample_weight=1,2,1.", Arity = ArgumentArity.ZeroOrMore };
        var reduction = new Option<string?>("--reduction") { Description = "With a loss: mean, sum, or none for the term of each row.", HelpName = "mean|sum|none" };
        command.Add(loss);
        command.Add(inputs);
        command.Add(reduction);
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction((parsed, cancellation) => parsed.GetValue(loss) is { } given
            ? Task.FromResult(RunOne(parsed, given, parsed.GetValue(inputs) ?? [], parsed.GetValue(reduction), limits.Read(parsed)))
            : RunAsync(limits.Read(parsed), LanguageOption.Given(parsed) == LanguageOption.Chinese ? Language.Chinese : Language.English, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static int RunOne(ParseResult parsed, string loss, string[] inputs, string? reduction, EvaluateLimits limits)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        return TrainFaults.Told(error, null, () => OneEvaluation.Run(WordsRequest.Of(loss, inputs, reduction), limits, new Tongue(LanguageOption.IsChinese(parsed)), output, error));
    }

    private static async Task<int> RunAsync(EvaluateLimits limits, Language language, TextWriter error, CancellationToken cancellation)
    {
        if (!StandardStreams.IsOpen(0))
        {
            await error.WriteLineAsync("minima: standard input is closed, but requests are read from it. Redirect a file of requests to it, or /dev/null for none.").ConfigureAwait(false);
            return ExitCode.File;
        }

        if (!Console.IsInputRedirected)
        {
            await error.WriteLineAsync("minima evaluate reads requests from the terminal, one JSON object a line; Ctrl-D (Windows: Ctrl-Z, Enter) ends.").ConfigureAwait(false);
        }

        using var filter = new EvaluateFilter(Console.OpenStandardInput(), Console.OpenStandardOutput(), limits, language: language);

        // A read of standard input cannot be cancelled: the filter runs on another thread, and on Ctrl-C the process leaves it blocked there.
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

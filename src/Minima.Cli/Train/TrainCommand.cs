using System.CommandLine;
using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary><c>minima train</c>: a network with any loss.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var command = new Command("train", """
            Train a network on a table with any loss; a training that is killed can be resumed.

            Examples:
              minima train DATA.csv --target y
              minima train DATA.csv --target y --loss huber:delta=2 --hidden 32 --save MODEL
              minima train DATA.csv --target y --loss "abs(p - t)^1.5" --optimizer sgd:momentum=0.9
              minima train DATA.csv --target y --checkpoints RUN --save MODEL --log RUN/log.jsonl
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

            // On a thread of its own: only then does Ctrl-C reach the token while the work goes on.
            return Task.Run(() => TrainFaults.Told(error, options.Checkpoints(parsed), () => TrainRun.Begin(TrainOptions.Checked(options.Read(parsed)), output, error, cancellation)), CancellationToken.None);
        });
        return command;
    }
}

/// <summary>What can go wrong with a network becomes a message and an exit code.</summary>
internal static class TrainFaults
{
    /// <param name="error">Receives the message.</param>
    /// <param name="checkpoints">The folder from which a training that broke off can go on, or null.</param>
    /// <param name="work">Gives an exit code.</param>
    public static int Told(TextWriter error, string? checkpoints, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (UsageException problem)
        {
            error.WriteLine($"minima: {problem.Message}");
            return ExitCode.Usage;
        }
        catch (NonFiniteException problem)
        {
            var text = error is TranslatingWriter && problem.Report is { } report ? report.InChinese() : problem.Message;
            error.WriteLine($"minima: {text.ReplaceLineEndings()}");
            SayHowToGoOn(error, checkpoints);
            return ExitCode.Diverged;
        }
        catch (CheckpointException problem)
        {
            error.WriteLine($"minima: {problem.Message}");
            SayHowToGoOn(error, checkpoints);
            return ExitCode.File;
        }
        catch (DataException problem)
        {
            error.WriteLine($"minima: {problem.Message}");
            return problem.IsAboutFile ? ExitCode.File : ExitCode.Data;
        }
        catch (TrainingException problem)
        {
            // A file that cannot be written keeps its cause; all else is what options asked for.
            error.WriteLine($"minima: {problem.Message}");
            return problem.InnerException is IOException or UnauthorizedAccessException ? ExitCode.File : ExitCode.Usage;
        }
        catch (AggregateException problem) when (problem.InnerException is OperationCanceledException cancelled)
        {
            throw new OperationCanceledException(cancelled.Message, problem);
        }
    }

    private static void SayHowToGoOn(TextWriter error, string? checkpoints)
    {
        if (checkpoints is not null && Directory.Exists(checkpoints) && new CheckpointStore(checkpoints).Names.Count > 0)
            error.WriteLine($"The last good checkpoint is in {checkpoints}: minima resume {CompareRequest.Shell(checkpoints)} goes on from it.");
    }
}

using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Terminal;

/// <summary>Turns the failures of a training into a message and an exit code.</summary>
internal static class TrainFaults
{
    /// <param name="error">Receives the message.</param>
    /// <param name="checkpoints">The folder from which an interrupted training can resume, or null.</param>
    /// <param name="work">Returns an exit code.</param>
    public static int Told(TextWriter error, string? checkpoints, Func<int> work) => Told(() => error, checkpoints, work);

    /// <inheritdoc cref="Told(TextWriter, string?, Func{int})"/>
    /// <param name="voice">Returns the receiver of the message; called only if there is one.</param>
    public static int Told(Func<TextWriter> voice, string? checkpoints, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (UsageException problem)
        {
            var error = voice();
            error.WriteLine($"minima: {problem.Message}");
            return ExitCode.Usage;
        }
        catch (NonFiniteException problem)
        {
            var error = voice();
            var text = error is TranslatingWriter && problem.Report is { } report ? report.InChinese() : problem.Message;
            error.WriteLine($"minima: {text.ReplaceLineEndings()}");
            SayHowToGoOn(error, checkpoints);
            return ExitCode.Diverged;
        }
        catch (CheckpointException problem)
        {
            var error = voice();
            error.WriteLine($"minima: {problem.Message}");
            SayHowToGoOn(error, checkpoints);
            return ExitCode.File;
        }
        catch (DataException problem)
        {
            var error = voice();
            error.WriteLine($"minima: {problem.Message}");
            return problem.IsAboutFile ? ExitCode.File : ExitCode.Data;
        }
        catch (ProcessGroupException problem)
        {
            var error = voice();
            error.WriteLine($"minima: {problem.Message}");
            SayHowToGoOn(error, checkpoints);
            return ExitCode.Unavailable;
        }
        catch (TrainingException problem)
        {
            var error = voice();

            // A file that cannot be written keeps its cause; the other errors come from the options.
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
            error.WriteLine($"The last good checkpoint is in {checkpoints}: minima resume {Wording.Shell(checkpoints)} continues from it.");
    }
}

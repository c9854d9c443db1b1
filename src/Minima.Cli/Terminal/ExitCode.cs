using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Terminal;

/// <summary>The exit codes of all commands.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The checked object has a fault: the result of <c>check</c>, as with test runners and diff.</summary>
    public const int Wrong = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>An unknown loss or parameter, or a value that the loss rejects.</summary>
    public const int Loss = 3;

    /// <summary>The data cannot be used.</summary>
    public const int Data = 4;

    /// <summary>A file cannot be read or written.</summary>
    public const int File = 5;

    /// <summary>A training stopped at a loss or gradient that is not finite.</summary>
    public const int Diverged = 6;

    /// <summary>Another process of the training has ended, or MPI is not available: "service unavailable" of sysexits.h.</summary>
    public const int Unavailable = 69;

    /// <summary>A fault of Minima itself: "internal software error" of sysexits.h, so that no script mistakes it for a failed check.</summary>
    public const int Unexpected = 70;

    /// <summary>Ended by Ctrl-C, a termination signal or a closed terminal: 128 + SIGINT, as shells count.</summary>
    public const int Cancelled = 130;

    /// <summary>A temporary file could not be written or read; the message says which and why.</summary>
    public static bool IsOfTemporaryFile(Exception exception) => exception.GetType() == typeof(TrainingException) && exception.InnerException is (IOException or UnauthorizedAccessException);

    /// <summary>The code for an exception that ended a command.</summary>
    public static int Of(Exception exception) => exception switch
    {
        UsageException => Usage,
        FitException => Data,
        LossException => Loss,
        DataException { IsAboutFile: true } => File,
        DataException => Data,
        NonFiniteException => Diverged,
        ProcessGroupException => Unavailable,
        CheckpointException => File,
        IOException or UnauthorizedAccessException => File,
        TrainingException when IsOfTemporaryFile(exception) => File,
        OutOfMemoryException => Data,
        OperationCanceledException => Cancelled,
        AggregateException several when several.Flatten().InnerExceptions.Any(each => each is OperationCanceledException) => Cancelled,
        _ => Unexpected,
    };
}

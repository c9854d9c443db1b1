using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary>A progress bar for people at a terminal.</summary>
internal sealed class BarProgress(ProgressTask task) : ICompareProgress
{
    // Without the file's name: Spectre.Console never ends, or fails, when a Chinese one is wider than the window.
    private const string Title = "comparing losses";

    public void Start(int trainings) => task.MaxValue = trainings;

    public void Advance(string loss) => task.Increment(1);

    /// <summary>Runs the work under a bar that is gone when it ends.</summary>
    public static T Run<T>(IAnsiConsole console, Func<ICompareProgress, T> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new BarProgress(context.AddTask(Title))));
}

using Minima.Tabular;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary>A progress bar for people at a terminal.</summary>
internal sealed class BarProgress(ProgressTask task) : ICompareProgress
{
    // The same in every language and without the file's name: Spectre.Console never ends, or fails, when a Chinese text is wider than its column.
    private const string Title = "minima compare";

    public void Start(int trainings) => task.MaxValue = trainings;

    public void Advance(string loss) => task.Increment(1);

    /// <summary>Runs the work under a bar that is gone when it ends.</summary>
    public static T Run<T>(IAnsiConsole console, Func<ICompareProgress, T> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new BarProgress(context.AddTask(Title))));
}

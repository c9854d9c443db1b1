using Minima.Tabular;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary>A progress bar for an interactive terminal.</summary>
internal sealed class BarProgress(ProgressTask task) : IProgress<ComparisonProgress>
{
    // The same in every language and without the file's name: Spectre.Console hangs or fails if a Chinese text is wider than its column.
    private const string Title = "minima compare";

    public void Report(ComparisonProgress value)
    {
        if (value.Done == 0) task.MaxValue = value.Total;
        else task.Increment(1);
    }

    /// <summary>Shows a progress bar while the work runs.</summary>
    public static T Run<T>(IAnsiConsole console, Func<IProgress<ComparisonProgress>, T> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new BarProgress(context.AddTask(Title))));
}

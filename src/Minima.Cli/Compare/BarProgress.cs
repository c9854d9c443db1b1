using Minima.Cli.Explain;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary>A progress bar for people at a terminal.</summary>
internal sealed class BarProgress(ProgressTask task) : ICompareProgress
{
    // Without the file's name: Spectre.Console never ends, or fails, when a Chinese one is wider than the window.
    private static string Title(Tongue tongue) => tongue.Say("comparing losses", "比较损失");

    public void Start(int trainings) => task.MaxValue = trainings;

    public void Advance(string loss) => task.Increment(1);

    /// <summary>Runs the work under a bar that is gone when it ends.</summary>
    public static T Run<T>(IAnsiConsole console, Tongue tongue, Func<ICompareProgress, T> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new BarProgress(context.AddTask(Title(tongue)))));
}

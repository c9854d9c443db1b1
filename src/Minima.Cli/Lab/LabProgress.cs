using Minima.Cli.Terminal;
using Spectre.Console;

namespace Minima.Cli.Lab;

/// <summary>The progress of an experiment: a bar in a terminal, lines elsewhere.</summary>
internal static class LabProgress
{
    public static T Run<T>(TextWriter error, string name, Func<Action<string, int, int>, T> work)
    {
        if (!Screen.IsErrorTerminal(error) || !Screen.AllowsStyle(Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM")))
        {
            return work((part, done, parts) => error.WriteLine($"{done}/{parts} {part}"));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Screen.Plain(error)) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(name);
                return work((part, done, parts) => (task.MaxValue, task.Value, task.Description) = (parts, done - 1, part));
            });
    }
}

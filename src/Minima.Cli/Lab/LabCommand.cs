using System.CommandLine;
using System.Diagnostics;
using Minima.Cli.Evaluate;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Cli.Train;
using Minima.Lab;
using Minima.Lab.Pictures;
using Minima.Training;
using Words = Minima.Cli.Evaluate.Words;

namespace Minima.Cli.Lab;

/// <summary><c>minima lab NAME</c>: an experiment on losses in concert, its table and its picture.</summary>
internal static class LabCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Which experiment; without a name they are listed.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add([.. Experiments.All.Select(experiment => experiment.Name)]);
        var folder = new Option<string>("--out") { Description = "The folder of the picture, lab-NAME.svg; it is made where it is not there.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
        var command = new Command("lab", """
            Run an experiment: several tasks, adversaries, generators, noise, drift, few bits.
            Each takes at most two minutes on two cores, prints its table with a baseline, and
            writes its picture.

            Examples:
              minima lab
              minima lab imbalance
              minima lab sparsity --language zh --out pictures
            """)
        {
            name, folder,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var tongue = new Tongue(LanguageOption.IsChinese(parsed));
            if (parsed.GetValue(name) is not { } wanted) return Task.FromResult(List(tongue, configuration.Output));

            // On a thread of its own: only then does Ctrl-C reach the token while the work goes on.
            return Task.Run(() => Run(wanted, parsed.GetValue(folder)!, tongue, configuration.Output, configuration.Error, cancellation), CancellationToken.None);
        });
        return command;
    }

    private static int List(Tongue tongue, TextWriter output)
    {
        var language = LanguageOf(tongue);
        var width = Experiments.All.Max(experiment => experiment.Name.Length) + 2;
        foreach (var experiment in Experiments.All) output.WriteLine(experiment.Name.PadRight(width) + experiment.Title.In(language));
        output.WriteLine();
        output.WriteLine(tongue.Say("`minima lab NAME` runs one, in at most two minutes on two cores.", "`minima lab 名称` 运行其中一项，在双核机器上不超过两分钟。"));
        return ExitCode.Ok;
    }

    private static int Run(string name, string folder, Tongue tongue, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (Experiments.Find(name) is not { } experiment)
        {
            var names = Experiments.All.Select(one => one.Name).ToArray();
            error.WriteLine($"minima lab: there is no experiment {Words.Quote(name)}{Words.DidYouMean(name, names)}. The experiments: {string.Join(", ", names)}.");
            return ExitCode.Usage;
        }

        return Show(experiment, folder, tongue, output, error, new LabRun { Cancellation = cancellation });
    }

    /// <summary>Runs an experiment, tells what came of it, and writes its picture.</summary>
    internal static int Show(Experiment experiment, string folder, Tongue tongue, TextWriter output, TextWriter error, LabRun run)
    {
        // Before the minutes of work: a folder that cannot be written to is said at once.
        Directory.CreateDirectory(folder);
        var language = LanguageOf(tongue);
        output.WriteLine(experiment.Title.In(language));
        foreach (var line in InLines(experiment.Setting.In(language))) output.WriteLine(line);
        output.WriteLine();
        var start = Stopwatch.GetTimestamp();
        var report = LabProgress.Run(error, experiment.Name, progress => experiment.Run(new LabRun { Progress = progress, Cancellation = run.Cancellation, IsSmall = run.IsSmall }));
        ReportText.Write(output, report, language, InLines);
        var path = Path.Combine(folder, $"lab-{experiment.Name}.svg");
        File.WriteAllText(path, report.Draw(language));
        output.WriteLine();
        output.WriteLine(tongue.Say($"{DurationText.Of(Stopwatch.GetElapsedTime(start))}; the picture is {path}", $"用时 {DurationText.Of(Stopwatch.GetElapsedTime(start))}；图片见 {path}"));
        return ExitCode.Ok;

        IEnumerable<string> InLines(string text) => Wrapped.Lines(text, Screen.Width(output));
    }

    private static Language LanguageOf(Tongue tongue) => tongue.Chinese ? Language.Chinese : Language.English;
}

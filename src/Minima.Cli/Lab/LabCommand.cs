using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Lab;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Lab;

/// <summary><c>minima lab NAME</c>: an experiment that combines losses, its table and its picture.</summary>
internal static class LabCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The experiment to run; without a name, lists all experiments.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add([.. Experiments.All.Select(experiment => experiment.Name)]);
        var folder = new Option<string>("--out") { Description = "The folder for the picture, lab-NAME.svg; created if it does not exist.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
        var seed = new Option<int>("--seed") { Description = "The first of the seeds; all random numbers follow from it.", HelpName = "N", DefaultValueFactory = _ => LabRun.DefaultSeed };
        var seeds = new Option<int?>("--seeds") { Description = "How many seeds to run: N, N + 1 and so on; unless given, as many as on the experiment's page.", HelpName = "K" };
        seed.CustomParser = result => Whole(result, seed, 0, LabRun.LastSeed);
        seeds.CustomParser = result => Whole(result, seeds, LabRun.FewestSeeds, LabRun.MostSeeds);
        var command = new Command("lab", """
            Run an experiment: several tasks, adversaries, generators, noise, drift, few bits.
            Each takes a few minutes on two cores, prints its table with a baseline, and
            writes its picture.

            Examples:
              minima lab
              minima lab imbalance
              minima lab noise --seed 7 --seeds 10
              minima lab sparsity --language zh --out pictures
            """)
        {
            name, folder, seed, seeds,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var tongue = new Tongue(LanguageOption.IsChinese(parsed));
            if (parsed.GetValue(name) is not { } wanted) return Task.FromResult(List(tongue, configuration.Output));

            // On a thread of its own: otherwise Ctrl-C does not reach the token during the work.
            return Task.Run(() => Run(wanted, parsed.GetValue(folder)!, tongue, configuration.Output, configuration.Error, parsed.GetValue(seed), parsed.GetValue(seeds), cancellation), CancellationToken.None);
        });
        return command;
    }

    private static int Whole(ArgumentResult result, Option option, int lowest, int highest)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest) return value;
        result.AddError(FormattableString.Invariant($"{option.Name} is {DataException.Quote(word)}; it must be a whole number of at least {lowest} and at most {highest}."));
        return lowest;
    }

    private static int List(Tongue tongue, TextWriter output)
    {
        var language = LanguageOf(tongue);
        var width = Experiments.All.Max(experiment => experiment.Name.Length) + 2;
        foreach (var experiment in Experiments.All) output.WriteLine(experiment.Name.PadRight(width) + experiment.Title.In(language));
        output.WriteLine();
        output.WriteLine(tongue.Say("`minima lab NAME` runs one, in a few minutes on two cores.", "`minima lab 名称` 运行其中一项，在双核机器上需几分钟。"));
        return ExitCode.Ok;
    }

    private static int Run(string name, string folder, Tongue tongue, TextWriter output, TextWriter error, int seed, int? seeds, CancellationToken cancellation)
    {
        if (Experiments.Find(name) is not { } experiment)
        {
            var names = Experiments.All.Select(one => one.Name).ToArray();
            error.WriteLine($"minima lab: there is no experiment {Wording.Quote(name)}{Wording.DidYouMean(name, names)}. The experiments: {string.Join(", ", names)}.");
            return ExitCode.Usage;
        }

        return Show(experiment, folder, tongue, output, error, new LabRun { Cancellation = cancellation, Seed = seed, Seeds = seeds ?? experiment.Seeds });
    }

    /// <summary>Runs an experiment, prints its results, and writes its picture.</summary>
    internal static int Show(Experiment experiment, string folder, Tongue tongue, TextWriter output, TextWriter error, LabRun run)
    {
        // Before minutes of work: a folder that cannot be written to fails at once.
        var path = Path.Combine(folder, $"lab-{experiment.Name}.svg");
        OutputFile.CheckFolder("--out", folder);
        Directory.CreateDirectory(folder);
        OutputFile.Check([], ("--out", path));
        var language = LanguageOf(tongue);
        output.WriteLine(experiment.Title.In(language));
        foreach (var line in InLines(experiment.Setting.In(language))) output.WriteLine(line);
        output.WriteLine();
        var start = Stopwatch.GetTimestamp();
        var report = LabProgress.Run(error, experiment.Name, progress => experiment.Run(new LabRun { Progress = progress, Cancellation = run.Cancellation, IsSmall = run.IsSmall, Seed = run.Seed, Seeds = run.Seeds }));
        ReportText.Write(output, report, language, InLines);
        OutputFile.Write(path, report.Draw(language));
        output.WriteLine();
        output.WriteLine(tongue.Say($"{DurationText.Of(Stopwatch.GetElapsedTime(start))}; the picture is {path}", $"用时 {DurationText.Of(Stopwatch.GetElapsedTime(start))}；图片见 {path}"));
        return ExitCode.Ok;

        IEnumerable<string> InLines(string text) => Wrapped.Lines(text, Screen.Width(output));
    }

    private static Language LanguageOf(Tongue tongue) => tongue.Chinese ? Language.Chinese : Language.English;
}

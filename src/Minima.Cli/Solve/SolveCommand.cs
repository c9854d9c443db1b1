using System.CommandLine;
using System.Diagnostics;
using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary><c>minima solve</c>: from a table to an answer, a page and a model in one command.</summary>
internal static class SolveCommand
{
    public static Command Create()
    {
        var options = new CompareOptions("solve");
        var keep = new Option<string[]>("--keep") { Description = "A column that no check may change: it stays a feature; may be repeated.", HelpName = "COLUMN" };
        var copies = new Option<bool>("--keep-copies") { Description = "Let equal rows fall into different folds." };
        var report = new Option<string?>("--report") { Description = "The file for the page; NAME.solved.html unless given.", HelpName = "FILE.html" };
        var save = new Option<string?>("--save") { Description = "The file for the model; NAME.model.json unless given.", HelpName = "MODEL.json" };
        var none = new Option<bool>("--no-files") { Description = "Write only the files that --report and --save name. --json does so too." };
        var command = new Command("solve", """
            From a table to an answer: checks what is wrong with it, compares the losses that suit it, recommends one and reports how certain that is, writes a page and a model. At a terminal it asks at most three questions; 100 s unless --time-budget is given.

            Examples:
              minima solve DATA.csv --target y
              minima solve orders.csv --target days --cost over=1,under=9 --unit EUR
              minima solve churn.csv --target left --time-budget 30s --no-files
              minima solve --data breast-cancer --threshold recall=95% --json
              minima solve --from "duckdb:sales/*.parquet" --target amount
            """);
        options.AddShared(command);
        foreach (var option in new Option[] { keep, copies, report, save, none }) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var compared = options.Read(parsed);
            var name = System.IO.Path.GetFileName(compared.Path) is { Length: > 0 } file ? file.Split('.')[0] : compared.Source?.ShortName ?? compared.Data ?? "diabetes";
            var writes = !compared.Json && !parsed.GetValue(none);
            var request = new SolveRequest(compared)
            {
                Keep = parsed.GetValue(keep) ?? [],
                KeepCopies = parsed.GetValue(copies),
                Report = parsed.GetValue(report) ?? (writes ? $"{name}.solved.html" : null),
                Save = parsed.GetValue(save) ?? (writes ? $"{name}.model.json" : null),
            };
            var configuration = parsed.InvocationConfiguration;
            var asks = Screen.IsTerminal(configuration.Output) && !Console.IsInputRedirected && !compared.Json;

            // On a thread of its own: otherwise Ctrl-C does not reach the token during the work.
            return Task.Run(() => Run(request, asks ? Console.In : null, configuration.Output, configuration.Error, cancellation), CancellationToken.None);
        });
        return command;
    }

    /// <summary>Runs a request; asks questions only if <paramref name="answers"/> is not null.</summary>
    internal static int Run(SolveRequest request, TextReader? answers, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var tongue = new Tongue(request.Chinese);
        CompareOptions.Check(request.Compared);
        request.Compared.Source?.Require("solve", request.Compared.Path, request.Compared.Data, request.Compared.Target);
        OutputFile.Check([request.Compared.Path, request.Compared.Test], ("--report", request.Report), ("--save", request.Save));
        var progress = new SolveProgressLines(error, tongue);
        progress.Report(new(SolveStage.Checking, 0, 0));
        var plan = Solver.Plan(CompareCommand.TableOf(request.Compared, cancellation), request.Options(), cancellation);
        if (answers is not null) plan = SolveQuestions.Ask(plan, answers, output, request.Chinese);
        var solved = Solver.Run(plan, progress, cancellation);
        var isWhole = solved.Comparison.IsComplete;
        var model = isWhole && (solved.Model is not null || solved.Trees is not null) ? request.Save : null;
        var page = isWhole ? request.Report : null;
        if (page is not null) OutputFile.Write(page, SolvePage.Write(solved, request, model));
        if (model is not null)
        {
            solved.Model?.Save(model);
            solved.Trees?.Save(model);
        }

        if (request.Compared.Json) output.WriteLine(SolveJson.Write(solved, request, page, model));
        else SolveText.Write(solved, request, page, model, answers is not null, output);
        output.Flush();
        var took = FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:0.0}");
        error.WriteLine(tongue.Say($"took {took} s", $"用时 {took} 秒"));
        return isWhole ? ExitCode.Ok : ExitCode.Cancelled;
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Spectre.Console;
using Table = Minima.Tabular.Table;

namespace Minima.Cli.Compare;

/// <summary><c>minima compare</c>: which loss should I train with?</summary>
internal static class CompareCommand
{
    private const string UsualData = "diabetes";

    public static Command Create()
    {
        var options = new CompareOptions("compare");
        var command = new Command("compare", """
            Train the same model with each loss on your data, and compare them in your units.

            Examples:
              minima compare
              minima compare DATA.csv --target y
              minima compare DATA.csv --target y --loss huber:delta=0.5..5 --metric median-ae
              minima compare DATA.csv --target y --loss "relu(t-p)*4 + relu(p-t)" --group customer
              minima compare orders.csv --target days --cost over=1,under=9 --unit EUR
              minima compare DATA.csv --target y --time-budget 30s --save MODEL.json
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var request = options.Read(parsed);
            var configuration = parsed.InvocationConfiguration;

            // On its own thread, so that Ctrl-C can cancel the token while the work runs.
            return Task.Run(() => Run(request, configuration.Output, configuration.Error, cancellation), CancellationToken.None);
        });
        return command;
    }

    private static int Run(CompareRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        CompareOptions.Check(request);
        OutputFile.Check([request.Path, request.Test], ("--report", request.Report), ("--save", request.Save));
        var tongue = new Tongue(request.Chinese);
        var losses = LossSpec.Parse(request.Losses, request.Parameters, SpecUse.Tuning);
        var cost = request.Cost is { } words ? DecisionCost.Parse(words, request.Unit ?? "") : null;
        request.Source?.Require("compare", request.Path, request.Data, request.Target);
        if (request is { Source: not null, Options: { Rows: not null, TimeBudget: not null } })
            throw new UsageException("compare: with --from and --rows, a run with --time-budget is not reproducible; leave it out, and give fewer --rows, --folds or losses.");
        using var source = request.Options.Rows is not null ? null : request.Source?.Open();
        var table = source is null ? TableOf(request, cancellation) : null;
        var result = source is null ? Compared(request, table!, losses, cost, tongue, error, clock, cancellation)
            : WithProgress(error, source.Name, tongue, progress => source.Compare(request.Target!, Asked(request, losses, cost), request.Table, progress, cancellation));
        if (request.NoTiming) result = result with { Timings = null };
        Exception? unread = null;
        try
        {
            if (request.Json) output.WriteLine(JsonReport.Write(result, request));
            else if (Screen.IsTerminal(output)) TextReport.WriteRich(result, request, Screen.ConsoleOf(output));
            else TextReport.WritePlain(result, request, output);
            output.Flush();
        }
        catch (IOException problem)
        {
            // The reader of the pipe may be gone; the report and the model are still written.
            unread = problem;
        }

        // After the table, so that the table is not lost if the disk is full.
        if (request.Report is { } page)
        {
            OutputFile.Write(page, ComparePage.Write(result, request));
            error.WriteLine(tongue.Say($"report written to {page}", $"报告已写入 {page}"));
        }

        Localized? refused = null;
        if (request.Save is { } path && result.IsComplete)
        {
            refused = SavedWinner.Refusal(result, path);
            var sentence = refused ?? SavedWinner.Save(result, table, source, path, request.Table, cancellation);
            if (unread is null) Wrapped.Write(sentence.In(request.Chinese), request.Json ? error : output, request.Chinese);
        }

        if (unread is not null) ExceptionDispatchInfo.Throw(unread);
        output.Flush();
        var took = clock.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        error.WriteLine(tongue.Say($"took {took} s", $"用时 {took} 秒"));
        if (request.Table.Memory is { } bytes) MemoryOptions.Tell(bytes, error);
        return !result.IsComplete ? ExitCode.Cancelled : refused is null ? ExitCode.Ok : ExitCode.Data;
    }

    /// <summary>Compares losses on a table that is read into memory.</summary>
    private static ComparisonResult Compared(CompareRequest request, Table table, LossSpec[] losses, DecisionCost? cost, Tongue tongue, TextWriter error, Stopwatch clock, CancellationToken cancellation)
    {
        var data = ComparedTables.Read(table, request.Options with { Losses = losses, Cost = cost }, cancellation);
        if (request.Save is not null) ComparisonModel.Check(data, losses);
        if (request.Options.Models.Contains(ComparedModel.Network)) Tensors.Threads.Most = 1;
        var options = Asked(request, data, losses, cost);
        return WithProgress(error, data.Name, tongue, progress => Comparison.Run(options, data, progress, cancellation, clock));
    }

    /// <summary>The options of a comparison on a source that is not read as a whole. The comparison resolves those that depend on the target.</summary>
    private static ComparisonOptions Asked(CompareRequest request, LossSpec[] losses, DecisionCost? cost) => request.Options with
    {
        Losses = losses,
        Wanted = request.Want is { } want ? Wanted.Parse(want) : null,
        Cost = cost,
        Threshold = request.Threshold is { } goal ? ThresholdRule.Parse(goal) : null,
        Metric = request.Judge(),
        LearningCurve = false,
    };

    /// <summary>The options with their criterion: a cost, a loss, or a metric of the task by its key.</summary>
    private static ComparisonOptions Asked(CompareRequest request, ComparisonData data, IReadOnlyList<LossSpec> losses, DecisionCost? cost)
    {
        var options = request.Options with { Losses = losses, Wanted = request.Want is { } want ? Wanted.Parse(want) : null };
        var rule = request.Threshold is { } goal ? ThresholdRule.Parse(goal) : null;
        if (cost is not null || rule is not null || request.IsJudgedByLoss)
        {
            return Comparison.Asked(options with { Cost = cost, Threshold = rule, Metric = request.Judge() }, data);
        }

        var asked = AskedQuestion.Of(options.Wanted, request.Metric, data.Task.Task);
        return options with { Metric = asked.Metric, Wanted = asked.Wanted };
    }

    /// <summary>The table of a request: a file, a bundled one, or rows sampled from a source.</summary>
    /// <exception cref="UsageException">Both are named, or there is no such table.</exception>
    public static Table TableOf(CompareRequest request, CancellationToken cancellation)
    {
        if (request.Source is { } source) return source.Draw(request.Target!, request.Options.Rows, request.Options.Seed, request.Table, cancellation);
        return request is { Path: { } path, Data: null } ? Table.FromFile(path, request.Target, request.Table) : NamedTable.Read("compare", request.Path, request.Data ?? UsualData, request.Target, request.Table);
    }

    private static T WithProgress<T>(TextWriter error, string origin, Tongue tongue, Func<IProgress<ComparisonProgress>, T> work)
    {
        if (!Screen.IsErrorTerminal(error)) return work(new PlainProgress(error, tongue.Say($"comparing losses on {origin}", $"在 {origin} 上比较损失"), tongue));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Screen.Plain(error)) });
        return BarProgress.Run(console, work);
    }
}

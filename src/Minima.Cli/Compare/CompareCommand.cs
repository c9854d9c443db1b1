using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Minima.Cli.Losses;
using Minima.Cli.Pages;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary><c>minima compare</c>: which loss should I train with?</summary>
internal static class CompareCommand
{
    public const string DefaultData = "diabetes";

    public static Command Create()
    {
        var options = new CompareOptions();
        var command = new Command("compare", """
            Train the same linear model with each loss on your data, and compare them in your units.

            Examples:
              minima compare
              minima compare DATA.csv --target y
              minima compare DATA.csv --target y --loss huber:delta=0.5..5 --metric median-ae
              minima compare DATA.csv --target y --loss "relu(t-p)*4 + relu(p-t)" --group customer
              minima compare DATA.csv --target y --time-budget 30s --save MODEL.json
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var request = options.Read(parsed);
            var configuration = parsed.InvocationConfiguration;

            // On a thread of its own: only then does Ctrl-C reach the token while the work goes on.
            return Task.Run(() => Run(request, configuration.Output, configuration.Error, cancellation), CancellationToken.None);
        });
        return command;
    }

    private static int Run(CompareRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            CompareOptions.Check(request);
            var losses = request.Losses.Select(text => LossRequest.Parse(text, request.Parameters, ranges: true)).ToArray();
            LossArgument.CheckUse(request.Parameters.Keys, request.Losses);
            var data = ComparisonReader.Read(request, losses, cancellation);
            var metric = FindMetric(request, data.Task.Task);
            if (request.Save is not null) ComparisonModel.Check(data, losses);
            var result = WithProgress(
                error,
                data.Name,
                progress => Comparison.Run(request, data, losses, metric, progress, cancellation, clock));

            // Nothing is written before everything is known, so that no half result is left behind.
            if (request.NoTiming) result = result with { Timings = null };
            var saved = request.Save is { } path && result.Complete ? ComparisonModel.Save(result, data, losses, path, cancellation) : null;
            if (request.Report is { } page)
            {
                File.WriteAllText(page, ComparePage.Write(result));
                error.WriteLine($"report written to {page}");
            }

            if (request.Json) output.WriteLine(JsonReport.Write(result));
            else if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected) TextReport.WriteRich(result, AnsiConsole.Console);
            else TextReport.WritePlain(result, output);
            if (saved is not null) TextReport.WriteWrapped(saved, request.Json ? error : output);
            output.Flush();
            error.WriteLine(FormattableString.Invariant($"took {clock.Elapsed.TotalSeconds:0.0} s"));
            return result.Complete ? ExitCode.Ok : ExitCode.Cancelled;
        }
        catch (UsageException problem)
        {
            error.WriteLine($"minima: {problem.Message}");
            return ExitCode.Usage;
        }
        catch (DataException problem) when (problem.IsAboutFile)
        {
            throw new IOException(problem.Message, problem);
        }
        catch (AggregateException problem) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(problem.Message, problem, cancellation);
        }
    }

    private static Metric FindMetric(CompareRequest request, CompareTask task)
    {
        var metrics = Metrics.For(task);
        if (request.Metric is null) return metrics[0];
        if (Metrics.Find(task, request.Metric) is { } metric) return metric;
        string[] keys = [.. metrics.Select(known => known.Key)];
        var nearest = Suggestions.Nearest(request.Metric, keys) is { } near ? $" Did you mean {DataException.Quote(near)}?" : "";
        throw new UsageException(
            $"compare: there is no metric {DataException.Quote(request.Metric)} for this target; there are {string.Join(", ", keys)}.{nearest}");
    }

    private static T WithProgress<T>(TextWriter error, string origin, Func<ICompareProgress, T> work)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected) return work(new PlainProgress(error, $"comparing losses on {origin}"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return BarProgress.Run(console, work);
    }
}

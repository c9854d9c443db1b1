using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Losses;
using Minima.Cli.Pages;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary><c>minima compare</c>: which loss should I train with?</summary>
internal static class CompareCommand
{
    private const string DefaultData = "diabetes";
    private static readonly string[] Tasks = ["regression", "binary", "multiclass"];

    public static Command Create()
    {
        var path = new Argument<string?>("data.csv")
        {
            Description = "A CSV file with a line of column names; numbers, or texts of few values.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var target = new Option<string?>("--target") { Description = "The column to predict.", HelpName = "COLUMN" };
        var data = new Option<string?>("--data") { Description = $"A bundled data set: {Evaluate.Words.Or(BundledData.Names)}.", HelpName = "NAME" };
        var losses = new Option<string[]>("--loss")
        {
            Description = "Compare only this loss, with the controls; may be repeated. A parameter in the target's units is taken as given. A formula such as \"abs(p - t)\" is a loss too.",
            HelpName = "NAME[:parameter=value,...]",
        };
        var parameters = new Option<string[]>("--param") { Description = "A parameter of the formulas given to --loss; may be repeated.", HelpName = "NAME=VALUE" };
        var folds = new Option<int>("--folds") { Description = "Folds of the cross-validation.", DefaultValueFactory = _ => Folds.Default };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same numbers.", DefaultValueFactory = _ => 1UL };
        var metric = new Option<string?>("--metric") { Description = "The metric that orders the table.", HelpName = "KEY" };
        var ignore = new Option<string[]>("--ignore") { Description = "A column to leave out; may be repeated.", HelpName = "COLUMN" };
        var positive = new Option<string?>("--positive") { Description = "The class to predict the probability of.", HelpName = "CLASS" };
        var task = new Option<string?>("--task") { Description = "regression, binary or multiclass; without it the target decides.", HelpName = "TASK" };
        task.CompletionSources.Add(Tasks);
        task.Validators.Add(IsTask);
        var threads = new Option<int>("--threads")
        {
            Description = "Losses trained side by side; the numbers do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var json = new Option<bool>("--json") { Description = "Write the result as JSON." };
        var report = new Option<string?>("--report") { Description = "Write a page to this file too: the answer, tables and charts, in English and Chinese; it needs no network.", HelpName = "FILE.html" };
        folds.CustomParser = result => (int)Whole(result, folds, 2, int.MaxValue);
        threads.CustomParser = result => (int)Whole(result, threads, 1, int.MaxValue);
        seed.CustomParser = result => Whole(result, seed, 0, ulong.MaxValue);
        var command = new Command("compare", "Train the same linear model with each loss on your data, and compare them in your units.")
        {
            path, target, data, losses, parameters, folds, seed, metric, ignore, positive, task, threads, json, report,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var request = new CompareRequest
            {
                Path = parsed.GetValue(path),
                Data = parsed.GetValue(data),
                Target = parsed.GetValue(target),
                Losses = parsed.GetValue(losses) ?? [],
                Parameters = LossArgument.Parameters(parsed.GetValue(parameters) ?? []),
                Ignore = parsed.GetValue(ignore) ?? [],
                Folds = parsed.GetValue(folds),
                Seed = parsed.GetValue(seed),
                Metric = parsed.GetValue(metric),
                PositiveClass = parsed.GetValue(positive),
                Task = parsed.GetValue(task) is { } word ? CompareTasks.Find(word) : null,
                Threads = parsed.GetValue(threads),
                Json = parsed.GetValue(json),
                Report = parsed.GetValue(report),
                Learning = parsed.GetValue(report) is not null,
            };
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
            var losses = request.Losses.Select(text => LossRequest.Parse(text, request.Parameters)).ToArray();
            LossArgument.CheckUse(request.Parameters.Keys, request.Losses);
            var (data, origin) = Read(request, cancellation);
            var metric = FindMetric(request, data.Target.Kind);
            var result = WithProgress(
                error,
                origin,
                progress => Comparison.Run(request, origin, data, losses, metric, progress, cancellation));
            cancellation.ThrowIfCancellationRequested();

            // Nothing is written before everything is known, so that no half result is left behind.
            if (request.Report is { } page)
            {
                File.WriteAllText(page, ComparePage.Write(result));
                error.WriteLine($"report written to {page}");
            }

            if (request.Json) output.WriteLine(JsonReport.Write(result));
            else if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected) TextReport.WriteRich(result, AnsiConsole.Console);
            else TextReport.WritePlain(result, output);
            output.Flush();
            error.WriteLine(FormattableString.Invariant($"took {clock.Elapsed.TotalSeconds:0.0} s"));
            return ExitCode.Ok;
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

    private static (Dataset Data, string Origin) Read(CompareRequest request, CancellationToken cancellation)
    {
        if (request.Path is not null && request.Data is not null)
            throw new UsageException($"compare: both a file ({DataException.Quote(request.Path)}) and --data {request.Data} are given; give one of them.");
        if (request.Path is { } path)
        {
            if (request.Target is null)
            {
                var columns = CsvReader.ReadColumns(path);
                throw new UsageException(
                    $"compare: {Path.GetFileName(path)} needs --target COLUMN, the column to predict; it has {DataException.List(columns)}.");
            }

            return (CsvReader.Read(path, Options(request, request.Target), cancellation), Path.GetFileName(path));
        }

        var name = request.Data ?? DefaultData;
        if (!BundledData.Names.Contains(name, StringComparer.Ordinal))
        {
            var nearest = Suggestions.Nearest(name, BundledData.Names) is { } near ? $" Did you mean {DataException.Quote(near)}?" : "";
            throw new UsageException(
                $"compare: there is no bundled data set {DataException.Quote(name)}; there are {DataException.List(BundledData.Names)}.{nearest}");
        }

        return (BundledData.Read(name, Options(request, request.Target ?? BundledData.Target(name)), cancellation), name);
    }

    private static CsvReadOptions Options(CompareRequest request, string target) => new()
    {
        Target = target,
        Ignore = [.. request.Ignore],
        Kind = request.Task switch
        {
            CompareTask.Binary => TargetKind.Binary,
            CompareTask.MultiClass => TargetKind.MultiClass,
            CompareTask.Regression => TargetKind.Regression,
            _ => TargetKind.Automatic,
        },
        SeveralClasses = true,
        PositiveClass = request.PositiveClass,
    };

    private static Metric FindMetric(CompareRequest request, TargetKind kind)
    {
        var metrics = Metrics.For(kind);
        if (request.Metric is null) return metrics[0];
        if (Metrics.Find(kind, request.Metric) is { } metric) return metric;
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

    private static void IsTask(OptionResult result)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : Tasks[0];
        if (!Tasks.Contains(word, StringComparer.Ordinal))
            result.AddError($"--task is {DataException.Quote(word)}{Evaluate.Words.DidYouMean(word, Tasks)}; it must be {Evaluate.Words.Or(Tasks)}.");
    }

    /// <summary>Whole numbers are read here, for the parser of System.CommandLine would name .NET types in its messages.</summary>
    private static ulong Whole(ArgumentResult result, Option option, ulong lowest, ulong highest)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (ulong.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest)
            return value;
        result.AddError(FormattableString.Invariant($"{option.Name} is {DataException.Quote(word)}; it must be a whole number of at least {lowest} and at most {highest}."));
        return lowest;
    }
}

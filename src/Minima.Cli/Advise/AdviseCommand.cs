using System.CommandLine;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary><c>minima advise</c>: recommends losses for the data and the goal.</summary>
internal static class AdviseCommand
{
    private const int FewestRows = AdviceOptions.FewestRows;
    private const int MostRows = AdviceOptions.MostRows;

    public static Command Create()
    {
        var path = new Argument<string?>("DATA.csv") { Description = "A table with a line of column names: CSV or JSON Lines, gzipped or not, or a folder of such files.", Arity = ArgumentArity.ZeroOrOne };
        var source = new SourceOptions("advise");
        var target = new Option<string?>("--target") { Description = "The column to predict.", HelpName = "COLUMN" };
        var ignore = IgnoreOption.Create();
        var want = new Option<string?>("--want") { Description = $"The number you want: {string.Join(", ", Wanted.Words)}. Default: the mean for numbers, probabilities for classes.", HelpName = "WHAT" };
        var cost = new Option<string?>("--cost") { Description = "The cost of one unit too high and of one unit too low. Default: the same.", HelpName = "over=1,under=4" };
        var errorOption = new Option<string?>("--error") { Description = "absolute or relative. Default: absolute.", HelpName = "HOW" };
        var censored = new Option<string?>("--censored") { Description = "The column that marks the targets known only as \"at least\". Default: none.", HelpName = "COLUMN" };
        var events = new Option<string?>("--event") { Description = "In place of --censored: the column that is 1 if the event was seen and 0 if the target is only \"at least\".", HelpName = "COLUMN" };
        var labels = new Option<string?>("--labels") { Description = "sure or noisy. Default: sure.", HelpName = "HOW" };
        var rare = new Option<bool>("--rare") { Description = "The rare class matters more. Default: it does not." };
        var threshold = new Option<string[]>("--threshold") { Description = $"Another threshold for a check; may be repeated. The checks: {string.Join(", ", AdviceOptions.DefaultThresholds.Keys)}.", HelpName = "CHECK=VALUE" };
        var rows = new Option<int>("--rows") { Description = $"The most rows to check, sampled from all; {FewestRows} to {MostRows}.", HelpName = "N", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<ulong>("--seed") { Description = "The seed that decides which rows are sampled.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Everything, as JSON." };
        var command = new Command(
            "advise",
            "Advise on a loss: at most six questions, checks of the data and of the residuals of a quick fit, three losses with their reasons.\n\nExamples:\n  minima advise sales.csv --target price\n  minima advise orders.csv --target days --cost over=1,under=4\n  minima advise churn.csv --target left --rare --json\n  minima advise --from \"duckdb:sales/*.parquet\" --target amount")
        {
            path, target, ignore, want, cost, errorOption, censored, events, labels, rare, threshold, rows, seed, source.From, source.Query, source.Shards, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var word = LanguageOption.Word(parsed);
            var from = SourceRequest.Or(source.Read(parsed), parsed.GetValue(path), "advise");
            from?.Require("advise", null, null, parsed.GetValue(target));
            if (Refusal(parsed.GetValue(path), parsed.GetValue(target), parsed.GetValue(rows), parsed.GetValue(censored), parsed.GetValue(events)) is { } refusal)
            {
                configuration.Error.WriteLine($"minima advise: {refusal}");
                return Task.FromResult(ExitCode.Usage);
            }

            var request = new AdviseRequest
            {
                Path = parsed.GetValue(path),
                Source = from,
                Target = parsed.GetValue(target)!,
                Ignore = ignore.Read(parsed, parsed.GetValue(path)),
                Want = parsed.GetValue(want),
                Cost = parsed.GetValue(cost),
                Error = parsed.GetValue(errorOption),
                Censored = parsed.GetValue(censored),
                Event = parsed.GetValue(events),
                Labels = parsed.GetValue(labels),
                Rare = parsed.GetValue(rare),
                Thresholds = parsed.GetValue(threshold) ?? [],
                Rows = parsed.GetValue(rows),
                Seed = parsed.GetValue(seed),
                Json = parsed.GetValue(json),
                Chinese = word == "zh",
            };
            var interactive = Screen.IsTerminal(configuration.Output) && !Console.IsInputRedirected && !request.Json;

            // On its own thread, so that Ctrl-C can cancel the token while the work runs.
            return Task.Run(() => Run(request, interactive ? Console.In : null, configuration.Output, cancellation), CancellationToken.None);
        });
        return command;
    }

    /// <summary>Runs a request; asks the questions only if <paramref name="answers"/> is not null.</summary>
    internal static int Run(AdviseRequest request, TextReader? answers, TextWriter output, CancellationToken cancellation = default)
    {
        var options = request.Options();
        var table = request.Table(cancellation);
        if (answers is not null)
        {
            options = new Questions(answers, output, request.Chinese).Ask(options, request.Answered, Advice.HasNumericTarget(table, options, cancellation) ? null : false);
        }

        var advice = Advice.For(table, options, null, cancellation);
        if (request.Json)
        {
            AdviceJson.Write(advice, request, options, output);
        }
        else
        {
            AdviceText.Write(advice, request, answers is not null, output);
        }

        return ExitCode.Ok;
    }

    private static string? Refusal(string? path, string? target, int rows, string? censored, string? events) =>
        rows is < FewestRows or > MostRows ? string.Create(CultureInfo.InvariantCulture, $"--rows {rows} is not between {FewestRows} and {MostRows}.")
        : censored is not null && events is not null ? "--censored and --event are two ways to mark the same targets; give one of them."
        : target is null ? $"{Path.GetFileName(path)} needs --target COLUMN, the column to predict; it has {DataException.List([.. CsvFile.ReadColumns(path!)])}."
        : null;
}

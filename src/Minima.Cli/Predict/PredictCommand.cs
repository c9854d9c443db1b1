using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary><c>minima predict</c>: the predictions of a fitted model for the rows of a table.</summary>
internal static class PredictCommand
{
    private static readonly string[] Scales = ["response", "link"];

    public static Command Create()
    {
        var model = new Argument<string>("model.json") { Description = "A model of minima train, minima fit --json, minima boost --json or minima compare --save." };
        var path = new Argument<string?>("data.csv") { Description = "A table with the model's columns by name, in any order; - reads standard input.", Arity = ArgumentArity.ZeroOrOne };
        var scale = new Option<string>("--scale")
        {
            Description = "response: numbers in the target's units, or probabilities and classes. link: the model's raw scores.",
            HelpName = "SCALE",
            DefaultValueFactory = _ => Scales[0],
        };
        WordOption.Restrict(scale, Scales, StringComparer.Ordinal);
        var cost = new Option<string?>("--cost") { Description = "Choose the class with the lowest expected cost: matrix=[[0,5],[1,0]] (row = true class, column = decision), or a formula of the decision p, the true class t and columns.", HelpName = "COST" };
        var times = new Option<double[]?>("--times") { Description = "For a model of times until an event: the times at which to predict the survival probability, separated by commas. Without it: when a quarter, a half and three quarters of the events had happened.", HelpName = "TIME[,TIME...]", CustomParser = Times };
        var json = new Option<bool>("--json") { Description = "Write JSON in place of CSV." };
        var interval = new Option<string?>("--interval") { Description = "Columns lower and upper (for classes and grades: set; for labels: certain and possible) that cover this fraction of new rows; needs --calibrate, except for a model of distributions.", HelpName = "PERCENT" };
        var calibrate = new Option<string?>("--calibrate") { Description = "A CSV file with the model's columns and its target: rows that it was not trained on.", HelpName = "FILE" };
        var upper = new Option<string?>("--upper") { Description = "A model of an upper quantile, used together with one of a lower quantile: the width of the intervals follows the noise of each row.", HelpName = "MODEL" };
        var quantiles = new Option<double[]?>("--quantiles") { Description = "For a model of distributions (compare --want distribution): a column for each of these quantiles, separated by commas.", HelpName = "LEVEL[,LEVEL...]", CustomParser = Levels };
        var rounds = new Option<int?>("--rounds") { Description = "For boosted trees: predict with their first rounds only, 0 for the best constant.", HelpName = "N", CustomParser = Rounds };
        var contributions = new Option<bool>("--contributions") { Description = "For boosted trees: instead of predictions, the contribution of each column to the raw score, the start, and their sum, the score." };
        var form = new Option<string?>("--as") { Description = "With --from: sql prints the query of the predictions; view:NAME and table:NAME make one in the database, file:PATH a .parquet or .csv file (DuckDB).", HelpName = "FORM" };
        form.CompletionSources.Add(SourceRun.Query);
        var source = new SourceOptions("predict");
        var command = new Command("predict", """
            Predict the rows of a table with a model of minima train, fit, boost or compare.

            Examples:
              minima predict MODEL.json DATA.csv
              minima predict MODEL.json DATA.csv --scale link --json
              minima predict MODEL.json DATA.csv --interval 90% --calibrate DATA.csv
              minima predict MODEL.json - < DATA.csv
              minima predict MODEL.json --from "duckdb:sales/*.parquet" --as sql
              minima predict MODEL.json --from "postgres://host/shop?table=sales" --as view:scored
            """) { model, path, scale, cost, times, quantiles, interval, calibrate, upper, rounds, contributions, json, source.From, source.Query, source.Shards, form };
        command.SetAction((parsed, cancellation) =>
        {
            var (modelPath, given) = (parsed.GetValue(model)!, parsed.GetValue(path));
            var (response, asJson) = (parsed.GetValue(scale) == Scales[0], parsed.GetValue(json));
            var words = parsed.GetValue(cost);
            var moments = parsed.GetValue(times);
            var levels = parsed.GetValue(quantiles) ?? [];
            var first = parsed.GetValue(rounds);
            var shares = parsed.GetValue(contributions);
            var (share, heldOut, second) = (parsed.GetValue(interval), parsed.GetValue(calibrate), parsed.GetValue(upper));
            var ofIntervals = new IntervalRequest(modelPath, given!, share, heldOut, second, !response || words is not null || moments is { Length: > 0 } || first is not null, asJson);
            var output = parsed.InvocationConfiguration.Output;
            var error = parsed.InvocationConfiguration.Error;
            return Task.Run(
                () => TrainFaults.Told(
                    error,
                    null,
                    () => SourceRequest.Or(source.Read(parsed), given, "predict") is { } request
                        ? SourceRun.Run(modelPath, Alone(parsed, request), parsed.GetValue(form) ?? SourceRun.Query, response, asJson, output, error, cancellation)
                        : parsed.GetValue(form) is not null
                        ? throw new UsageException("predict: --as is given without --from; give the source with --from.")
                        : shares
                        ? Contribute(modelPath, given!, first, new[] { response ? null : "--scale link", words is null ? null : "--cost", moments is { Length: > 0 } ? "--times" : null, levels.Length > 0 ? "--quantiles" : null, share is null ? null : "--interval", heldOut is null ? null : "--calibrate", second is null ? null : "--upper" }.OfType<string>().FirstOrDefault(), asJson, output, error, cancellation)
                        : levels.Length > 0 || (share is not null && heldOut is null && second is null)
                        ? DistributionRun.Run(ofIntervals, levels, output, cancellation)
                        : share is null && heldOut is null && second is null
                        ? Run(modelPath, given!, response, first, words is null ? null : DecisionCost.Parse(words), moments, asJson, output, error, cancellation)
                        : IntervalRun.Run(ofIntervals, output, error, cancellation)),
                CancellationToken.None);
        });
        return command;

        SourceRequest Alone(ParseResult parsed, SourceRequest request)
        {
            foreach (var option in (Option[])[cost, times, quantiles, interval, calibrate, upper, rounds, contributions])
            {
                if (parsed.GetResult(option) is { Implicit: false }) throw new UsageException($"predict: {option.Name} cannot be combined with --from; read the rows from a file.");
            }

            return request;
        }
    }

    /// <summary>The rows to predict: a file, or - for standard input.</summary>
    internal static Table ReadTable(string path) => path == "-" ? Table.FromStream(Console.OpenStandardInput(), StandardStreams.InputName) : Table.FromFile(path);

    private static int Run(string modelPath, string dataPath, bool response, int? rounds, DecisionCost? cost, double[]? times, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var table = ReadTable(dataPath);
        if (dataPath == "-" && cost is { IsOfClasses: false }) table = table.Held();
        var predictor = Predictor.Load(modelPath);
        if (rounds is not null && (times is { Length: > 0 } || !response)) throw new UsageException("predict: --rounds cannot be combined with --times or --scale link; leave out one of the two.");
        var prediction = times is { Length: > 0 } ? predictor.Predict(table, times, cancellation) : rounds is { } first ? predictor.Predict(table, first, cancellation) : response ? predictor.Predict(table, cancellation) : predictor.Scores(table, cancellation);
        foreach (var note in prediction.Notes) error.WriteLine(note.English);
        if (cost is not null) prediction = prediction.Decided(cost, table, cancellation);
        if (json) output.WriteLine(PredictionWriter.Json(prediction));
        else PredictionWriter.Csv(prediction, output);
        output.Flush();
        return ExitCode.Ok;
    }

    private static int Contribute(string modelPath, string dataPath, int? rounds, string? other, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (other is not null) throw new UsageException($"predict: --contributions explains raw scores, but {other} asks for something else; leave out one of the two.");
        var table = ReadTable(dataPath);
        var shares = Predictor.Load(modelPath).Contributions(table, rounds, cancellation);
        foreach (var note in shares.Notes) error.WriteLine(note.English);
        if (json) output.WriteLine(PredictionWriter.Json(shares));
        else PredictionWriter.Csv(shares, output);
        output.Flush();
        return ExitCode.Ok;
    }

    private static int? Rounds(ArgumentResult result)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return count;
        result.AddError($"--rounds is {DataException.Quote(word)}; it must be a whole number of at least 0.");
        return null;
    }

    private static double[]? Levels(ArgumentResult result)
    {
        var words = result.Tokens.Count == 1 ? result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries) : [];
        var levels = Array.ConvertAll(words, word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var level) ? level : double.NaN);
        if (levels.Length > 0 && Array.TrueForAll(levels, level => level is > 0 and < 1) && Enumerable.Range(1, levels.Length - 1).All(k => levels[k] > levels[k - 1])) return levels;
        result.AddError($"--quantiles is {DataException.Quote(string.Join(',', words))}; it must be levels above 0 and below 1, each above the one before, as in 0.1,0.5,0.9.");
        return null;
    }

    private static double[]? Times(ArgumentResult result)
    {
        var words = result.Tokens.Count == 1 ? result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries) : [];
        var times = Array.ConvertAll(words, word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) ? time : double.NaN);
        if (times.Length > 0 && Array.TrueForAll(times, time => time > 0 && double.IsFinite(time))) return times;
        result.AddError($"--times is {DataException.Quote(string.Join(',', words))}; it must be times above 0 in the unit of the target, as in 30,90,365.");
        return null;
    }
}

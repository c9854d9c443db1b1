using System.CommandLine;
using Minima.Cli.Terminal;

namespace Minima.Cli.Score;

/// <summary><c>minima score</c>: scores a model on rows with known targets.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model.json") { Description = "A model of minima train, minima fit, minima boost or minima compare." };
        var path = new Argument<string?>("data.csv") { Description = "A table with the model's columns and its target by name, in any order: rows that it was not trained on.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Write JSON in place of text." };
        var decompose = new Option<bool>("--decompose") { Description = "Also the mean loss as miscalibration - discrimination + uncertainty." };
        var source = new SourceOptions("score");
        var command = new Command("score", """
            Measure a model on a table with known targets: metrics, the loss, and constant predictions for comparison.

            Examples:
              minima score MODEL.json DATA.csv
              minima score MODEL.json DATA.csv --json
              minima score MODEL.json DATA.csv --decompose
              minima score MODEL.json --from "duckdb:sales/*.parquet"
            """) { model, path, decompose, json, source.From, source.Query, source.Shards };
        command.SetAction((parsed, cancellation) =>
        {
            var (modelPath, dataPath) = (parsed.GetValue(model)!, parsed.GetValue(path));
            var (chinese, asJson) = (LanguageOption.IsChinese(parsed), parsed.GetValue(json));
            var parts = parsed.GetValue(decompose);
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return Task.Run(() => TrainFaults.Told(error, null, () => ScoreRun.Run(modelPath, dataPath, SourceRequest.Or(source.Read(parsed), dataPath, "score"), chinese, asJson, parts, output, cancellation)), CancellationToken.None);
        });
        return command;
    }
}

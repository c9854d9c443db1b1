using System.CommandLine;
using Minima.Cli.Compare;
using Minima.Cli.Fit;

namespace Minima.Cli.Predict;

/// <summary><c>minima predict</c>: what a fitted model says of the rows of a table.</summary>
internal static class PredictCommand
{
    private static readonly string[] Scales = ["response", "link"];

    public static Command Create()
    {
        var model = new Argument<string>("model.json") { Description = "A model that minima fit --json wrote." };
        var path = new Argument<string>("data.csv") { Description = "A CSV file with the model's columns by name, in any order; - reads standard input." };
        var scale = new Option<string>("--scale")
        {
            Description = "response: numbers in the target's units, or probabilities and classes. link: the model's raw scores.",
            HelpName = "SCALE",
            DefaultValueFactory = _ => Scales[0],
        };
        scale.CompletionSources.Add(Scales);
        scale.Validators.Add(result =>
        {
            var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : Scales[0];
            if (!Scales.Contains(word, StringComparer.Ordinal))
                result.AddError($"--scale is {DataException.Quote(word)}{Evaluate.Words.DidYouMean(word, Scales)}; it must be {string.Join(" or ", Scales)}.");
        });
        var json = new Option<bool>("--json") { Description = "Write JSON in place of CSV." };
        var command = new Command("predict", """
            Predict the rows of a table with a model of minima fit.

            Examples:
              minima predict MODEL.json DATA.csv
              minima predict MODEL.json DATA.csv --scale link --json
              minima predict MODEL.json - < DATA.csv
            """) { model, path, scale, json };
        command.SetAction((parsed, cancellation) =>
        {
            var (modelPath, dataPath) = (parsed.GetValue(model)!, parsed.GetValue(path)!);
            var (response, asJson) = (parsed.GetValue(scale) == Scales[0], parsed.GetValue(json));
            var output = parsed.InvocationConfiguration.Output;
            return Task.Run(() => Run(modelPath, dataPath, response, asJson, output, cancellation), CancellationToken.None);
        });
        return command;
    }

    private static int Run(string modelPath, string dataPath, bool response, bool json, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            var model = FitModelReader.Read(modelPath);
            var (features, rows) = PredictTable.Read(model, dataPath, cancellation);
            if (model.Kind == TargetKind.MultiClass)
            {
                var prediction = ClassPrediction.Of(model, features, rows, response);
                if (json) output.WriteLine(PredictionWriter.Json(prediction));
                else PredictionWriter.Csv(prediction, output);
            }
            else
            {
                var prediction = Prediction.Of(model, features, rows, response);
                if (json) output.WriteLine(PredictionWriter.Json(prediction));
                else PredictionWriter.Csv(prediction, output);
            }

            output.Flush();
            return ExitCode.Ok;
        }
        catch (DataException problem) when (problem.IsAboutFile)
        {
            throw new IOException(problem.Message, problem);
        }
    }
}

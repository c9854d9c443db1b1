using System.CommandLine;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Export;

/// <summary><c>minima export</c>: converts a saved model of boosted trees to another form.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, Func<BoostedTrees, string>> Forms = new(StringComparer.Ordinal)
    {
        ["xgboost"] = trees => trees.ToXGBoost(),
        ["minima"] = trees => trees.ToJson(),
    };

    public static Command Create()
    {
        var model = new Argument<string>("model.json") { Description = "A model of boosted trees: from minima boost --json or minima compare --save, or one that XGBoost saved as JSON." };
        var form = new Option<string>("--as") { Description = $"The format: {Wording.Or([.. Forms.Keys])}.", HelpName = "FORM", DefaultValueFactory = _ => "xgboost" };
        var target = new Option<string?>("--target") { Description = "The column that the model predicts; XGBoost does not save its name.", HelpName = "COLUMN" };
        var classes = new Option<string?>("--classes") { Description = "The classes as the table writes them, in the order of their numbers.", HelpName = "CLASS,CLASS..." };
        var command = new Command("export", """
            Convert boosted trees from Minima to XGBoost, or from XGBoost to Minima: both predict the same.

            Examples:
              minima export MODEL.json > XGBOOST.json
              minima export XGBOOST.json --as minima --target y > MODEL.json
            """)
        {
            model, form, target, classes,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (path, word) = (parsed.GetValue(model)!, parsed.GetValue(form)!);
            return Task.Run(() => TrainFaults.Told(error, null, () =>
            {
                if (!Forms.TryGetValue(word, out var write)) throw new UsageException($"export: --as is {DataException.Quote(word)}{Wording.DidYouMean(word, Forms.Keys)}; it must be {Wording.Or([.. Forms.Keys])}.");
                var trees = BoostedTrees.Load(path);
                output.WriteLine(write(trees.Named(parsed.GetValue(target) ?? trees.Target, parsed.GetValue(classes)?.Split(',', StringSplitOptions.TrimEntries))));
                output.Flush();
                return ExitCode.Ok;
            }), cancellation);
        });
        return command;
    }
}

using System.Globalization;
using Minima.Cli.Encodings;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>The command that tries an advice on all rows.</summary>
internal static class AdviceCommandLine
{
    public static string Of(Advice advice, AdviseRequest request)
    {
        if (advice is { Options: null, Fit: null }) return $"minima advise {string.Join(' ', request.Named.Select(Wording.Shell))} --target {Wording.Shell(request.Target)} --event COLUMN";
        List<string> words = ["minima", advice.Options is null ? "fit" : "compare", .. request.Named, "--target", request.Target];
        foreach (var column in request.Ignore) words.AddRange(["--ignore", column]);
        words.AddRange(ReadingOptions.Given());
        if (advice.Fit is { } fit)
        {
            words.AddRange(["--loss", fit.Loss.Entry.IsText ? fit.Loss.Name : fit.Loss.ToString()]);
            foreach (var (input, column) in fit.Options.Inputs) words.AddRange(["--input", $"{input}={column}"]);
            if (fit.Loss.Entry.IsText) words.AddRange(fit.Loss.Given.SelectMany(pair => (string[])["--param", $"{pair.Key}={ParameterInfo.Format(pair.Value)}"]));
        }
        else if (advice.Options is { Wanted: { } wanted, Metric: { } metric })
        {
            words.AddRange(["--task", PredictionTasks.Word(advice.Task)]);
            foreach (var loss in advice.Options.Losses) words.AddRange(["--loss", loss.ToString()]);
            if (advice.Options.Models.Count > 1) words.AddRange(["--model", string.Join(',', advice.Options.Models.Select(ComparedModels.Word))]);
            words.AddRange(["--want", wanted.ToString(), "--metric", metric.Key]);
            if (request.Source is not null) words.AddRange(["--rows", DataSources.UsualRows.ToString(CultureInfo.InvariantCulture)]);
        }

        return string.Join(' ', words.Select(Wording.Shell));
    }
}

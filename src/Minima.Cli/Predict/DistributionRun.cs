using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>Quantiles and intervals of the distributions that a model predicts: the mean, followed by a column for each.</summary>
internal static class DistributionRun
{
    public static int Run(IntervalRequest request, double[] levels, TextWriter output, CancellationToken cancellation)
    {
        if (request.HasOther) throw new UsageException("predict: --quantiles and --interval are for numbers in the target's units; leave out --scale link, --cost, --times and --rounds.");
        if (request.Calibration is not null || request.Upper is not null) throw new UsageException("predict: --calibrate moves the ends of an interval, not quantiles; leave out --quantiles, or --calibrate and --upper.");
        double? share = request.Share is { } words ? Percent.Read("predict", "--interval", words) : null;
        var predictor = Predictor.Load(request.Model);
        if (levels.Length == 0 && !predictor.HasDistributions)
            throw new UsageException("predict: --interval and --calibrate go together: --interval 90% --calibrate HELD-OUT.csv, rows with known targets that the model was not trained on; --upper goes with both.");
        var distributions = predictor.Distributions(PredictCommand.ReadTable(request.Data), cancellation);
        if (request.Json) output.WriteLine(JsonAnswer.Line(Json(predictor.Targets[0], distributions, levels, share)));
        else Csv(distributions, levels, share, output);
        output.Flush();
        return ExitCode.Ok;
    }

    private static void Csv(IReadOnlyList<PredictiveDistribution> distributions, double[] levels, double? share, TextWriter output)
    {
        output.WriteLine(string.Join(',', [.. levels.Select(level => $"q{Text(level)}").Prepend("prediction"), .. share is null ? Array.Empty<string>() : ["lower", "upper"]]));
        foreach (var distribution in distributions)
        {
            IEnumerable<double> cells = levels.Select(distribution.Quantile).Prepend(distribution.Mean);
            if (share is { } inside && distribution.Interval(inside) is var (lower, upper)) cells = [.. cells, lower, upper];
            output.WriteLine(string.Join(',', cells.Select(Text)));
        }
    }

    private static JsonObject Json(string target, IReadOnlyList<PredictiveDistribution> distributions, double[] levels, double? share)
    {
        var json = new JsonObject { ["target"] = target, ["what"] = "prediction", ["of_class"] = null, ["values"] = PredictionWriter.Numbers(distributions.Select(distribution => distribution.Mean)) };
        if (levels.Length > 0) json["quantiles"] = new JsonObject { ["levels"] = PredictionWriter.Numbers(levels), ["values"] = new JsonArray([.. distributions.Select(distribution => PredictionWriter.Numbers(levels.Select(distribution.Quantile)))]) };
        if (share is not { } inside) return json;
        var ends = distributions.Select(distribution => distribution.Interval(inside)).ToArray();
        json["interval"] = new JsonObject { ["level"] = inside };
        json["lower"] = PredictionWriter.Numbers(ends.Select(end => end.Lower));
        json["upper"] = PredictionWriter.Numbers(ends.Select(end => end.Upper));
        return json;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

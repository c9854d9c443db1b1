using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary><c>minima fit</c>: a linear model at the optimum of a loss.</summary>
internal static class FitCommand
{
    /// <summary>The words of --curvature.</summary>
    private static readonly Dictionary<string, Curvature> Curvatures = new(StringComparer.Ordinal) { ["exact"] = Curvature.Exact, ["positive"] = Curvature.GaussNewton, ["weight"] = Curvature.Weight };

    public static Command Create()
    {
        var path = new Argument<string?>("data.csv")
        {
            Description = "A table with a line of column names; numbers, or texts of few values. CSV or JSON Lines, gzipped or not, or a folder of such files; - reads standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var target = new Option<string?>("--target") { Description = "The column to predict.", HelpName = "COLUMN" };
        var data = new Option<string?>("--data") { Description = $"A bundled data set: {Wording.Or(Table.BundledNames)}.", HelpName = "NAME" };
        var loss = new Option<string>("--loss") { Description = "The loss, by any of its names, or a formula as text over p and t.", HelpName = "NAME[:parameter=value,...]|TEXT", Required = true };
        var parameters = new Option<string[]>("--param") { Description = "A parameter of the loss or of the text; may be repeated.", HelpName = "NAME=VALUE" };
        var inputs = new Option<string[]>("--input") { Description = "A further input of the loss (a scale, a variance) from a column; without it, fit learns one constant or, for a text, uses the column of that name. May be repeated.", HelpName = "NAME=COLUMN" };
        var heads = new Option<string?>("--heads") { Description = "Fit a distribution: the inputs of the loss that depend on the features besides its prediction (variance, dispersion), separated by commas; all, or none for one constant each; levels of quantiles, as in 0.1,0.5,0.9.", HelpName = "all|none|NAME[,NAME...]|LEVEL,LEVEL" };
        var l2 = new Option<double>("--l2") { Description = "Adds l2 / 2 times the sum of the squares of the coefficients, without the intercept.", HelpName = "STRENGTH" };
        var l1 = new Option<double>("--l1") { Description = "Adds l1 times the sum of their absolute values; coefficients become exactly 0.", HelpName = "STRENGTH" };
        var weight = new Option<string?>("--weight") { Description = "A column of weights, 0 or more: the loss is sum(w l) / sum(w).", HelpName = "COLUMN" };
        var standardize = new Option<bool>("--standardize") { Description = "Penalise the coefficients of standardised columns; coefficients are still reported in the units of the columns." };
        var start = new Option<string?>("--start") { Description = "Where to start: a model file, or coefficients and intercept separated by commas. Matters only if the loss is not convex.", HelpName = "MODEL|NUMBERS" };
        var curvature = WordOption.OneOf("--curvature", "With --from: the curvature that steps divide by: exact, positive or weight (derivative over residual, as in iteratively reweighted least squares). The optimum is the same; without it the fit chooses.", null, Curvatures.Keys);
        var ignore = IgnoreOption.Create();
        var happened = new Option<string?>("--event") { Description = "With a loss of times until an event: the column that is 1 or yes if the event happened at the target's time, 0 or no if the row was last seen then.", HelpName = "COLUMN" };
        var order = new Option<string?>("--order") { Description = "The target holds grades; name them from the lowest to the highest: cumulative_link then learns thresholds between them.", HelpName = "E,D,C,B,A" };
        var positive = new Option<string?>("--positive") { Description = "The class whose probability to predict.", HelpName = "CLASS" };
        var json = new Option<bool>("--json") { Description = "Write the model as JSON, which minima predict reads." };
        var save = new Option<string?>("--save") { Description = "Also write the model to this file, for minima predict and minima score.", HelpName = "MODEL.json" };
        var errors = new Option<string?>("--errors") { Description = "Standard errors and intervals: model, sparsity, hc0, hc1, hc2, hc3, cluster=COLUMN, bootstrap or bootstrap=COLUMN.", HelpName = "KIND" };
        var level = new Option<string>("--level") { Description = "The confidence level of the intervals of --errors.", HelpName = "PERCENT", DefaultValueFactory = _ => "95%" };
        var resamples = new Option<int>("--resamples") { Description = "How many fits --errors bootstrap makes, at least 50.", HelpName = "N", DefaultValueFactory = _ => 1000 };
        var seed = new Option<ulong>("--seed") { Description = "The seed of the rows that --errors bootstrap draws.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var influence = new Option<string?>("--influence") { Description = "Name the rows that the coefficients depend on most, top=10 for example.", HelpName = "top=N" };
        var source = new SourceOptions("fit");
        var memory = new MemoryOptions();
        l2.CustomParser = result => Strength(result, l2);
        l1.CustomParser = result => Strength(result, l1);
        var command = new Command("fit", """
            Fit a linear model at the true optimum of a loss, with a certificate.

            Examples:
              minima fit --data diabetes --loss huber:delta=30
              minima fit DATA.csv --target y --loss pinball:quantile=0.9 --l2 0.1 --standardize
              minima fit --data diabetes --loss huber:delta=30 --errors hc3 --influence top=5
              minima fit DATA.csv --target y --loss mse --errors cluster=customer --level 90%
              minima fit DATA.csv --target y --loss "abs(p - t)^1.5" --save MODEL.json
              minima fit --from "duckdb:sales/*.parquet" --target y --loss pseudo_huber:delta=30 --l2 0.1
            """)
        {
            path, target, data, loss, parameters, inputs, heads, l2, l1, weight, standardize, start, curvature, ignore, happened, order, positive, json, save, errors, level, resamples, seed, influence, source.From, source.Query, source.Shards, memory.Memory, memory.Scratch,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var language = LanguageOption.IsChinese(parsed) ? Language.Chinese : Language.English;

            // On a thread of its own: otherwise Ctrl-C does not reach the token during the work.
            return Task.Run(() => Run(Request, language, configuration.Output, configuration.Error, () => memory.Tell(parsed, configuration.Error), cancellation), CancellationToken.None);

            FitRequest Request() => new()
            {
                Path = parsed.GetValue(path),
                Data = parsed.GetValue(data),
                Target = parsed.GetValue(target),
                Loss = parsed.GetValue(loss)!,
                Parameters = parsed.GetValue(parameters) ?? [],
                Inputs = parsed.GetValue(inputs) ?? [],
                Table = memory.Apply(parsed, new() { Ignore = ignore.Read(parsed, parsed.GetValue(path)), PositiveClass = parsed.GetValue(positive), Event = parsed.GetValue(happened), Order = parsed.GetValue(order)?.Split(',', StringSplitOptions.TrimEntries) ?? [] }, configuration.Error),
                Options = new()
                {
                    L2 = parsed.GetValue(l2),
                    L1 = parsed.GetValue(l1),
                    Weight = parsed.GetValue(weight),
                    Standardize = parsed.GetValue(standardize),
                    Start = parsed.GetValue(start),
                    Curvature = parsed.GetValue(curvature) is { } word ? Curvatures[word] : null,
                    Heads = parsed.GetValue(heads)?.Split(',', StringSplitOptions.TrimEntries),
                },
                Source = source.Read(parsed, memory.Bytes(parsed)),
                Json = parsed.GetValue(json),
                Save = parsed.GetValue(save),
                Errors = Asked(parsed.GetValue(errors), parsed.GetValue(level)!, parsed.GetValue(resamples), parsed.GetValue(seed)),
                Influence = parsed.GetValue(influence) is { } words ? FitRequest.ReadInfluence(words) : null,
            };
        });
        return command;
    }

    private static ErrorOptions? Asked(string? kind, string level, int resamples, ulong seed)
    {
        if (kind is null) return null;
        if (resamples < 50) throw new UsageException($"fit: --resamples is {resamples.ToString(CultureInfo.InvariantCulture)}; it must be at least 50.");
        return ErrorOptions.Parse(kind) with { Level = Percent.Read("fit", "--level", level), Resamples = resamples, Seed = seed };
    }

    private static int Run(Func<FitRequest> asked, Language language, TextWriter output, TextWriter error, Action ended, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var request = asked();
        if (request.Table.Memory is not null && (request.Errors is not null || request.Influence is not null))
            throw new UsageException($"fit: {(request.Errors is not null ? "--errors" : "--influence")} holds every row in memory, which --memory does not allow; leave one of the two out.");
        if (request.Errors?.Cluster is { } same && same == request.Target) throw new UsageException($"fit: --errors names {DataException.Quote(same)}, which is the target; name a column of clusters, or use --errors hc3.");
        if (request.Errors?.Cluster is { } cluster && !request.Table.Ignore.Contains(cluster, StringComparer.Ordinal))
            request = request with { Table = request.Table with { Ignore = [.. request.Table.Ignore, cluster] } };
        OutputFile.Check([request.Path], ("--save", request.Save));
        var loss = LossSpec.Parse(request.Loss, LossSpec.Words(request.Parameters));
        var options = request.Options with { Inputs = request.ReadInputs() };
        var progress = new ProgressLines(error, $"fitting {loss.Entry.Key}");
        LinearModel model;
        FitErrors? errors = null;
        IReadOnlyList<InfluentialRow>? influence = null;
        if (request.Source is { } where)
        {
            RequireSource(request, where);
            using var source = where.Open();
            model = source.Fit(request.Target!, loss, options, request.Table, progress, cancellation);
        }
        else
        {
            var table = request.ReadTable();
            if (request.Errors?.Cluster is { } clusters) CsvFile.Find([.. table.Columns], clusters, table.Name, "--errors");
            model = table.Options.Memory is null ? LinearModel.Fit(table, loss, options, progress, cancellation) : LargeFits.Fit(table, loss, options, progress, cancellation);
            errors = request.Errors is { } kind ? model.Errors(table, kind, cancellation) : null;
            influence = request.Influence is { } top ? model.Influence(table, top, cancellation) : null;
        }

        if (request.Save is { } path) OutputFile.Write(path, model.ToJson(errors, influence) + "\n");
        if (request.Json)
        {
            output.WriteLine(model.ToJson(errors, influence));
            foreach (var note in model.Notes.Concat(errors?.Notes ?? [])) error.WriteLine(note.English);
        }
        else
        {
            FitReport.Write(model, output, language);
            if (errors is not null) ErrorsReport.Write(errors, output, language);
            if (influence is not null) ErrorsReport.Write(influence, output, language);
            if (request.Save is { } saved)
            {
                output.WriteLine();
                SavedLine.Write(saved, output, language == Language.Chinese);
            }
        }

        output.Flush();
        error.WriteLine(FormattableString.Invariant($"took {clock.Elapsed.TotalSeconds:0.0} s"));
        ended();
        return ExitCode.Ok;
    }

    /// <exception cref="UsageException">Another option cannot be combined with <c>--from</c>.</exception>
    private static void RequireSource(FitRequest request, SourceRequest source)
    {
        source.Require("fit", request.Path, request.Data, request.Target);
        if (request.Errors is not null || request.Influence is not null)
            throw new UsageException($"fit: {(request.Errors is not null ? "--errors" : "--influence")} needs the rows, but --from leaves them in the source; read the rows from a file.");
    }

    private static double Strength(ArgumentResult result, Option option)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && double.IsFinite(value)) return value;
        result.AddError($"{option.Name} is {DataException.Quote(word)}; it must be a finite number of at least 0.");
        return 0;
    }
}

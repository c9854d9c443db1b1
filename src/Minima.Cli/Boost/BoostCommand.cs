using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Trees;

namespace Minima.Cli.Boost;

/// <summary><c>minima boost</c>: boosted trees with any loss.</summary>
internal static class BoostCommand
{
    private static readonly BoostOptions Usual = new();

    /// <summary>The words of --curvature.</summary>
    public static IReadOnlyDictionary<string, Curvature> Curvatures { get; } = new Dictionary<string, Curvature>(StringComparer.Ordinal)
    {
        ["exact"] = Curvature.Exact,
        ["positive"] = Curvature.GaussNewton,
        ["weight"] = Curvature.Weight,
        ["bound"] = Curvature.Bound,
        ["constant"] = Curvature.Constant,
    };

    private static readonly Dictionary<string, BoostEngine> Engines = new(StringComparer.Ordinal) { ["minima"] = BoostEngine.Minima, ["xgboost"] = BoostEngine.XGBoost };

    private static readonly Dictionary<string, Growth> Growths = new(StringComparer.Ordinal) { ["depth"] = Growth.DepthWise, ["leaf"] = Growth.LeafWise };

    public static Command Create()
    {
        var path = new Argument<string[]>("data.csv")
        {
            Description = "A table with a line of column names: numbers, texts, dates; cells may be empty. CSV or JSON Lines, gzipped or not, several such files or a folder of them; - reads standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var target = new Option<string?>("--target") { Description = "The column to predict.", HelpName = "COLUMN" };
        var data = new Option<string?>("--data") { Description = $"A bundled data set: {Wording.Or(Table.BundledNames)}.", HelpName = "NAME" };
        var loss = new Option<string?>("--loss") { Description = "The loss, by any of its names, or a formula as text over p and t whose other names are columns; without it the default of the task.", HelpName = "NAME[:parameter=value,...]|TEXT" };
        var parameters = new Option<string[]>("--param") { Description = "A parameter of the loss or of the text; may be repeated.", HelpName = "NAME=VALUE" };
        var inputs = new Option<string[]>("--input") { Description = "A further input of the loss (a scale, a variance) from a column; may be repeated.", HelpName = "NAME=COLUMN" };
        var heads = new Option<string?>("--heads") { Description = "Learn a distribution: all learns each number that the loss takes (for example, a mean and a variance); levels learn quantiles, which do not cross.", HelpName = "all|LEVEL,LEVEL..." };
        var task = new Option<string?>("--task") { Description = $"{Wording.Or(Tasks)}; unless given, Minima infers it from the loss and the target.", HelpName = "TASK" };
        var weight = new Option<string?>("--weight") { Description = "A column of weights, 0 or more: the loss is sum(w l) / sum(w).", HelpName = "COLUMN" };
        var group = new Option<string?>("--group") { Description = "Rows with the same value are held out together.", HelpName = "COLUMN" };
        var events = new Option<string?>("--event") { Description = "The target is a time; this column is 1 if the event happened then, 0 if the row was last seen without it.", HelpName = "COLUMN" };
        var query = new Option<string?>("--query") { Description = "The target is a relevance; rows with the same value in this column form one query to rank. A query is held out whole.", HelpName = "COLUMN" };
        var order = new Option<string?>("--order") { Description = "The target holds grades; name them from the lowest to the highest: cumulative_link then learns thresholds between them.", HelpName = "E,D,C,B,A" };
        var ignore = IgnoreOption.Create();
        var positive = new Option<string?>("--positive") { Description = "The class whose probability to predict.", HelpName = "CLASS" };
        var engine = WordOption.OneOf("--engine", "The engine that grows the trees: minima, or XGBoost's library if it is installed. In both, Minima computes the start, gradients, curvatures and leaf values.", "minima", Engines.Keys);
        var rounds = Count("--rounds", "The number of trees for each predicted number.", Usual.Rounds);
        var rate = Number("--rate", "The learning rate: the fraction of each leaf's value that is added, above 0 and at most 1.", Usual.Rate);
        var growth = WordOption.OneOf("--growth", "The order of splits: depth, all nodes of a depth together; leaf, the largest gain first.", "depth", Growths.Keys);
        var depth = Count("--depth", "The most splits from the root to a leaf.", Usual.Depth);
        var leaves = Count("--leaves", "With --growth leaf: the most leaves of a tree.", Usual.Leaves);
        var minRows = Count("--min-rows", "The fewest rows on each side of a split.", Usual.MinRows);
        var clearRows = Optional("--clear-rows", "The fewest rows on each side of a split with a clear gain; 5 without --min-rows, no exception with it.");
        var minCurvature = Number("--min-curvature", "The least sum of curvatures on each side of a split.", Usual.MinCurvature);
        var minGain = Number("--min-gain", "The least gain of a split.", Usual.MinGain);
        var l2 = Number("--l2", "The penalty on squared leaf values.", Usual.L2);
        var bins = Count("--bins", "Bins of a column, 3 to 256; one of them is for missing cells.", Usual.Bins);
        var oneHot = Count("--one-hot", "Columns with at most this many texts are split one text against the others.", Usual.OneHot);
        var rowShare = new Option<double?>("--row-share") { Description = "The fraction of the rows that each round draws; unless given, 0.8, but all rows if the table has fewer than 100 or more than 100 000.", HelpName = "NUMBER", CustomParser = result => Finite(result) };
        var columnShare = Number("--column-share", "The fraction of the columns that each round draws.", Usual.ColumnShare);
        var curvature = WordOption.OneOf("--curvature", "The curvature that splits divide by: exact, positive, weight, bound or constant. Without it, the proved properties of the loss decide.", null, Curvatures.Keys);
        var window = new Option<double?>("--window") { Description = "Half the width of the window over which splits average the gradient, in units of the usual residual; 0 for none. Unless given, only losses proved not to be convex use one.", HelpName = "NUMBER", CustomParser = result => Finite(result) };
        var noRefit = new Option<bool>("--no-refit") { Description = "Leaf values from gradients and curvatures alone, without a search of the loss." };
        var monotone = new Option<string[]>("--monotone") { Description = "Predictions may only rise (up) or fall (down) with the column; may be repeated.", HelpName = "COLUMN=up|down" };
        var interactions = new Option<string[]>("--interactions") { Description = "Columns that may occur together on a path from the root to a leaf; may be repeated.", HelpName = "COLUMN,COLUMN..." };
        var heldOut = new Option<string?>("--held-out") { Description = "The fraction of the rows to hold out and evaluate on after each round, for example 20%.", HelpName = "SHARE" };
        var earlyStop = Count("--early-stop", "Stop after this many rounds without a better held-out loss, and keep the best round; holds out 20% unless --held-out is given.", Usual.EarlyStop);
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same model, bit for bit.", HelpName = "N", DefaultValueFactory = _ => 1UL };
        var threads = Count("--threads", "At most this many threads, 0 for one per core; the model does not depend on it.", Usual.Threads);
        var workers = Optional("--workers", "With --engine xgboost: the number of processes that boost together, each on its own files. The model is bit-identical to that of one process. Without --tracker this process starts the others on this machine.");
        var tracker = new Option<string?>("--tracker") { Description = "With --workers: the address and port on the machine of worker 0 where the workers connect if they are started one by one, for example on several machines.", HelpName = "HOST:PORT" };
        var rank = Optional("--rank", "With --tracker: the number of this worker, counted from 0. Worker 0 reports and writes the model.");
        var memory = new MemoryOptions();
        var source = new SourceOptions("boost");
        var json = new Option<bool>("--json") { Description = "Write the model as JSON, which minima predict and minima score read." };
        seed.CustomParser = result =>
        {
            if (ulong.TryParse(WordOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"--seed is {DataException.Quote(WordOf(result))}; it must be a whole number of at least 0.");
            return 0;
        };
        var save = new Option<string?>("--save") { Description = "Write the model to this file in one step, for minima predict and minima score: readers see either the old file or the whole new one.", HelpName = "MODEL.json" };
        var command = new Command("boost", """
            Boost trees with any loss, by name or as text: no gradient is derived by hand.

            Examples:
              minima boost --data diabetes
              minima boost DATA.csv --target y --loss "4*relu(t-p) + relu(p-t)"
              minima boost DATA.csv --target y --loss pinball --heads 0.1,0.5,0.9
              minima boost churn.csv --target days --event left --early-stop 20
              minima boost essays.csv --target grade --order E,D,C,B,A --loss cumulative_link
              minima boost DATA.csv --target y --monotone x=up --json > MODEL.json
            """)
        {
            path, target, data, loss, parameters, inputs, heads, task, weight, group, events, query, order, ignore, positive, engine, rounds, rate, growth, depth, leaves, minRows, clearRows, minCurvature, minGain, l2, bins, oneHot,
            rowShare, columnShare, curvature, window, noRefit, monotone, interactions, heldOut, earlyStop, seed, threads, workers, tracker, rank, json, save, memory.Memory, memory.Scratch, source.From, source.Query, source.Shards,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var chinese = LanguageOption.IsChinese(parsed);

            // On its own thread, so that Ctrl-C can cancel the token while the work runs.
            return Task.Run(() => TrainFaults.Told(configuration.Error, null, () => BoostWorkers.Run(Request(), Words(), configuration.Output, configuration.Error, (request, output, error) => Run(request, $"minima {source.Line(parsed)} --json", chinese, output, error, () => memory.Tell(parsed, error), cancellation))), CancellationToken.None);

            // The command line for other workers: all words except files and the numbers of workers.
            string[] Words()
            {
                var files = parsed.GetResult(path)?.Tokens ?? [];
                Option[] own = [workers, tracker, rank, threads, save, json];
                var left = own.SelectMany(option => parsed.GetResult(option) is { IdentifierToken: { } name } result ? result.Tokens.Append(name) : []).Concat(files).ToHashSet(ReferenceEqualityComparer.Instance);
                return [.. parsed.Tokens.Where(token => !left.Contains(token)).Select(token => token.Value)];
            }

            BoostRequest Request() => new()
            {
                Paths = parsed.GetValue(path) ?? [],
                Workers = parsed.GetValue(workers),
                Tracker = parsed.GetValue(tracker),
                Rank = parsed.GetValue(rank),
                Data = parsed.GetValue(data),
                Source = source.Read(parsed, memory.Bytes(parsed)),
                Target = parsed.GetValue(target),
                Loss = parsed.GetValue(loss),
                Parameters = parsed.GetValue(parameters) ?? [],
                Inputs = parsed.GetValue(inputs) ?? [],
                Heads = parsed.GetValue(heads)?.Split(',', StringSplitOptions.TrimEntries),
                Table = memory.Apply(parsed, new() { Ignore = ignore.Read(parsed, parsed.GetValue(path) is [var file] ? file : null), PositiveClass = parsed.GetValue(positive), Group = parsed.GetValue(group), Event = parsed.GetValue(events), Query = parsed.GetValue(query), Order = parsed.GetValue(order)?.Split(',', StringSplitOptions.TrimEntries) ?? [], Task = ReadTask(parsed.GetValue(task)) }, configuration.Error),
                Weight = parsed.GetValue(weight),
                Monotone = parsed.GetValue(monotone) ?? [],
                Interactions = parsed.GetValue(interactions) ?? [],
                Json = parsed.GetValue(json),
                Save = parsed.GetValue(save),
                Trees = new()
                {
                    Engine = Engines[parsed.GetValue(engine)!],
                    Rounds = parsed.GetValue(rounds),
                    Rate = parsed.GetValue(rate),
                    Growth = Growths[parsed.GetValue(growth)!],
                    Depth = parsed.GetValue(depth),
                    Leaves = parsed.GetValue(leaves),
                    MinRows = parsed.GetValue(minRows),
                    ClearRows = parsed.GetValue(clearRows) ?? (parsed.GetResult(minRows) is { Implicit: false } ? parsed.GetValue(minRows) : null),
                    MinCurvature = parsed.GetValue(minCurvature),
                    MinGain = parsed.GetValue(minGain),
                    L2 = parsed.GetValue(l2),
                    Bins = parsed.GetValue(bins),
                    OneHot = parsed.GetValue(oneHot),
                    RowShare = parsed.GetValue(rowShare),
                    ColumnShare = parsed.GetValue(columnShare),
                    Curvature = parsed.GetValue(curvature) is { } word ? Curvatures[word] : null,
                    Window = parsed.GetValue(window),
                    Refit = !parsed.GetValue(noRefit),
                    HeldOut = parsed.GetValue(heldOut) is { } share ? Percent.Read("boost", "--held-out", share) : 0,
                    EarlyStop = parsed.GetValue(earlyStop),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                },
            };
        });
        return command;
    }

    /// <summary>The values of --task that boosting supports.</summary>
    private static string[] Tasks => [.. PredictionTasks.Words.Where(word => PredictionTasks.Find(word) is { } task && !PredictionTasks.HasSeveralTargets(task))];

    private static PredictionTask? ReadTask(string? word)
    {
        if (word is null) return null;
        return Tasks.Contains(word, StringComparer.OrdinalIgnoreCase) ? PredictionTasks.Find(word) : throw new UsageException($"boost: --task is {DataException.Quote(word)}{Wording.DidYouMean(word, Tasks)}; it must be {Wording.Or(Tasks)}.");
    }

    private static int Run(BoostRequest request, string line, bool chinese, TextWriter output, TextWriter error, Action ended, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            OutputFile.Check([.. request.Paths], ("--save", request.Save));
            using var source = request.Open();
            var trees = BoostedTrees.Fit(request.ReadTable(source), request.ReadLoss(), request.ReadOptions(), new BoostProgressLines(error, request.Trees.Rounds), cancellation);
            if (request.Save is { } path) trees.Save(path);
            if (request.Json)
            {
                output.WriteLine(trees.ToJson());
                foreach (var note in trees.Notes) error.WriteLine(note.English);
            }
            else
            {
                BoostReport.Write(trees, request.Trees, line, request.Save, output, chinese);
            }
        }
        catch (FitException problem)
        {
            error.WriteLine($"minima: {problem.Message}");
            return ExitCode.Data;
        }

        output.Flush();
        error.WriteLine(FormattableString.Invariant($"took {clock.Elapsed.TotalSeconds:0.0} s"));
        ended();
        return ExitCode.Ok;
    }

    private static Option OptionOf(ArgumentResult result) => ((OptionResult)result.Parent!).Option;

    private static string WordOf(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static Option<int> Count(string name, string description, int usual) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual, CustomParser = result => Whole(result) ?? usual };

    private static Option<int?> Optional(string name, string description) =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => Whole(result) };

    private static Option<double> Number(string name, string description, double usual) =>
        new(name) { Description = description, HelpName = "NUMBER", DefaultValueFactory = _ => usual, CustomParser = result => Finite(result) ?? usual };

    private static int? Whole(ArgumentResult result)
    {
        if (int.TryParse(WordOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        result.AddError($"{OptionOf(result).Name} is {DataException.Quote(WordOf(result))}; it must be a whole number of at least 0.");
        return null;
    }

    private static double? Finite(ArgumentResult result)
    {
        if (double.TryParse(WordOf(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        result.AddError($"{OptionOf(result).Name} is {DataException.Quote(WordOf(result))}; it must be a finite number.");
        return null;
    }
}

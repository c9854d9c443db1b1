using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The options of <c>minima compare</c>, and their conversion to a request.</summary>
internal sealed class CompareOptions
{

    private readonly MemoryOptions _memory = new();

    private readonly Argument<string?> _path = new("data.csv")
    {
        Description = "A table with a line of column names: numbers, texts, dates; cells may be empty. CSV or JSON Lines, gzipped or not, or a folder of such files.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _target = new("--target") { Description = "The column to predict; several labels of 0 and 1, or several numbers, separated by commas.", HelpName = "COLUMN[,COLUMN...]" };
    private readonly Option<string?> _data = new("--data") { Description = $"A bundled data set: {Wording.Or(Table.BundledNames)}.", HelpName = "NAME" };

    private readonly Option<string[]> _losses = new("--loss")
    {
        Description = "Compare only this loss, with the controls; may be repeated. A parameter in the target's units is taken as given; LOW..HIGH tunes it inside the training folds. A formula such as \"relu(t-p)*4 + relu(p-t)\" is a loss too; its other names are columns.",
        HelpName = "NAME[:parameter=value,...]|TEXT",
    };

    private readonly Option<string[]> _parameters = new("--param") { Description = "A parameter of the formulas given to --loss; may be repeated.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _want = new("--want") { Description = $"The kind of prediction: {string.Join(", ", Wanted.Words)}; decides the default loss and the metric that judges.", HelpName = "WHAT" };
    private readonly Option<string?> _metric = new("--metric") { Description = "The metric that orders the table and decides the answer; for numbers also a loss, such as pinball:0.9 or a formula.", HelpName = "KEY|LOSS" };
    private readonly Option<string?> _cost = new("--cost") { Description = "The cost of wrong predictions: over=1,under=9; matrix=[[0,5],[1,0]] (row = true class, column = decision); or a formula of p, t and columns (for classes: the decision and the true class). It judges the losses, and compare prints what they save.", HelpName = "COST" };
    private readonly Option<string?> _unit = new("--unit") { Description = "The unit of --cost.", HelpName = "EUR" };
    private readonly Option<string?> _threshold = new("--threshold") { Description = "The goal of the threshold between two classes: recall=80%, precision=90% or alarms=10%. It is chosen inside the folds. At a given recall, precision judges; otherwise, recall does.", HelpName = "GOAL=SHARE" };
    private readonly Option<string?> _baseline = new("--baseline") { Description = "The column of the predictions that you have now; it is compared with the losses.", HelpName = "COLUMN" };
    private readonly Option<string?> _event = new("--event") { Description = "The target is a time until an event; this column is 1 if the event happened then, 0 if the row was last seen without it.", HelpName = "COLUMN" };
    private readonly Option<string?> _query = new("--query") { Description = "The target is a relevance, by which rows with the same value in this column are ranked.", HelpName = "COLUMN" };
    private readonly Option<string?> _task = new("--task") { Description = $"{Wording.Or(PredictionTasks.Words)}; unless given, Minima infers it from the target.", HelpName = "TASK" };
    private readonly Option<string?> _positive = new("--positive") { Description = "The class whose probability to predict.", HelpName = "CLASS" };
    private readonly Option<string?> _order = new("--order") { Description = "The grades of the target, letters or numbers, from the lowest to the highest.", HelpName = "E,D,C,B,A" };
    private readonly IgnoreOption _ignore = IgnoreOption.Create();
    private readonly Option<string?> _group = new("--group") { Description = "Rows with the same value are never on both sides of a split.", HelpName = "COLUMN" };
    private readonly Option<bool> _copies = new("--copies-together") { Description = "Equal rows are never on both sides of a split." };
    private readonly Option<string?> _time = new("--time") { Description = "Train on the past, test on what comes next.", HelpName = "COLUMN" };
    private readonly Option<string?> _test = new("--test") { Description = "Train on the first file, test on this one.", HelpName = "FILE" };
    private readonly Option<int> _folds = new("--folds") { Description = "Folds of the cross-validation.", DefaultValueFactory = _ => new ComparisonOptions().Folds };
    private readonly Option<int?> _repeats = new("--repeats") { Description = "How often to redraw the folds; 3 up to 2000 rows, else 1.", HelpName = "TIMES" };
    private readonly Option<int?> _stopAfter = new("--stop-after") { Description = "Use only this many of the folds.", HelpName = "FOLDS" };
    private readonly Option<int?> _rows = new("--rows") { Description = "Use only this many rows, chosen by --seed; with --from, Minima draws and reads these rows, and every option works on them.", HelpName = "COUNT" };
    private readonly Option<TimeSpan?> _budget = new("--time-budget") { Description = "Use fewer repeats, rows and folds to finish in this time; the report states what was used.", HelpName = "30s|5m" };
    private readonly Option<Corruption?> _corrupt = new("--corrupt") { Description = "Also train with targets that are corrupted on purpose, up to this fraction: outliers=5% or labels=10%.", HelpName = "KIND=SHARE" };
    private readonly Option<string?> _model = new("--model") { Description = "The model to train with each loss: linear (default), trees (boosted), or mlp (a small network). Several, separated by commas, use the same folds.", HelpName = "MODEL[,MODEL...]" };
    private readonly Option<bool> _learning = new("--learning-curve") { Description = "Also train on fewer rows." };
    private readonly Option<string?> _save = new("--save") { Description = "Write the winner (the default if none wins), refitted on all rows, for minima predict.", HelpName = "MODEL.json" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "The same seed gives the same numbers.", DefaultValueFactory = _ => 1UL };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Losses trained in parallel; the numbers do not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Also write a page to this file: the answer, tables and charts in English and Chinese, learning curves among them; it needs no network.",
        HelpName = "FILE.html",
    };

    private readonly SourceOptions _source;

    private readonly Option<bool> _all = new("--all") { Description = $"Show every loss in the tables, not only the best {ReportLines.MostLosses}; JSON and the report have all of them anyway." };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };
    private readonly Option<bool> _noTiming = new("--no-timing") { Description = "Leave out of JSON the parts that differ from run to run." };

    /// <param name="command">The command that has them.</param>
    public CompareOptions(string command)
    {
        _source = new(command);
        WordOption.Restrict(_task, PredictionTasks.Words, StringComparer.OrdinalIgnoreCase);
        _want.CompletionSources.Add([.. Wanted.Words]);
        _model.CompletionSources.Add([.. ComparedModels.Words]);
        _model.Validators.Add(IsModel);
        _folds.CustomParser = result => (int)Whole(result, _folds, 2, int.MaxValue);
        _threads.CustomParser = result => (int)Whole(result, _threads, 1, int.MaxValue);
        _repeats.CustomParser = result => (int)Whole(result, _repeats, 1, 1000);
        _stopAfter.CustomParser = result => (int)Whole(result, _stopAfter, 1, int.MaxValue);
        _rows.CustomParser = result => (int)Whole(result, _rows, 1, int.MaxValue);
        _seed.CustomParser = result => Whole(result, _seed, 0, ulong.MaxValue);
        _budget.CustomParser = Budget;
        _corrupt.CustomParser = Corruption;
    }

    /// <summary>Adds the options that all comparisons share: the table, the question, and how rows are held out.</summary>
    public void AddShared(Command command)
    {
        command.Add(_path);
        Option[] shared =
        [
            _target, _data, _losses, _parameters, _model, _want, _metric, _cost, _unit, _threshold, _baseline, _event, _query, _task, _positive, _order, _ignore, _group, _copies, _time, _test, _folds, _repeats, _rows,
            _budget, _seed, _threads, _source.From, _source.Query, _source.Shards, _json,
        ];
        foreach (var option in shared) command.Add(option);
    }

    public void AddTo(Command command)
    {
        command.Add(_path);
        Option[] all =
        [
            _target, _data, _losses, _parameters, _model, _want, _metric, _cost, _unit, _threshold, _baseline, _event, _query, _task, _positive, _order, _ignore, _group, _copies, _time, _test, _folds, _repeats, _stopAfter, _rows,
            _budget, _corrupt, _learning, _save, _report, _seed, _threads, _source.From, _source.Query, _source.Shards, _memory.Memory, _memory.Scratch, _all, _json, _noTiming,
        ];
        foreach (var option in all) command.Add(option);
    }

    public CompareRequest Read(ParseResult parsed) => new()
    {
        Path = parsed.GetValue(_path),
        Source = _source.Read(parsed, _memory.Bytes(parsed)),
        Data = parsed.GetValue(_data),
        Target = parsed.GetValue(_target),
        Losses = parsed.GetValue(_losses) ?? [],
        Parameters = LossSpec.Words(parsed.GetValue(_parameters) ?? []),
        Table = _memory.Apply(parsed, new()
        {
            Ignore = _ignore.Read(parsed, parsed.GetValue(_path)),
            Group = parsed.GetValue(_group),
            Time = parsed.GetValue(_time),
            CopiesTogether = parsed.GetValue(_copies),
            Baseline = parsed.GetValue(_baseline),
            Event = parsed.GetValue(_event),
            Query = parsed.GetValue(_query),
            Test = parsed.GetValue(_test) is { } test ? Table.FromFile(test) : null,
            PositiveClass = parsed.GetValue(_positive),
            Order = parsed.GetValue(_order)?.Split(',') ?? [],
            Task = parsed.GetValue(_task) is { } word ? PredictionTasks.Find(word) : null,
        }, parsed.InvocationConfiguration.Error),
        Options = new()
        {
            Folds = parsed.GetValue(_folds),
            Repeats = parsed.GetValue(_repeats),
            StopAfter = parsed.GetValue(_stopAfter),
            Rows = parsed.GetValue(_rows),
            TimeBudget = parsed.GetValue(_budget),
            Seed = parsed.GetValue(_seed),
            Corruption = parsed.GetValue(_corrupt),
            Models = parsed.GetValue(_model) is { } models ? ComparedModels.Parse(models)! : [ComparedModel.Linear],
            LearningCurve = parsed.GetValue(_learning) || parsed.GetValue(_report) is not null,
            Threads = parsed.GetValue(_threads),
        },
        NamesModels = parsed.GetValue(_model) is not null,
        Metric = parsed.GetValue(_metric),
        Cost = parsed.GetValue(_cost),
        Unit = parsed.GetValue(_unit),
        Threshold = parsed.GetValue(_threshold),
        Want = parsed.GetValue(_want),
        Report = parsed.GetValue(_report),
        Save = parsed.GetValue(_save),
        All = parsed.GetValue(_all),
        Language = LanguageOption.Given(parsed),
        Chinese = LanguageOption.IsChinese(parsed),
        Json = parsed.GetValue(_json),
        NoTiming = parsed.GetValue(_noTiming),
    };

    /// <summary>Refuses options that contradict each other.</summary>
    /// <exception cref="UsageException">Two of them do.</exception>
    public static void Check(CompareRequest request)
    {
        if (request.Want is { } want) WantedOption.Read("compare", want);
        if (request is { Cost: null, Unit: not null }) throw new UsageException("compare: --unit is the unit of --cost; give --cost too.");
        ComparisonReader.Check(request.Table, request.Options.Repeats);
        if (request.Save is not null && request.Options.Models.Contains(ComparedModel.Network)) throw ComparisonModel.NoNetwork();
        if (request.Options is { TimeBudget: not null, StopAfter: not null })
            throw new UsageException("compare: --time-budget decides how many folds there is time for, and --stop-after sets their number; give one of them.");
    }

    private static void IsModel(OptionResult result)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : ComparedModels.Words[0];
        if (ComparedModels.Parse(word) is null)
            result.AddError($"--model is {DataException.Quote(word)}{Wording.DidYouMean(word, ComparedModels.Words)}; it must be {Wording.Or(ComparedModels.Words)}, or some of them separated by commas, each once.");
    }

    /// <summary>Reads whole numbers here, because the parser of System.CommandLine would name .NET types in its messages.</summary>
    private static ulong Whole(ArgumentResult result, Option option, ulong lowest, ulong highest)
    {
        var word = Word(result);
        if (ulong.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest)
            return value;
        result.AddError(FormattableString.Invariant($"{option.Name} is {DataException.Quote(word)}; it must be a whole number of at least {lowest} and at most {highest}."));
        return lowest;
    }

    private static TimeSpan? Budget(ArgumentResult result)
    {
        var word = Word(result).Trim();
        var unit = word.Length > 0 ? word[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        var number = unit == 0 ? word : word[..^1];
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value * Math.Max(1, unit) <= 1e6)
            return TimeSpan.FromSeconds(value * Math.Max(1, unit));
        result.AddError($"--time-budget is {DataException.Quote(word)}; it must be a time above 0, as in 30s, 5m or 1h.");
        return null;
    }

    private static Corruption? Corruption(ArgumentResult result)
    {
        var word = Word(result);
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        CorruptionKind? kind = (equals < 0 ? word : word[..equals]).Trim() switch
        {
            "outliers" => CorruptionKind.Outliers,
            "labels" => CorruptionKind.Labels,
            _ => null,
        };
        var share = equals < 0 ? "" : word[(equals + 1)..].Trim();
        var factor = share.EndsWith('%') ? 0.01 : 1;
        if (kind is { } known && double.TryParse(share.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value * factor is > 0 and <= 0.5)
            return new Corruption(known, value * factor);
        result.AddError($"--corrupt is {DataException.Quote(word)}; it must be outliers=SHARE or labels=SHARE with a share above 0 and at most 50%, as in outliers=5%.");
        return null;
    }

    private static string Word(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
}

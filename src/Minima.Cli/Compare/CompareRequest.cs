using System.Globalization;
using Minima.Cli.Encodings;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The command line of <c>minima compare</c>.</summary>
internal sealed record CompareRequest
{
    public string? Path { get; init; }

    /// <summary>The source of a table that is not read as a whole; null for a table that is.</summary>
    public SourceRequest? Source { get; init; }

    /// <summary>A bundled data set; null when a file is given, or nothing.</summary>
    public string? Data { get; init; }

    /// <summary>The column to predict, or several of 0 and 1 separated by commas.</summary>
    public string? Target { get; init; }

    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>Parameters of the losses that are given as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Facts about the columns.</summary>
    public TableOptions Table { get; init; } = new();

    /// <summary>True if the command line names the models that are trained with each loss.</summary>
    public bool NamesModels { get; init; }

    /// <summary>The options; without the losses, the metric and the question, which need the table.</summary>
    public ComparisonOptions Options { get; init; } = new();

    /// <summary>The file of test rows.</summary>
    public string? Test => Table.Test?.Path;

    public string? Metric { get; init; }

    /// <summary>True if <see cref="Metric"/> is a formula or a loss of the catalogue rather than the key of a metric.</summary>
    public bool IsJudgedByLoss => Metric is { } text
        && !Metrics.All.Select(metric => metric.Key).Append(Metrics.QuantileKey).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
        && (LossSpec.IsFormula(text) || LossSpec.Named(text) is not null);

    /// <summary>The metric that <see cref="Metric"/> names; null if none is given.</summary>
    /// <exception cref="TrainingException">It is neither a metric nor a loss.</exception>
    public TableMetric? Judge() => Metric is null ? null : IsJudgedByLoss ? TableMetric.Of(LossSpec.Parse(Metric).Create()) : TableMetric.Of(Metric);

    /// <summary>The cost of wrong predictions, as given by <c>--cost</c>.</summary>
    public string? Cost { get; init; }

    /// <summary>The unit of <see cref="Cost"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>The rule for the threshold between two classes, as given by <c>--threshold</c>.</summary>
    public string? Threshold { get; init; }

    /// <summary>The question that predictions answer, as given by <c>--want</c>; null to let the metric or the task decide.</summary>
    public string? Want { get; init; }

    /// <summary>The file for a page of the result; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The file for the winner, refitted on all rows.</summary>
    public string? Save { get; init; }

    /// <summary>True to show every row in the terminal's tables, not only the best.</summary>
    public bool All { get; init; }

    /// <summary>en or zh; null if not given.</summary>
    public string? Language { get; init; }

    /// <summary>True if the output on the terminal is Chinese.</summary>
    public bool Chinese { get => field || Language == LanguageCode.Chinese; init; }

    public bool Json { get; init; }

    /// <summary>True to leave out of the JSON everything that differs from run to run.</summary>
    public bool NoTiming { get; init; }

    /// <summary>The command line that reproduces the numbers, with only the options that affect them.</summary>
    public string Command(ComparisonResult result)
    {
        var options = result.Options;
        var words = new List<string> { "minima", "compare" };
        if (Source is { } source) words.AddRange(source.Words());
        else if (Path is null) words.AddRange(["--data", result.Data.Name]);
        else words.Add(Path);
        words.AddRange(["--target", string.Join(',', result.Data.Targets)]);
        foreach (var loss in Losses) words.AddRange(["--loss", loss]);
        foreach (var (name, value) in Parameters) words.AddRange(["--param", $"{name}={value}"]);
        foreach (var column in Table.Ignore) words.AddRange(["--ignore", column]);
        words.AddRange(ReadingOptions.Given());
        Add("--group", Table.Group);
        if (Table.CopiesTogether) words.Add("--copies-together");
        Add("--time", Table.Time);
        Add("--test", Test);
        Add("--baseline", Table.Baseline);
        Add("--event", Table.Event);
        Add("--query", Table.Query);
        Add("--positive", Table.PositiveClass);
        Add("--order", Table.Order.Count == 0 ? null : string.Join(',', Table.Order));
        Add("--task", Table.Task is { } task ? PredictionTasks.Word(task) : null);
        Add("--folds", Test is null ? options.Folds.ToString(CultureInfo.InvariantCulture) : null);
        Add("--repeats", options.Repeats?.ToString(CultureInfo.InvariantCulture));
        Add("--stop-after", options.StopAfter?.ToString(CultureInfo.InvariantCulture));
        Add("--rows", (options.Rows ?? (Source is not null && !result.Data.IsFromSource ? result.Data.Rows : null))?.ToString(CultureInfo.InvariantCulture));
        Add("--corrupt", options.Corruption?.ToString());
        Add("--model", options.Models is [ComparedModel.Linear] ? null : string.Join(',', options.Models.Select(ComparedModels.Word)));
        if (options.LearningCurve) words.Add("--learning-curve");
        words.AddRange(["--seed", options.Seed.ToString(CultureInfo.InvariantCulture)]);
        if (Table.Memory is { } bytes) words.AddRange(["--memory", Wording.Size(bytes)]);
        Add("--want", Want?.Trim());
        Add("--cost", Cost);
        Add("--unit", Unit);
        Add("--threshold", Threshold);
        Add("--metric", Cost is not null || Threshold is not null || result.MetricIsOpen ? null : result.Metric.Key);
        return string.Join(' ', words.Select(Wording.Shell));

        void Add(string option, string? value)
        {
            if (value is not null) words.AddRange([option, value]);
        }
    }
}

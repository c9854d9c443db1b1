using System.Globalization;

namespace Minima.Tabular;

/// <summary>What the user asked to compare, on what, and how.</summary>
internal sealed record CompareRequest
{
    public string? Path { get; init; }

    /// <summary>A bundled data set; null when a file is given, or nothing.</summary>
    public string? Data { get; init; }

    /// <summary>The column to predict, or several of 0 and 1 separated by commas.</summary>
    public string? Target { get; init; }

    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>Parameters of the losses that are given as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The column whose rows of one value are never on both sides of a split.</summary>
    public string? Group { get; init; }

    /// <summary>The column by which the past is told from the future.</summary>
    public string? Time { get; init; }

    /// <summary>The file of test rows.</summary>
    public string? Test { get; init; }

    public int Folds { get; init; } = Tabular.Folds.Default;

    /// <summary>How often rows are dealt to folds anew; null to let the number of rows decide.</summary>
    public int? Repeats { get; init; }

    /// <summary>Only so many of the folds; null for all.</summary>
    public int? StopAfter { get; init; }

    /// <summary>Only so many rows, by chance; null for all.</summary>
    public int? Rows { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan? Budget { get; init; }

    public ulong Seed { get; init; } = 1;

    public string? Metric { get; init; }

    /// <summary>What predictions are to be, as <c>--want</c> has it; null to let the metric or the task decide.</summary>
    public string? Want { get; init; }

    public string? PositiveClass { get; init; }

    /// <summary>The task that was asked for; null to let the target decide.</summary>
    public CompareTask? Task { get; init; }

    public Corruption? Corruption { get; init; }

    /// <summary>What is trained with each loss.</summary>
    public CompareModel Model { get; init; }

    /// <summary>Learning curves too.</summary>
    public bool Learning { get; init; }

    /// <summary>The file that a page of the result goes to; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>Where the winner goes, refitted on all rows.</summary>
    public string? Save { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Every row in the terminal's tables, not only the best.</summary>
    public bool All { get; init; }

    /// <summary>en or zh; null where it was not given.</summary>
    public string? Language { get; init; }

    /// <summary>The terminal speaks Chinese.</summary>
    public bool Chinese { get => field || Language == LanguageCode.Chinese; init; }

    public bool Json { get; init; }

    /// <summary>JSON without what differs from run to run.</summary>
    public bool NoTiming { get; init; }

    /// <summary>The command line that gives the same numbers again: what decides them, and nothing else.</summary>
    /// <param name="data">The bundled data set, where one was taken.</param>
    /// <param name="target">The target.</param>
    /// <param name="metric">The metric that orders the table; null where naming it would change what is tuned.</param>
    public string Command(string data, string target, string? metric)
    {
        var words = new List<string> { "minima", "compare" };
        if (Path is null) words.AddRange(["--data", data]);
        else words.Add(Path);
        words.AddRange(["--target", target]);
        foreach (var loss in Losses) words.AddRange(["--loss", loss]);
        foreach (var (name, value) in Parameters) words.AddRange(["--param", $"{name}={value}"]);
        foreach (var column in Ignore) words.AddRange(["--ignore", column]);
        Add("--group", Group);
        Add("--time", Time);
        Add("--test", Test);
        Add("--positive", PositiveClass);
        Add("--task", Task is { } task ? CompareTasks.Word(task) : null);
        Add("--folds", Test is null ? Folds.ToString(CultureInfo.InvariantCulture) : null);
        Add("--repeats", Repeats?.ToString(CultureInfo.InvariantCulture));
        Add("--stop-after", StopAfter?.ToString(CultureInfo.InvariantCulture));
        Add("--rows", Rows?.ToString(CultureInfo.InvariantCulture));
        Add("--corrupt", Corruption?.ToString());
        Add("--model", Model == CompareModel.Linear ? null : CompareModels.Word(Model));
        if (Learning) words.Add("--learning-curve");
        words.AddRange(["--seed", Seed.ToString(CultureInfo.InvariantCulture)]);
        Add("--want", Want?.Trim());
        Add("--metric", metric);
        return string.Join(' ', words.Select(Shell));

        void Add(string option, string? value)
        {
            if (value is not null) words.AddRange([option, value]);
        }
    }

    /// <summary>A word as a shell reads it back.</summary>
    public static string Shell(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or ',' or '+' or '%')
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

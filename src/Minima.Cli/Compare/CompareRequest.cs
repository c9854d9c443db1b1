namespace Minima.Cli.Compare;

/// <summary>What the user asked to compare, on what, and how.</summary>
internal sealed record CompareRequest
{
    public string? Path { get; init; }

    /// <summary>A bundled data set; null when a file is given, or nothing.</summary>
    public string? Data { get; init; }

    public string? Target { get; init; }

    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>Parameters of the losses that are given as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Ignore { get; init; } = [];

    public int Folds { get; init; } = Compare.Folds.Default;

    public ulong Seed { get; init; } = 1;

    public string? Metric { get; init; }

    public string? PositiveClass { get; init; }

    public TargetKind Kind { get; init; } = TargetKind.Automatic;

    public int Threads { get; init; } = Environment.ProcessorCount;

    public bool Json { get; init; }

    /// <summary>A task as --task and JSON call it.</summary>
    public static string Word(TargetKind kind) => kind switch
    {
        TargetKind.Binary => "binary",
        TargetKind.MultiClass => "multiclass",
        _ => "regression",
    };

    /// <summary>The command line that gives the same numbers again: what decides them, and nothing else.</summary>
    public string Command(string data, string target, string metric)
    {
        var words = new List<string> { "minima", "compare" };
        if (Path is null) words.AddRange(["--data", data]);
        else words.Add(Path);
        words.AddRange(["--target", target]);
        foreach (var loss in Losses) words.AddRange(["--loss", loss]);
        foreach (var (name, value) in Parameters) words.AddRange(["--param", $"{name}={value}"]);
        foreach (var column in Ignore) words.AddRange(["--ignore", column]);
        if (PositiveClass is not null) words.AddRange(["--positive", PositiveClass]);
        if (Kind != TargetKind.Automatic) words.AddRange(["--task", Word(Kind)]);
        words.AddRange(["--folds", Folds.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        words.AddRange(["--seed", Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        words.AddRange(["--metric", metric]);
        return string.Join(' ', words.Select(Shell));
    }

    /// <summary>A word as a shell reads it back.</summary>
    private static string Shell(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or ',' or '+')
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

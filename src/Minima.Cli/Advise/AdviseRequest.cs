using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>The command line of <c>minima advise</c>.</summary>
internal sealed record AdviseRequest
{
    /// <summary>The file; null if rows are sampled from <see cref="Source"/>.</summary>
    public string? Path { get; init; }

    /// <summary>A table in a database, or in files that another engine reads; null for a file.</summary>
    public SourceRequest? Source { get; init; }

    /// <summary>The table in messages.</summary>
    public string Name => Source?.ShortName ?? System.IO.Path.GetFileName(Path!);

    /// <summary>The words that name the table on a command line.</summary>
    public IEnumerable<string> Named => Source?.Words() ?? [Path!];

    public required string Target { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];

    public string? Want { get; init; }

    public string? Cost { get; init; }

    public string? Error { get; init; }

    public string? Censored { get; init; }

    public string? Event { get; init; }

    public string? Labels { get; init; }

    public bool Rare { get; init; }

    public IReadOnlyList<string> Thresholds { get; init; } = [];

    /// <summary>The maximum number of rows to read.</summary>
    public int Rows { get; init; } = new AdviceOptions().Rows;

    public ulong Seed { get; init; } = 1;

    public bool Json { get; init; }

    public bool Chinese { get; init; }

    /// <summary>The options that answer a question, without their dashes.</summary>
    public IReadOnlySet<string> Answered => new HashSet<string>(
        new[] { (Want, "want"), (Cost, "cost"), (Error, "error"), (Censored ?? Event, "censored"), (Labels, "labels"), (Rare ? "yes" : null, "rare") }.Where(a => a.Item1 is not null).Select(a => a.Item2),
        StringComparer.Ordinal);

    /// <summary>The table that the options name.</summary>
    public Table Table(CancellationToken cancellation) =>
        Source?.Draw(Target, Rows, Seed, new() { Ignore = Ignore }, cancellation) ?? Tabular.Table.FromFile(Path!, Target, new TableOptions { Ignore = Ignore });

    /// <summary>Converts the request to the options of the advice.</summary>
    /// <exception cref="UsageException">A word is not recognised.</exception>
    public AdviceOptions Options() => new()
    {
        Wanted = Want is null ? null : WantedOption.Read("advise", Want),
        Cost = Cost is null ? null : Answers.Cost(Cost),
        RelativeErrors = Error is not null && Answers.AreRelative(Error),
        Censored = Censored,
        Event = Event,
        NoisyLabels = Labels is not null && Answers.AreNoisy(Labels),
        RareClassMatters = Rare,
        Thresholds = Answers.Thresholds(Thresholds),
        Rows = Rows,
        Seed = Seed,
    };
}

using Minima.Cli.Terminal;
using Minima.Sql;
using Minima.Tabular;
using Minima.Trees;

namespace Minima.Cli.Boost;

/// <summary>The command line of <c>minima boost</c>.</summary>
internal sealed record BoostRequest
{
    /// <summary>The default proportion of rows that --early-stop holds out.</summary>
    public const double UsualHeldOut = 0.2;

    /// <summary>Files, or - for standard input; empty for bundled data.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The processes that boost together; null for this one alone.</summary>
    public int? Workers { get; init; }

    /// <summary>The address where the workers connect; null if this process starts the others.</summary>
    public string? Tracker { get; init; }

    /// <summary>The rank of this process among the workers; null if it starts the others.</summary>
    public int? Rank { get; init; }

    /// <summary>A bundled data set.</summary>
    public string? Data { get; init; }

    /// <summary>A table in a database or in files that another engine reads; null for one that is read here.</summary>
    public SourceRequest? Source { get; init; }

    public string? Target { get; init; }

    /// <summary>A loss, optionally with parameters after a colon, or a formula as text; null for the default of the task.</summary>
    public string? Loss { get; init; }

    /// <summary>Further parameters, each as name=value.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Further inputs of the loss, each as name=column.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The parameters of the distribution that the trees learn; null for one number.</summary>
    public IReadOnlyList<string>? Heads { get; init; }

    public required TableOptions Table { get; init; }

    public string? Weight { get; init; }

    public required BoostOptions Trees { get; init; }

    /// <summary>Monotone constraints, each as column=up or column=down.</summary>
    public IReadOnlyList<string> Monotone { get; init; } = [];

    /// <summary>Sets of columns that may interact, each comma-separated.</summary>
    public IReadOnlyList<string> Interactions { get; init; } = [];

    public bool Json { get; init; }

    /// <summary>The file to write the model to; null if it is not saved.</summary>
    public string? Save { get; init; }

    /// <summary>Opens the source; null for a table that is read here.</summary>
    /// <exception cref="UsageException">The options do not name one table.</exception>
    public SqlSource? Open()
    {
        Source?.Require("boost", Paths.Count > 0 ? Paths[0] : null, Data, Target);
        return Source?.OpenRows();
    }

    /// <param name="source">The result of <see cref="Open"/>.</param>
    /// <exception cref="UsageException">The options do not name one table.</exception>
    public Table ReadTable(SqlSource? source)
    {
        if (source is not null) return source.ToTable(Target, Table);
        if (Paths.Count < 2) return NamedTable.Read("boost", Paths.Count == 0 ? null : Paths[0], Data, Target, Table);
        if (Data is not null) throw new UsageException($"boost: both files ({DataException.List(Paths)}) and --data {Data} are given; give one of them.");
        return Paths.Contains("-", StringComparer.Ordinal) ? throw new UsageException("boost: standard input (-) and files are given; give one of them.") : Minima.Tabular.Table.FromFiles(Paths, Target, Table);
    }

    /// <exception cref="LossException">The loss is unknown, or refuses a parameter.</exception>
    public LossSpec? ReadLoss()
    {
        var words = LossSpec.Words(Parameters);
        if (Loss is { } loss) return LossSpec.Parse(loss, words);
        return words.Count == 0 ? null : throw new UsageException("boost: --param gives a parameter to a loss, but no loss is named; add --loss NAME.");
    }

    /// <exception cref="UsageException">A word of --input, --monotone or --interactions is not recognised.</exception>
    public BoostedTreesOptions ReadOptions() => new()
    {
        Weight = Weight,
        Heads = Heads,
        Inputs = NamedTable.ReadInputs("boost", Inputs),
        Trees = Trees with
        {
            HeldOut = Trees is { EarlyStop: > 0, HeldOut: 0 } ? UsualHeldOut : Trees.HeldOut,
            Monotone = ReadMonotone(),
            Interactions = [.. Interactions.Select(ReadInteraction)],
        },
    };

    private static IReadOnlyList<string> ReadInteraction(string set) =>
        set.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } columns
            ? columns
            : throw new UsageException($"boost: --interactions is {DataException.Quote(set)}; give the columns that may occur together, separated by commas.");

    private Dictionary<string, int> ReadMonotone()
    {
        var directions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in Monotone)
        {
            var equals = word.LastIndexOf('=');
            var direction = equals <= 0 ? 0 : word[(equals + 1)..].Trim() switch { "up" => 1, "down" => -1, _ => 0 };
            if (direction == 0) throw new UsageException($"boost: --monotone is {DataException.Quote(word)}; it must be COLUMN=up or COLUMN=down: predictions may only rise, or only fall, with the column.");
            if (!directions.TryAdd(word[..equals].Trim(), direction)) throw new UsageException($"boost: --monotone {DataException.Quote(word[..equals].Trim())} is given twice; give it once.");
        }

        return directions;
    }
}

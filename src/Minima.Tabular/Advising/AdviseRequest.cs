namespace Minima.Tabular;

/// <summary>What the user asked advice on.</summary>
internal sealed record AdviseRequest
{
    public required string Path { get; init; }

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

    /// <summary>The most rows that are looked at.</summary>
    public int Rows { get; init; } = 10_000;

    public ulong Seed { get; init; } = 1;

    public bool Json { get; init; }

    public bool Chinese { get; init; }

    /// <summary>The options that answer a question, without their dashes.</summary>
    public IReadOnlySet<string> Answered => new HashSet<string>(
        new[] { (Want, "want"), (Cost, "cost"), (Error, "error"), (Censored ?? Event, "censored"), (Labels, "labels"), (Rare ? "yes" : null, "rare") }.Where(a => a.Item1 is not null).Select(a => a.Item2),
        StringComparer.Ordinal);

    /// <summary>The wishes that the options say.</summary>
    public Wishes Wishes()
    {
        var wishes = new Wishes { Censored = Censored, Event = Event, Rare = Rare };
        wishes = Want is null ? wishes : wishes.WithWant(Want);
        wishes = Cost is null ? wishes : wishes.WithCost(Cost);
        wishes = Error is null ? wishes : wishes.WithError(Error);
        return Labels is null ? wishes : wishes.WithLabels(Labels);
    }
}

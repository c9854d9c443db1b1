namespace Minima.Tabular;

/// <summary>The requested prediction and the settings of the checks. Everything has a default: the answers that <c>minima advise</c> assumes without asking.</summary>
public sealed record AdviceOptions
{
    /// <summary>The smallest allowed value of <see cref="Rows"/>.</summary>
    public const int FewestRows = 100;

    /// <summary>The largest allowed value of <see cref="Rows"/>.</summary>
    public const int MostRows = 200_000;

    /// <summary>The functional of the target to predict; null to let the task of the table, or else its values, decide: the mean of a number, probabilities of classes.</summary>
    public Wanted? Wanted { get; init; }

    /// <summary>The costs of predicting too high and too low; null if they are the same.</summary>
    public LinearCost? Cost { get; init; }

    /// <summary>Errors count in per cent of the target.</summary>
    public bool RelativeErrors { get; init; }

    /// <summary>The column that is 1 if a target is known only as "at least", and 0 otherwise; null if there is none. Either this or <see cref="Event"/>.</summary>
    public string? Censored { get; init; }

    /// <summary>The column that is 1 if the event was observed, and 0 if the target is known only as "at least"; null if there is none.</summary>
    public string? Event { get; init; }

    /// <summary>Some labels, or targets, are wrong.</summary>
    public bool NoisyLabels { get; init; }

    /// <summary>The rare class matters more than its proportion of the rows.</summary>
    public bool RareClassMatters { get; init; }

    /// <summary>Boosted trees are tried in addition to the linear model.</summary>
    public bool Trees { get; init; } = true;

    /// <summary>Thresholds of checks that replace <see cref="DefaultThresholds"/>, by the name of the check; at least 0.</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The most rows that are examined, a sample of all: <see cref="FewestRows"/> to <see cref="MostRows"/>.</summary>
    public int Rows { get; init; } = 10_000;

    /// <summary>The seed of the sample. The same seed gives the same advice for any number of threads.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of losses that are tried in parallel.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Every check that has a threshold, with its threshold.</summary>
    public static IReadOnlyDictionary<string, double> DefaultThresholds => Tabular.Thresholds.Defaults;

    /// <summary>The column that marks censored targets, or null.</summary>
    internal string? CutColumn => Censored ?? Event;

    /// <summary>Predicting too high and too low cost the same.</summary>
    internal bool IsEven => Cost is null or { IsEven: true };

    /// <exception cref="ArgumentOutOfRangeException">A number is too small or too large.</exception>
    /// <exception cref="UsageException">Options do not go together, or there is no such threshold.</exception>
    internal static void Check(AdviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.Thresholds, nameof(options));
        if (options.Rows is < FewestRows or > MostRows) throw new ArgumentOutOfRangeException(nameof(options), options.Rows, $"Rows of the advice are {options.Rows}; give {FewestRows} to {MostRows}.");
        if (options.Threads < 1) throw new ArgumentOutOfRangeException(nameof(options), options.Threads, $"Threads of the advice are {options.Threads}; give 1 or more.");
        if (options.Wanted is { Functional: WantedFunctional.Quantile, Level: not (> 0 and < 1) } wanted) throw new ArgumentOutOfRangeException(nameof(options), wanted.Level, "The level of a quantile is above 0 and below 1.");
        if (options is { Censored: not null, Event: not null }) throw new UsageException("advise: --censored and --event are two ways to mark the same targets; give one of them.");
        foreach (var (name, value) in options.Thresholds)
        {
            if (!DefaultThresholds.ContainsKey(name)) throw new UsageException($"advise: there is no threshold {Wording.Quote(name)}{Wording.DidYouMean(name, DefaultThresholds.Keys)}; there are {string.Join(", ", DefaultThresholds.Keys)}.");
            if (!(value >= 0) || double.IsInfinity(value)) throw new ArgumentOutOfRangeException(nameof(options), value, $"The threshold {name} is {value}; give 0 or a finite number above 0.");
        }
    }
}

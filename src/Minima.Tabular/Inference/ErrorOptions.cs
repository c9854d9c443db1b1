namespace Minima.Tabular;

/// <summary>Options of the standard errors of a fit.</summary>
public sealed record ErrorOptions
{
    private static readonly ErrorKind[] Kinds = Enum.GetValues<ErrorKind>();

    /// <summary>The assumption on which they rest.</summary>
    public ErrorKind Kind { get; init; } = ErrorKind.Hc3;

    /// <summary>The column whose values are the clusters, for <see cref="ErrorKind.Cluster"/> and <see cref="ErrorKind.Bootstrap"/>; null for rows. It should be no feature: leave it out with <see cref="TableOptions.Ignore"/>.</summary>
    public string? Cluster { get; init; }

    /// <summary>The probability that an interval contains the coefficient, above 0 and below 1.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>The number of fits of a bootstrap, at least 50.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The seed of the rows that a bootstrap draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Parses the value of <c>--errors</c>: <c>model</c>, <c>sparsity</c>, <c>hc0</c> to <c>hc3</c>, <c>cluster=COLUMN</c>, <c>bootstrap</c>, <c>bootstrap=COLUMN</c>.</summary>
    /// <exception cref="TrainingException">The text is none of these.</exception>
    public static ErrorOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var word = (equals < 0 ? text : text[..equals]).Trim();
        var column = equals < 0 ? "" : text[(equals + 1)..].Trim();
        var at = Array.FindIndex(Kinds, kind => string.Equals(Word(kind), word, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
        {
            var needs = Kinds[at] == ErrorKind.Cluster;
            var takes = needs || Kinds[at] == ErrorKind.Bootstrap;
            if (equals < 0 ? !needs : takes && column.Length > 0) return new() { Kind = Kinds[at], Cluster = equals < 0 ? null : column };
        }

        throw new UsageException($"fit: --errors is {DataException.Quote(text)}; model, sparsity, hc0, hc1, hc2, hc3, cluster=COLUMN, bootstrap or bootstrap=COLUMN is expected.");
    }

    /// <summary>The name of a kind in JSON and reports.</summary>
    public static string Word(ErrorKind kind) => Wording.Snake(kind);

    /// <summary>Refuses options that do not go together.</summary>
    internal static void Check(ErrorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.Level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(options), options.Level, $"{nameof(Level)} of errors is {options.Level}; give a number between 0 and 1, 0.95 for example.");
        if (options.Resamples < 50) throw new ArgumentOutOfRangeException(nameof(options), options.Resamples, $"{nameof(Resamples)} of errors is {options.Resamples}; give at least 50.");
        if ((options.Cluster is null) == (options.Kind == ErrorKind.Cluster) && options.Kind != ErrorKind.Bootstrap)
            throw new ArgumentException($"{nameof(Cluster)} goes with {nameof(ErrorKind.Cluster)}, which needs it, and with {nameof(ErrorKind.Bootstrap)}.", nameof(options));
    }
}

namespace Minima.Tabular;

/// <summary>What the user asked to fit, and how.</summary>
internal sealed record FitRequest
{
    /// <summary>A file, or - for standard input; null when bundled data are named.</summary>
    public string? Path { get; init; }

    /// <summary>A bundled data set.</summary>
    public string? Data { get; init; }

    public string? Target { get; init; }

    /// <summary>A loss, with parameters after a colon if one likes, or a formula as text.</summary>
    public required string Loss { get; init; }

    /// <summary>Further parameters, each as name=value.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Further inputs of the loss, each as name=column.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public double L2 { get; init; }

    public double L1 { get; init; }

    public string? Weight { get; init; }

    public bool Standardize { get; init; }

    /// <summary>A model, or coefficients and intercept separated by commas.</summary>
    public string? Start { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];

    public string? PositiveClass { get; init; }

    public bool Json { get; init; }

    /// <summary>The loss with all its parameters.</summary>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    public LossSpec ReadLoss() => LossSpec.Parse(Loss, LossSpec.Words(Parameters));
}

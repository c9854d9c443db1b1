using Minima.Tabular;
using Minima.Tensors.Streams;

namespace Minima.Cli.Streaming;

/// <summary>The command line of <c>minima stream</c>.</summary>
internal sealed record StreamRequest(string Target, string Loss, double LearningRate, string Detector, DriftReaction Reaction, string? NextLoss, int Every)
{
    /// <summary>Parameters of the losses, as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The numbers that are standardised.</summary>
    public StreamScale Scale { get; init; }

    /// <summary>True if malformed lines are skipped and counted.</summary>
    public bool SkipsBad { get; init; }

    /// <summary>The file of the saved state, or null.</summary>
    public string? Save { get; init; }

    /// <summary>The stream to continue from, or null.</summary>
    public SavedStream? From { get; init; }

    /// <summary>The request as options of the model.</summary>
    public StreamOptions Options => new()
    {
        Target = Target,
        Loss = Loss,
        Parameters = Parameters,
        LearningRate = LearningRate,
        Detector = Detector,
        Reaction = Reaction,
        NextLoss = NextLoss,
        Scale = Scale,
    };
}

using Minima.Tabular;
using Minima.Tensors.Streams;

namespace Minima.Cli.Streaming;

/// <summary>What was asked for.</summary>
internal sealed record StreamRequest(string Target, string Loss, double LearningRate, string Detector, DriftReaction Reaction, string? NextLoss, int Every)
{
    /// <summary>Parameters of the losses, as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is brought to one scale.</summary>
    public StreamScale Scale { get; init; }

    /// <summary>Lines that are no rows are left out, and counted.</summary>
    public bool SkipsBad { get; init; }

    /// <summary>Where the state goes, or null.</summary>
    public string? Save { get; init; }

    /// <summary>The state to go on from, or null.</summary>
    public StreamState? From { get; init; }
}

/// <summary>What a stream brings to one scale by what it has seen so far.</summary>
internal enum StreamScale
{
    /// <summary>Features and target: steps are as long as predictions differ, whatever their unit.</summary>
    All,

    /// <summary>Features; steps are in the unit of the loss.</summary>
    Features,

    /// <summary>Nothing.</summary>
    None,
}

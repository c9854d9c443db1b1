using Minima.Tensors.Streams;

namespace Minima.Tabular;

/// <summary>Options of a <see cref="StreamModel"/>.</summary>
public sealed record StreamOptions
{
    internal const string NoDetector = "none";

    /// <summary>The column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>An elementwise loss, by any of its names and with its parameters, or a formula as text: <c>huber:delta=20</c>. Margin losses take targets of 0 and 1, or -1 and 1.</summary>
    public required string Loss { get; init; }

    /// <summary>Further parameters of the losses as text, by name; each loss uses those that it has.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The learning rate of the first step, above 0; it falls while nothing changes.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>The detector that watches the losses: one of <see cref="Detectors"/>.</summary>
    public string Detector { get; init; } = Detectors[0];

    /// <summary>The reaction if the stream changes for the worse.</summary>
    public DriftReaction Reaction { get; init; } = DriftReaction.RaiseRate;

    /// <summary>The loss that takes over with <see cref="DriftReaction.SwitchLoss"/>; null for none.</summary>
    public string? NextLoss { get; init; }

    /// <summary>The numbers that are standardised.</summary>
    public StreamScale Scale { get; init; }

    /// <summary>The detectors: adaptive windows (Bifet and Gavalda 2007), drift detection (Gama et al. 2004), Page and Hinkley's test, none.</summary>
    public static IReadOnlyList<string> Detectors { get; } = ["adwin", "ddm", "page-hinkley", NoDetector];

    /// <exception cref="UsageException">Options contradict each other, the learning rate is out of range, or there is no such detector.</exception>
    internal static void Check(StreamOptions options)
    {
        if (options is { Reaction: DriftReaction.SwitchLoss, NextLoss: null }) throw new UsageException("--reaction switch-loss needs --next-loss: the loss that takes over.");
        if (!(options.LearningRate > 0 && double.IsFinite(options.LearningRate))) throw new UsageException(FormattableString.Invariant($"--learning-rate is {options.LearningRate}; it must be a finite number above 0."));
        if (!Detectors.Contains(options.Detector, StringComparer.Ordinal)) throw new UsageException($"there is no detector {Wording.Quote(options.Detector)}; there are {string.Join(", ", Detectors)}.");
    }

    internal IDriftDetector? CreateDetector() => Detector switch
    {
        "adwin" => new AdaptiveWindow(),
        "ddm" => new DriftDetectionMethod(),
        "page-hinkley" => new PageHinkley(direction: DriftDirection.Up),
        _ => null,
    };
}

/// <summary>The numbers of a stream that are standardised, by the rows so far.</summary>
public enum StreamScale
{
    /// <summary>Features and target: steps have the scale of predictions in every unit.</summary>
    All,

    /// <summary>Features; steps are in the unit of the loss.</summary>
    Features,

    /// <summary>Nothing.</summary>
    None,
}

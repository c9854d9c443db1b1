namespace Minima.Cli.Compare;

/// <summary>What training with one loss on one outer fold gave.</summary>
internal sealed record TrainedFold(
    Predictions Predictions,
    double L2,
    IReadOnlyList<double> Learned,
    IReadOnlyList<object?> Parameters,
    string? Problem,
    bool IsConstant,
    Solutions Solutions);

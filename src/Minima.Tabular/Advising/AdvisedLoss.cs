namespace Minima.Tabular;

/// <summary>A loss that is recommended, with the reason.</summary>
public sealed record AdvisedLoss
{
    private readonly string _parameters;

    /// <param name="entry">The loss.</param>
    /// <param name="parameters">Parameters as <c>--loss NAME:parameters</c> takes them; empty for the defaults.</param>
    internal AdvisedLoss(LossEntry entry, string parameters)
        : this(parameters.Length == 0 ? new LossSpec(entry, new Dictionary<string, object?>(StringComparer.Ordinal)) : LossSpec.Parse($"{entry.Key}:{parameters}"), parameters)
    {
    }

    internal AdvisedLoss(LossSpec loss)
        : this(loss, loss.ToString() is var text && text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : "")
    {
    }

    private AdvisedLoss(LossSpec loss, string parameters) => (Loss, _parameters) = (loss, parameters);

    /// <summary>The loss, with the parameters that what is wanted and the data set.</summary>
    public LossSpec Loss { get; }

    /// <summary>The loss as <c>minima compare --loss</c> takes it.</summary>
    public string Text => _parameters.Length == 0 ? Loss.Name : $"{Loss.Name}:{_parameters}";

    /// <summary>It is the default of the task and of what is wanted, against which the others are compared.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>Nothing speaks for it: it is there to be compared with.</summary>
    public bool IsControl { get; internal init; }

    /// <summary>Why it is recommended, and what a quick comparison measured.</summary>
    public Localized Reason { get; internal init; }

    /// <summary>The mean over folds of the metric in the quick comparison, in the unit of the metric; null where it was not tried, or the metric is not defined for its predictions.</summary>
    public double? Score => Tried is { Score: var score } && double.IsFinite(score) ? score : null;

    internal LossEntry Entry => Loss.Entry;

    /// <summary>A wish, or a likely finding, speaks for it.</summary>
    internal bool IsSure { get; init; }

    /// <summary>A wish speaks for it.</summary>
    internal bool IsWish { get; init; }

    /// <summary>The finding of a quick comparison; null where there was none.</summary>
    internal TriedLoss? Tried { get; init; }
}

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

    /// <summary>The loss, with the parameters that the request and the data set.</summary>
    public LossSpec Loss { get; }

    /// <summary>The loss as <c>minima compare --loss</c> takes it.</summary>
    public string Text => _parameters.Length == 0 ? Loss.Name : $"{Loss.Name}:{_parameters}";

    /// <summary>The loss is the default of the task and of the requested prediction, against which the others are compared.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>No request or finding favours the loss: it is there for comparison.</summary>
    public bool IsControl { get; internal init; }

    /// <summary>The reason for the recommendation, and the result of the quick comparison.</summary>
    public Localized Reason { get; internal init; }

    /// <summary>The mean over folds of the metric in the quick comparison, in the unit of the metric; null if the loss was not tried, or the metric is not defined for its predictions.</summary>
    public double? Score => Tried is { Score: var score } && double.IsFinite(score) ? score : null;

    internal LossEntry Entry => Loss.Entry;

    /// <summary>A request, or a likely finding, favours it.</summary>
    internal bool IsSure { get; init; }

    /// <summary>A request favours it.</summary>
    internal bool IsWish { get; init; }

    /// <summary>The result of the quick comparison; null if there was none.</summary>
    internal TriedLoss? Tried { get; init; }
}

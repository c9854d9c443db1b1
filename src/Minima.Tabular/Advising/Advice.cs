namespace Minima.Tabular;

/// <summary>A loss that is recommended.</summary>
/// <param name="Entry">The loss.</param>
/// <param name="Parameters">Parameters as <c>--loss NAME:parameters</c> takes them; empty for the defaults.</param>
/// <param name="IsDefault">The default of the task, against which the others are compared.</param>
/// <param name="IsControl">Nothing speaks for it: it is there to be compared with.</param>
/// <param name="Reason">Why.</param>
internal sealed record Recommendation(LossEntry Entry, string Parameters, bool IsDefault, bool IsControl, Localized Reason)
{
    /// <summary>A wish, or something likely, speaks for it.</summary>
    public bool IsSure { get; init; }

    /// <summary>It was wished for.</summary>
    public bool IsWish { get; init; }

    /// <summary>What a quick comparison found of it; null where there was none.</summary>
    public TriedLoss? Tried { get; init; }

    /// <summary>As it is typed after --loss.</summary>
    public string Word => Parameters.Length == 0 ? Entry.Key : $"{Entry.Key}:{Parameters}";
}

/// <summary>The whole answer.</summary>
internal sealed record Advice
{
    public required AdviceContext Context { get; init; }

    /// <summary>The checks, in a fixed order.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Three losses, the most fitting first; the default is always among them.</summary>
    public required IReadOnlyList<Recommendation> Losses { get; init; }

    /// <summary>What is asked and what judges it; null where no metric of a comparison does.</summary>
    public required Question? Question { get; init; }

    /// <summary>The losses were tried on a sample of the rows.</summary>
    public required bool IsTried { get; init; }

    /// <summary>Nothing speaks against the default.</summary>
    public required bool DefaultIsFine { get; init; }

    /// <summary>What was wished or found, and no loss that can be trained here suits.</summary>
    public required IReadOnlyList<Localized> Unmet { get; init; }

    /// <summary>The command line that compares them on these data.</summary>
    public required string Command { get; init; }
}

namespace Minima.Analysis;

/// <summary>The findings of <see cref="LossCheck"/>.</summary>
public sealed class LossCheckReport
{
    internal LossCheckReport(Loss loss, Domain prediction, Domain? target, bool assumed, double low, double high, IReadOnlyList<LossFinding> findings)
    {
        Loss = loss;
        Prediction = prediction;
        Target = target;
        DomainsAreAssumed = assumed;
        (Low, High) = (low, high);
        Findings = findings;
    }

    /// <summary>The loss that was checked.</summary>
    public Loss Loss { get; }

    /// <summary>The predictions for which the findings hold.</summary>
    public Domain Prediction { get; }

    /// <summary>The targets for which the findings hold; null for a penalty, which has none.</summary>
    public Domain? Target { get; }

    /// <summary>True if the domains were found by trial, because a formula as text states none.</summary>
    public bool DomainsAreAssumed { get; }

    /// <summary>The lower end of the predictions and targets for which proportions and derivatives were checked.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>All findings, in the order of <see cref="LossCheckKind"/>.</summary>
    public IReadOnlyList<LossFinding> Findings { get; }

    /// <summary>True if nothing is wrong; there may be warnings.</summary>
    public bool Passed => Findings.All(f => f.Status != LossCheckStatus.Wrong);

    /// <summary>The findings of one kind.</summary>
    public IEnumerable<LossFinding> this[LossCheckKind kind] => Findings.Where(f => f.Kind == kind);

    /// <summary>Throws if anything is wrong, with all of it in the message; for tests.</summary>
    /// <exception cref="LossException">Something is wrong.</exception>
    public void ThrowIfWrong()
    {
        if (!Passed)
        {
            throw new LossException(string.Join(Environment.NewLine, Findings.Where(f => f.Status == LossCheckStatus.Wrong).Select(f => $"{Loss.Entry.Key}: {f}")));
        }
    }

    /// <summary>All findings, one per line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Findings);
}

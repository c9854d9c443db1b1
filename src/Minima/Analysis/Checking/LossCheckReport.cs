namespace Minima.Analysis;

/// <summary>What <see cref="LossCheck"/> found.</summary>
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

    /// <summary>The loss that was looked at.</summary>
    public Loss Loss { get; }

    /// <summary>The predictions for which the findings hold.</summary>
    public Domain Prediction { get; }

    /// <summary>The targets for which the findings hold; null for a penalty, which has none.</summary>
    public Domain? Target { get; }

    /// <summary>The domains were found by trying, because a formula as text says nothing of them.</summary>
    public bool DomainsAreAssumed { get; }

    /// <summary>Shares and derivatives were looked at for predictions and targets from here.</summary>
    public double Low { get; }

    /// <summary>To here.</summary>
    public double High { get; }

    /// <summary>Everything that was looked at, in the order of <see cref="LossCheckKind"/>.</summary>
    public IReadOnlyList<LossFinding> Findings { get; }

    /// <summary>Nothing is wrong; there may be warnings.</summary>
    public bool Passed => Findings.All(f => f.Status != LossCheckStatus.Wrong);

    /// <summary>The findings of one kind.</summary>
    public IEnumerable<LossFinding> this[LossCheckKind kind] => Findings.Where(f => f.Kind == kind);

    /// <summary>For a test: throws with everything that is wrong.</summary>
    /// <exception cref="LossException">Something is wrong.</exception>
    public void ThrowIfWrong()
    {
        if (!Passed)
        {
            throw new LossException(string.Join(Environment.NewLine, Findings.Where(f => f.Status == LossCheckStatus.Wrong).Select(f => $"{Loss.Entry.Key}: {f}")));
        }
    }

    /// <summary>All findings, one a line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Findings);
}

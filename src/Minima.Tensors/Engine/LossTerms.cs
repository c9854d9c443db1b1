namespace Minima.Tensors;

/// <summary>What a loss on tensors gives: its terms, and how much each counts in the mean; or one number that is no mean of terms.</summary>
public readonly struct LossTerms
{
    private LossTerms(Tensor values, Tensor shares, bool isScalar)
    {
        Values = values;
        Shares = shares;
        IsScalar = isScalar;
    }

    /// <summary>The terms, or the number.</summary>
    public Tensor Values { get; }

    /// <summary>
    /// What each term adds to the divisor of the mean, constants in the shape of the terms; none where each adds 1. A term with the share 0 is not there:
    /// an anchor without partners, a censored row.
    /// </summary>
    public Tensor Shares { get; }

    /// <summary>The loss is one number that is no mean of terms (a ratio, a statistic of the batch): it takes no weights and no reduction.</summary>
    public bool IsScalar { get; }

    /// <summary>Terms of which each counts once.</summary>
    public static implicit operator LossTerms(Tensor terms) => new(terms, default, false);

    /// <summary>Terms of which each counts once; what the conversion does.</summary>
    public static LossTerms Of(Tensor terms) => terms;

    /// <summary>Terms that count differently, or not at all.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="shares">Numbers of at least 0 in the same shape, which no gradient reaches.</param>
    public static LossTerms Shared(Tensor terms, Tensor shares) => new(terms, shares.Detach(), false);

    /// <summary>One number.</summary>
    public static LossTerms Scalar(Tensor value) => new(value.Rank == 0 ? value : value.Reshape(Shape.Scalar), default, true);
}

namespace Minima.Tensors;

/// <summary>The result of a loss on tensors: its terms and their weights in the mean, or one number that is not a mean of terms.</summary>
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
    /// The amount that each term adds to the denominator of the mean: constants in the shape of the terms; none if each adds 1. A term with amount 0 does not count:
    /// an anchor without partners, a censored sample.
    /// </summary>
    public Tensor Shares { get; }

    /// <summary>True if the loss is one number that is not a mean of terms (a ratio, a statistic of the batch): it takes no weights and no reduction.</summary>
    public bool IsScalar { get; }

    /// <summary>Terms of which each counts once.</summary>
    public static implicit operator LossTerms(Tensor terms) => new(terms, default, false);

    /// <summary>Terms of which each counts once; the same as the conversion.</summary>
    public static LossTerms Of(Tensor terms) => terms;

    /// <summary>Terms that count differently, or not at all.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="shares">Numbers of at least 0 in the same shape, without a gradient.</param>
    public static LossTerms Shared(Tensor terms, Tensor shares) => new(terms, shares.Detach(), false);

    /// <summary>One number.</summary>
    public static LossTerms Scalar(Tensor value) => new(value.Rank == 0 ? value : value.Reshape(Shape.Scalar), default, true);
}

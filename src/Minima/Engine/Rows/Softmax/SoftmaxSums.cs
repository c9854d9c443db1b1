using Minima.Reals;

namespace Minima;

/// <summary>
/// The sums of a row of logits: the exponential of one class, and the sum of all others', relative to one reference. They are separate, because
/// -log p = log(1 + Rest / Held) and 1 - p = Rest / (Rest + Held) lose no digits if the class dominates.
/// </summary>
internal struct SoftmaxSums
{
    public double Held;
    public double Rest;

    /// <summary>The logit of the held class.</summary>
    public double HeldLogit;

    public SoftmaxReference Reference;

    /// <summary>The mass of the other classes, and the sum of mass times (held logit - logit).</summary>
    public double RestMass;
    public double Spread;

    public readonly double Total => Held + Rest;

    /// <summary>1 - p of the held class; 1 if every logit is -infinity.</summary>
    public readonly double RestShare => Total == 0 ? 1 : Rest / Total;

    /// <summary>p of the held class; 0 if every logit is -infinity.</summary>
    public readonly double HeldShare => Total == 0 ? 0 : Held / Total;

    /// <summary>-log p of the held class; infinite if its logit is -infinity.</summary>
    public readonly double MinusLogProbability
    {
        get
        {
            if (double.IsNaN(Rest) || double.IsNaN(Held))
            {
                return double.NaN;
            }

            if (double.IsNegativeInfinity(HeldLogit))
            {
                return double.PositiveInfinity;
            }

            // Far below the others, the exponential underflows but the logit remains.
            var ratio = Rest / Held;
            return ratio < 1e200 ? Elementary.Log1p(new F64(ratio)).X : Elementary.Log(new F64(Rest)).X + (Reference.Log - HeldLogit);
        }
    }

    /// <summary>The factor that turns exponentials relative to <paramref name="reference"/> into probabilities; 0 if every logit is -infinity.</summary>
    public readonly double FactorFrom(in SoftmaxReference reference) => Total == 0 ? 0 : reference.Over(Reference) / Total;
}

namespace Minima.Losses;

/// <summary>The function that turns a score into evidence for its class, which is never negative.</summary>
public enum EvidenceFunction
{
    /// <summary>log(1 + e^x): smooth.</summary>
    Softplus,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>e^x.</summary>
    Exp,
}

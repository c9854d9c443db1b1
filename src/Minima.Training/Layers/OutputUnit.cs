namespace Minima.Training;

/// <summary>
/// What an output u of the network stands for: offset + factor u + softplus_factor softplus(u + log(e - 1)). The last part is for inputs of a loss
/// with a bound, such as a variance: never beyond it, as large as its factor at u = 0, growing in proportion to u.
/// </summary>
internal readonly record struct OutputUnit(double Offset, double Factor, double SoftplusFactor = 0)
{
    /// <summary>log(e - 1), where softplus is 1.</summary>
    public const double Shift = 0.54132485461291802;

    /// <summary>How near a bound an output comes, as a share of its distance from it at u = 0: in float a softplus far on the left is 0, which a positive scale must not be.</summary>
    public const double Floor = 1e-6;

    /// <summary>For numbers in a domain with at most one end, of which one is known that suits all rows.</summary>
    public static OutputUnit In(Domain domain, double typical) => (double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
    {
        (true, false) => new(domain.Low + (Floor * (typical - domain.Low)), 0, typical - domain.Low),
        (false, true) => new(domain.High - (Floor * (domain.High - typical)), 0, typical - domain.High),
        _ => new(typical, 1),
    };
}

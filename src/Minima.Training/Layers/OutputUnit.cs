namespace Minima.Training;

/// <summary>
/// Maps an output u of the network to the input of a loss: offset + factor u + softplus_factor softplus(u + log(e - 1)). The last term is for inputs of a loss
/// with a bound, such as a variance: never beyond the bound, equal to its factor at u = 0, and growing linearly with u.
/// </summary>
internal readonly record struct OutputUnit(double Offset, double Factor, double SoftplusFactor = 0)
{
    /// <summary>log(e - 1): the input at which softplus is 1.</summary>
    public const double Shift = 0.54132485461291802;

    /// <summary>The smallest distance from a bound, relative to that at u = 0: in float, softplus far on the left is 0, which a positive scale must not be.</summary>
    public const double Floor = 1e-6;

    /// <summary>The unit for numbers in a domain with at most one finite end, given a typical value that suits all samples.</summary>
    public static OutputUnit In(Domain domain, double typical) => (double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
    {
        (true, false) => new(domain.Low + (Floor * (typical - domain.Low)), 0, typical - domain.Low),
        (false, true) => new(domain.High - (Floor * (domain.High - typical)), 0, typical - domain.High),
        _ => new(typical, 1),
    };
}

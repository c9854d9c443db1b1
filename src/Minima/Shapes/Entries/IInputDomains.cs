namespace Minima;

/// <summary>Implemented by the rare loss whose input domain depends on a parameter (Tweedie: the target must be positive for power 2 and above).</summary>
public interface IInputDomains
{
    /// <summary>The domain of input <paramref name="index"/> (in the order of the formula) at these parameters; replaces the declared one.</summary>
    Domain DomainOf(int index);
}

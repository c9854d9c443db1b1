namespace Minima.Tensors.Losses;

/// <summary>The classes over which a mean is taken.</summary>
public enum ClassesCounted
{
    /// <summary>Those that occur in the target.</summary>
    Present,

    /// <summary>All of them.</summary>
    All,
}

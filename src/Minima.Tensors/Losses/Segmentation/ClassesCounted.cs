namespace Minima.Tensors.Losses;

/// <summary>Which classes a mean over classes is taken of.</summary>
public enum ClassesCounted
{
    /// <summary>Those that occur in the target.</summary>
    Present,

    /// <summary>All of them.</summary>
    All,
}

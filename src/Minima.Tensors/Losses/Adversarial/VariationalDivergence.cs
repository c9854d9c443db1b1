namespace Minima.Tensors.Losses;

/// <summary>A divergence that a discriminator can measure.</summary>
public enum VariationalDivergence
{
    /// <summary>Of the real items from the generated ones: no mode may be left out.</summary>
    Kl,

    /// <summary>Of the generated items from the real ones: none may be invented.</summary>
    ReverseKl,

    /// <summary>Pearson's chi-square.</summary>
    Pearson,

    /// <summary>Jensen-Shannon, that of the plain game.</summary>
    Js,
}

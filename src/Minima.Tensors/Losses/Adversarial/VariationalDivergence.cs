namespace Minima.Tensors.Losses;

/// <summary>A divergence that a discriminator can measure.</summary>
public enum VariationalDivergence
{
    /// <summary>The KL divergence of the real items from the generated ones: no mode may be left out.</summary>
    Kl,

    /// <summary>The KL divergence of the generated items from the real ones: none may be invented.</summary>
    ReverseKl,

    /// <summary>Pearson's chi-square.</summary>
    Pearson,

    /// <summary>Jensen-Shannon, that of the original game.</summary>
    Js,
}

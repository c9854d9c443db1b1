namespace Minima.Losses;

/// <summary>The weight of a class in the generalised Dice loss, by the size of its target.</summary>
public enum DiceWeighting
{
    /// <summary>1 / T^2.</summary>
    Square,

    /// <summary>1 / T.</summary>
    Simple,

    /// <summary>1.</summary>
    Uniform,
}

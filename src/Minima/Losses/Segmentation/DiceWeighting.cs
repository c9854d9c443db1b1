namespace Minima.Losses;

/// <summary>How the generalised Dice loss weighs a class by the size of its target.</summary>
public enum DiceWeighting
{
    /// <summary>1 / T^2.</summary>
    Square,

    /// <summary>1 / T.</summary>
    Simple,

    /// <summary>1.</summary>
    Uniform,
}

namespace Minima.Tensors.Losses;

/// <summary>The quantity that a diffusion model predicts.</summary>
public enum DiffusionTarget
{
    /// <summary>The noise.</summary>
    [Word("eps")]
    Noise,

    /// <summary>The clean item.</summary>
    [Word("x0")]
    Data,

    /// <summary>The velocity: a eps - s x0 of signal a and noise s.</summary>
    [Word("v")]
    Velocity,
}

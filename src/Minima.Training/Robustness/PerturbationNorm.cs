namespace Minima.Training.Robustness;

/// <summary>The norm of a change of an input.</summary>
public enum PerturbationNorm
{
    /// <summary>The largest change of any element.</summary>
    Infinity,

    /// <summary>The square root of the sum of squared changes.</summary>
    Euclidean,
}

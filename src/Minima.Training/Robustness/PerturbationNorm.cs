namespace Minima.Training.Robustness;

/// <summary>How the size of a change of an input is measured.</summary>
public enum PerturbationNorm
{
    /// <summary>The largest change of any element.</summary>
    Infinity,

    /// <summary>The square root of the sum of squared changes.</summary>
    Euclidean,
}

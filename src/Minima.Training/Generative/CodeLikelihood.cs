namespace Minima.Training.Generative;

/// <summary>What a decoder says of an item.</summary>
public enum CodeLikelihood
{
    /// <summary>The logit of each number, which lies in [0, 1]: pixels.</summary>
    Bernoulli,

    /// <summary>The mean of each number; one deviation for all is learned beside the networks.</summary>
    Gaussian,
}

namespace Minima.Training.Generative;

/// <summary>The distribution of an item's elements that a decoder predicts.</summary>
public enum CodeLikelihood
{
    /// <summary>The decoder predicts the logit of each element, which lies in [0, 1]: pixels.</summary>
    Bernoulli,

    /// <summary>The decoder predicts the mean of each element; one standard deviation for all is learned along with the networks.</summary>
    Gaussian,
}

namespace Minima.Examples.Segmentation;

/// <summary>What a loss reads of a network that gives one logit for each pixel.</summary>
internal enum MaskOutput
{
    /// <summary>The logit.</summary>
    Logit,

    /// <summary>The probability of the shapes.</summary>
    Probability,

    /// <summary>The probabilities of background and shapes, two channels.</summary>
    BothProbabilities,
}

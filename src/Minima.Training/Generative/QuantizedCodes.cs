namespace Minima.Training.Generative;

/// <summary>What became of a batch of codes.</summary>
/// <param name="Given">The codes as they came.</param>
/// <param name="Chosen">The entry of each, through which the codebook learns.</param>
/// <param name="Passed">The same numbers, whose gradient goes to <paramref name="Given"/>: what a decoder takes.</param>
/// <param name="Places">Of the entries, int [N].</param>
public readonly record struct QuantizedCodes(Tensor Given, Tensor Chosen, Tensor Passed, Tensor Places);

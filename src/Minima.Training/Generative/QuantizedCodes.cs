namespace Minima.Training.Generative;

/// <summary>The result of quantising a batch of codes.</summary>
/// <param name="Given">The original codes.</param>
/// <param name="Chosen">The nearest entry of each; the codebook learns through it.</param>
/// <param name="Passed">The same numbers, whose gradient goes to <paramref name="Given"/>: the input of the decoder.</param>
/// <param name="Places">The indices of the entries, int [N].</param>
public readonly record struct QuantizedCodes(Tensor Given, Tensor Chosen, Tensor Passed, Tensor Places);

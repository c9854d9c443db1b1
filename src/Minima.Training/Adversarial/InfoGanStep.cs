namespace Minima.Training.Adversarial;

/// <summary>The losses of a step of an InfoGAN.</summary>
/// <param name="GeneratorLoss">The generator's loss before the step.</param>
/// <param name="CriticLoss">The critic's loss at its last step, penalties included.</param>
/// <param name="Reading">The cost of reading the code from the generator's items: from about the logarithm of the number of classes down to 0 and below.</param>
public readonly record struct InfoGanStep(double GeneratorLoss, double CriticLoss, double Reading);

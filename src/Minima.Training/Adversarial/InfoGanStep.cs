namespace Minima.Training.Adversarial;

/// <summary>What a step of an InfoGAN was like.</summary>
/// <param name="GeneratorLoss">Before the step.</param>
/// <param name="CriticLoss">At its last step, penalties included.</param>
/// <param name="Reading">What reading the code from the generator's items cost: from about the logarithm of the number of classes down to 0 and below.</param>
public readonly record struct InfoGanStep(double GeneratorLoss, double CriticLoss, double Reading);

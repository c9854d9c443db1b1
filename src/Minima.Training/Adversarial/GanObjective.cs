namespace Minima.Training.Adversarial;

/// <summary>The losses that the two players of a generative adversarial network minimise, each one number computed from the critic's outputs.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Critic">The critic's loss, from its outputs for real and for generated items.</param>
/// <param name="Generator">The generator's loss, from the critic's outputs for real and for generated items. Most generators ignore the real ones.</param>
public sealed record GanObjective(string Name, Func<Tensor, Tensor, Tensor> Critic, Func<Tensor, Tensor, Tensor> Generator)
{
    /// <summary>The penalty on gradients that is added to the critic's loss, from the critic, real and generated items, and random numbers; null for none.</summary>
    public Func<Func<Tensor, Tensor>, Tensor, Tensor, RandomState, Tensor>? Penalty { get; init; }

    /// <summary>The bound on the absolute value of every weight of the critic, enforced after its step as in the first WGAN; null for none.</summary>
    public double? ClipWeights { get; init; }

    /// <summary>The number of critic steps for one of the generator.</summary>
    public int CriticSteps { get; init; } = 1;
}

namespace Minima.Training.Adversarial;

/// <summary>What the two players of a generative adversarial network minimise, each as one number of what the critic says.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Critic">Of its answers to real and to generated items: what the critic minimises.</param>
/// <param name="Generator">Of its answers to real and to generated items: what the generator minimises. Most do not look at the real ones.</param>
public sealed record GanObjective(string Name, Func<Tensor, Tensor, Tensor> Critic, Func<Tensor, Tensor, Tensor> Generator)
{
    /// <summary>What is added to the critic's loss, of its slopes: given the critic, real and generated items, and draws; null for nothing.</summary>
    public Func<Func<Tensor, Tensor>, Tensor, Tensor, RandomState, Tensor>? Penalty { get; init; }

    /// <summary>Where every weight of the critic is held after its step, as in the first WGAN; null for nowhere.</summary>
    public double? ClipWeights { get; init; }

    /// <summary>How many steps the critic makes for one of the generator.</summary>
    public int CriticSteps { get; init; } = 1;
}

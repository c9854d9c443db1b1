namespace Minima.Training.Adversarial;

/// <summary>Two players, a generator and a critic, each with its own optimizer: the steps of a generative adversarial network.</summary>
/// <remarks>
/// A step: the critic minimises its loss for as many steps as the objective sets, each with fresh items, then the generator makes one step. A critic that wins
/// outright is no error: losses and gradients stay finite, and <see cref="GanStep.GeneratorGradient"/> shows how much gradient is left for the generator.
/// Source: Goodfellow et al. 2014, NeurIPS, arXiv:1406.2661.
/// </remarks>
/// <example><code>
/// var game = new GanTrainer(generator, critic, GanObjectives.WassersteinPenalty, new Adam(generator.Parameters, 1e-3), new Adam(critic.Parameters, 1e-3), random) { NoiseWidth = 16 };
/// foreach (var step in Enumerable.Range(0, 1000)) game.Step(() => data.Draw(64));
/// </code></example>
public sealed class GanTrainer
{
    private readonly GanObjective _objective;
    private readonly Optimizer _generatorOptimizer;
    private readonly Optimizer _criticOptimizer;
    private readonly RandomState _random;

    /// <param name="generator">Turns noise [N, NoiseWidth] into items.</param>
    /// <param name="critic">Returns one number for each item.</param>
    /// <param name="objective">The losses of both players.</param>
    /// <param name="generatorOptimizer">The optimizer of the generator's parameters.</param>
    /// <param name="criticOptimizer">The optimizer of the critic's parameters.</param>
    /// <param name="random">Draws noise and the random numbers of penalties.</param>
    /// <exception cref="TrainingException">An optimizer has parameters of the other player.</exception>
    public GanTrainer(Module generator, Module critic, GanObjective objective, Optimizer generatorOptimizer, Optimizer criticOptimizer, RandomState random)
    {
        GanRules.Check(generator, critic, objective, generatorOptimizer, criticOptimizer, random);
        (Generator, Critic, _objective, _generatorOptimizer, _criticOptimizer, _random) = (generator, critic, objective, generatorOptimizer, criticOptimizer, random);
    }

    /// <summary>The network that turns noise into items.</summary>
    public Module Generator { get; }

    /// <summary>The network that tells real items from generated ones.</summary>
    public Module Critic { get; }

    /// <summary>The number of noise inputs for an item.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int NoiseWidth
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"Cannot give a generator {value} numbers of noise; it needs at least 1.");
    } = 8;

    /// <summary>Makes one step of the generator, after the critic's steps.</summary>
    /// <param name="real">Returns a batch of real items, a new one each time.</param>
    /// <exception cref="TrainingException">A loss is not finite.</exception>
    public GanStep Step(Func<Tensor> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        double criticLoss = 0, distance = 0;
        for (var step = 0; step < _objective.CriticSteps; step++) (criticLoss, distance) = CriticStep(real);
        using var scope = StepScope.Begin();
        var items = real();
        _generatorOptimizer.ClearGradients();
        var loss = _objective.Generator(Critic.Forward(items).Detach(), Critic.Forward(Draw(items.Shape[0], items.Type)));
        loss.Backward();

        // The backward pass of the generator also reached the critic, which must not learn from it.
        Critic.ClearGradients();
        var gradient = _generatorOptimizer.GradientNorm();
        _generatorOptimizer.Step();
        return new(GanRules.Finite(_objective, "generator", loss.Item()), GanRules.Finite(_objective, "critic", criticLoss), distance, gradient);
    }

    /// <summary>Makes one step of the critic alone: returns its loss, and the difference of its mean outputs for real and generated items.</summary>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    public (double Loss, double Distance) CriticStep(Func<Tensor> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        using var scope = StepScope.Begin();
        var items = real();
        Tensor made;
        using (Autograd.NoGradient()) made = Draw(items.Shape[0], items.Type);
        _criticOptimizer.ClearGradients();
        var (realScores, madeScores) = (Critic.Forward(items), Critic.Forward(made));
        var loss = _objective.Critic(realScores, madeScores);
        if (_objective.Penalty is { } penalty) loss += penalty(Critic.Forward, items, made, _random);
        loss.Backward();
        _criticOptimizer.Step();
        if (_objective.ClipWeights is { } most) WeightClip.Apply(Critic.Parameters, most);
        return (GanRules.Finite(_objective, "critic", loss.Item()), realScores.Mean().Item() - madeScores.Mean().Item());
    }

    /// <summary>Items that the generator makes from fresh noise.</summary>
    public Tensor Draw(int items, ElementType type = ElementType.Single)
    {
        var noise = new double[items * NoiseWidth];
        for (var i = 0; i < noise.Length; i++) noise[i] = _random.NextNormal();
        return Generator.Forward(Tensor.Of(noise, [items, NoiseWidth]).To(type));
    }
}

/// <summary>The losses and gradient of a step.</summary>
/// <param name="GeneratorLoss">The generator's loss before the step.</param>
/// <param name="CriticLoss">The critic's loss at its last step, penalties included.</param>
/// <param name="Distance">The critic's mean output for real items minus that for generated ones: for WGAN the distance that it estimates.</param>
/// <param name="GeneratorGradient">The norm of the generator's gradient: near 0 if a confident critic leaves nothing to learn from.</param>
public readonly record struct GanStep(double GeneratorLoss, double CriticLoss, double Distance, double GeneratorGradient);

namespace Minima.Training.Adversarial;

/// <summary>Checks that all GAN trainers share.</summary>
internal static class GanRules
{
    /// <summary>Checks that each optimizer has parameters of its own player only.</summary>
    /// <exception cref="TrainingException">One has parameters of the other player.</exception>
    public static void Check(Module generator, Module critic, GanObjective objective, Optimizer generatorOptimizer, Optimizer criticOptimizer, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(critic);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(generatorOptimizer);
        ArgumentNullException.ThrowIfNull(criticOptimizer);
        ArgumentNullException.ThrowIfNull(random);
        if (generatorOptimizer.Parameters.Any(critic.Parameters.Contains)) throw new TrainingException("The generator's optimizer was given parameters of the critic: it would help its opponent. Make it with generator.Parameters.");
        if (criticOptimizer.Parameters.Any(generator.Parameters.Contains)) throw new TrainingException("The critic's optimizer was given parameters of the generator: it would help its opponent. Make it with critic.Parameters.");
    }

    /// <exception cref="TrainingException">It is not finite.</exception>
    public static double Finite(GanObjective objective, string player, double loss) => double.IsFinite(loss)
        ? loss
        : throw new TrainingException($"The loss of the {player} ({objective.Name}) became {loss}: the training has diverged. Lower the learning rates, or penalise the critic's gradient (R1, WGAN-GP).");
}

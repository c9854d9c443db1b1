using Minima.Training.Preference;

namespace Minima.Lab.Preference;

/// <summary>One training of a policy: its divergence and reward at each evaluation, and its ranking of held-out pairs.</summary>
/// <param name="Looks">The divergence from the reference and the mean reward, both exact; the first evaluation is before training.</param>
/// <param name="Share">The gain over the reference, as a fraction of the possible gain at this divergence; NaN for the reference.</param>
/// <param name="Ranked">The proportion of held-out pairs that log p - log p_reference ranks correctly; NaN for the best possible policy.</param>
/// <param name="RankedAlone">The proportion that log p ranks correctly; NaN for the best possible policy.</param>
internal sealed record PolicyPath(IReadOnlyList<(double X, double Y)> Looks, double Share, double Ranked, double RankedAlone)
{
    /// <summary>The cost of a unit of divergence.</summary>
    public const double Price = 0.5;

    private const int LookCount = 16;

    public double Divergence => Looks[^1].X;

    public double Reward => Looks[^1].Y;

    /// <summary>The reward minus the cost of the divergence.</summary>
    public double Net => Reward - (Price * Divergence);

    /// <summary>Trains a policy on the pairs.</summary>
    public static PolicyPath FromPairs(ToyLanguage toy, PreferenceObjective objective, double learningRate, int steps)
    {
        var policy = toy.Copy();
        var optimizer = new Adam(policy.Parameters, learningRate);
        var trainer = new PreferenceTrainer(policy, toy.Reference, objective, optimizer) { Prompt = TokenWorld.Prompt };
        var random = toy.Random(objective.Name);
        return Trained(toy, policy, optimizer, steps, () =>
        {
            var batch = toy.Pairs.Some([.. Enumerable.Range(0, ToyLanguage.BatchSize).Select(_ => random.NextInt(toy.Pairs.Count))]);
            trainer.Step(batch.Chosen, batch.Rejected);
        });
    }

    /// <summary>Trains a policy on the rewards of answers that it draws itself.</summary>
    public static PolicyPath FromRewards(ToyLanguage toy, Module rewards, double learningRate, int steps, double divergenceWeight, Action<PolicyTrainer, RandomState> step)
    {
        var policy = toy.Copy();
        var optimizer = new Adam(policy.Parameters, learningRate);
        var random = toy.Random("answers");
        var trainer = new PolicyTrainer(policy, toy.Reference, optimizer, answers => RewardTrainer.Of(rewards, answers).ToArray(), random) { DivergenceWeight = divergenceWeight };
        return Trained(toy, policy, optimizer, steps, () => step(trainer, random));
    }

    /// <summary>The reference, untrained.</summary>
    public static PolicyPath Untrained(ToyLanguage toy) => Trained(toy, toy.Copy(), null, 0, () => { });

    /// <summary>The policy with the highest net reward: reference times e^(hidden reward / price).</summary>
    public static PolicyPath Best(ToyLanguage toy)
    {
        var (reward, divergence) = toy.Exact.Tilted(toy.World, Price).Judge(toy.World, toy.Exact);
        return new([(divergence, reward)], 1, double.NaN, double.NaN);
    }

    /// <summary>Trains a reward model on the same pairs.</summary>
    public static ContextReward Rewards(ToyLanguage toy, int steps)
    {
        var model = new ContextReward(TokenWorld.Words, TokenWorld.Length, ToyLanguage.Width, toy.Random("reward weights"));
        var optimizer = new Adam(model.Parameters, 5e-3);
        var trainer = new RewardTrainer(model, optimizer);
        var schedule = new CosineSchedule(steps);
        var random = toy.Random("reward batches");
        for (var step = 0; step < steps; step++)
        {
            optimizer.LearningRateFactor = schedule.At(step);
            var batch = toy.Pairs.Some([.. Enumerable.Range(0, ToyLanguage.BatchSize).Select(_ => random.NextInt(toy.Pairs.Count))]);
            trainer.Step(batch.Chosen, batch.Rejected);
        }

        return model;
    }

    private static PolicyPath Trained(ToyLanguage toy, ContextModel policy, Adam? optimizer, int steps, Action step)
    {
        var schedule = new CosineSchedule(Math.Max(steps, 1));
        var looks = new List<(double, double)> { Look(toy, policy) };
        var every = Math.Max(1, steps / LookCount);
        for (var done = 0; done < steps; done++)
        {
            optimizer!.LearningRateFactor = schedule.At(done);
            step();
            if ((done + 1) % every == 0 || done + 1 == steps) looks.Add(Look(toy, policy));
        }

        var ((_, before), (divergence, reward)) = (looks[0], looks[^1]);
        return new(
            looks,
            steps > 0 ? (reward - before) / (toy.Frontier.At(divergence) - before) : double.NaN,
            toy.HeldOut.Ranked(tokens => Whole(policy, tokens) - Whole(toy.Reference, tokens)),
            toy.HeldOut.Ranked(tokens => Whole(policy, tokens)));
    }

    private static (double Divergence, double Reward) Look(ToyLanguage toy, ContextModel policy)
    {
        var (reward, divergence) = ExactPolicy.Of(policy).Judge(toy.World, toy.Exact);
        return (divergence, reward);
    }

    private static Tensor Whole(Module model, Tensor tokens) => SequenceScores.Sum(SequenceScores.Tokens(model, tokens, TokenWorld.Prompt));
}

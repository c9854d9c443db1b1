using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.Preference;

/// <summary>Trains a language model on rewards of its own answers, with a divergence that keeps it near a reference: policy gradient, PPO and GRPO.</summary>
/// <remarks>
/// <para>A step draws answers, computes their rewards, and raises the expected reward. <see cref="Reinforce"/> and <see cref="Proximal"/> subtract
/// <see cref="DivergenceWeight"/> (log p - log p_reference) from the reward of an answer. The advantage is the result, standardised over the batch, which
/// takes the place of a value network. With <see cref="GroupRelative"/>, answers to one prompt compete, and the divergence is part of the loss.</para>
/// <para>Source: Williams 1992; Schulman et al. 2017, arXiv:1707.06347; Ouyang et al. 2022, arXiv:2203.02155; Shao et al. 2024, arXiv:2402.03300.</para>
/// </remarks>
/// <example><code>
/// var trainer = new PolicyTrainer(policy, reference, new Adam(policy.Parameters, 1e-3), answers => RewardTrainer.Of(model, answers).ToArray(), random);
/// trainer.Proximal(prompts, length: 8);
/// </code></example>
public sealed class PolicyTrainer
{
    private const double LeastDeviation = 1e-8;

    private readonly Module _policy;
    private readonly Module _reference;
    private readonly Optimizer _optimizer;
    private readonly Func<Tensor, double[]> _reward;
    private readonly RandomState _random;

    /// <param name="policy">The model to train.</param>
    /// <param name="reference">The initial policy; not changed.</param>
    /// <param name="optimizer">The optimizer of the policy's parameters.</param>
    /// <param name="reward">Computes the reward of each row of int tokens [N, L], prompts included.</param>
    /// <param name="random">Draws answers.</param>
    /// <exception cref="TrainingException">Policy and reference share parameters, or the optimizer has parameters of the reference.</exception>
    public PolicyTrainer(Module policy, Module reference, Optimizer optimizer, Func<Tensor, double[]> reward, RandomState random)
    {
        ReferenceRule.Check(policy, reference, optimizer);
        ArgumentNullException.ThrowIfNull(reward);
        ArgumentNullException.ThrowIfNull(random);
        (_policy, _reference, _optimizer, _reward, _random) = (policy, reference, optimizer, reward, random);
    }

    /// <summary>The weight of log p - log p_reference.</summary>
    /// <exception cref="TrainingException">Negative or not finite.</exception>
    public double DivergenceWeight
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new TrainingException($"The weight of the divergence is {value}; it must be finite and 0 or above.");
    } = 0.1;

    /// <summary>The clipping range of the ratio of probabilities around 1, which limits several steps on the same answers: PPO and GRPO.</summary>
    /// <exception cref="TrainingException">Not above 0.</exception>
    public double Clip
    {
        get;
        init => field = value > 0 ? value : throw new TrainingException($"The clip is {value}; it must be above 0 (0.2 is usual).");
    } = 0.2;

    /// <summary>The number of optimizer steps on the same answers: PPO and GRPO.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Updates
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"Cannot use answers for {value} updates; at least 1 is needed.");
    } = 4;

    /// <summary>REINFORCE: makes one step on the answers.</summary>
    /// <param name="prompts">int [N, P].</param>
    /// <param name="length">The number of tokens in an answer.</param>
    /// <exception cref="TrainingException">A number of rewards other than that of the answers, or a reward that is not finite.</exception>
    public PolicyStep Reinforce(Tensor prompts, int length)
    {
        var drawn = Draw(prompts, length);
        var advantage = Advantages(drawn);
        Update(1, () => new PolicyGradient().Apply(Now(drawn), OverTokens(advantage, drawn.Type, length)));
        return drawn.Step;
    }

    /// <summary>PPO: makes several clipped steps on the same answers.</summary>
    /// <inheritdoc cref="Reinforce"/>
    public PolicyStep Proximal(Tensor prompts, int length)
    {
        var drawn = Draw(prompts, length);
        var advantage = Advantages(drawn);
        Update(Updates, () => new ClippedPolicy(Clip).Apply(Now(drawn), Tensor.Of(drawn.Old, [drawn.Rows, length]).To(drawn.Type), OverTokens(advantage, drawn.Type, length)));
        return drawn.Step;
    }

    /// <summary>GRPO: makes several clipped steps on groups of answers to one prompt each.</summary>
    /// <param name="prompts">int [N, P], one row for each group.</param>
    /// <param name="length">The number of tokens in an answer.</param>
    /// <param name="group">The number of answers to a prompt; at least 2.</param>
    /// <exception cref="TrainingException">A number of rewards other than that of the answers, a reward that is not finite, or a group below 2.</exception>
    public PolicyStep GroupRelative(Tensor prompts, int length, int group)
    {
        if (group < 2) throw new TrainingException($"Cannot use groups of {group} answers; answers compete, so at least 2 are needed.");
        var drawn = Draw(Repeated(prompts, group), length);
        var loss = new GroupRelativePolicyOptimization(Clip, DivergenceWeight);
        Update(Updates, () =>
        {
            var (now, sum) = (Now(drawn), default(Tensor));
            for (var first = 0; first < drawn.Rows; first += group)
            {
                var one = loss.Apply(now.Slice(0, first, group), Part(drawn.Old, first), Part(drawn.Reference, first), Tensor.Of(drawn.Rewards.AsSpan(first, group), [group]).To(drawn.Type));
                sum = sum.IsNone ? one : sum + one;
            }

            return sum / (drawn.Rows / group);
        });
        return drawn.Step;

        Tensor Part(double[] values, int first) => Tensor.Of(values.AsSpan(first * length, group * length), [group, length]).To(drawn.Type);
    }

    private void Update(int times, Func<Tensor> loss)
    {
        for (var update = 0; update < times; update++)
        {
            using var scope = StepScope.Begin();
            _optimizer.ClearGradients();
            var value = loss();
            if (!double.IsFinite(value.Item())) throw new TrainingException($"The loss of the policy became {value.Item()}. Lower the learning rate, or raise the weight of the divergence.");
            value.Backward();
            _optimizer.Step();
        }
    }

    /// <summary>Draws answers, with their rewards and log-probabilities before the policy changes.</summary>
    private Drawn Draw(Tensor prompts, int length)
    {
        using var silence = Autograd.NoGradient();
        var tokens = SequenceSampler.Draw(_policy, prompts, length, _random);
        using var scope = StepScope.Begin();
        var prompt = prompts.Shape[1];
        var (now, then) = (SequenceScores.Tokens(_policy, tokens, prompt), SequenceScores.Tokens(_reference, tokens, prompt));
        var rewards = _reward(tokens);
        if (rewards.Length != tokens.Shape[0]) throw new TrainingException($"{rewards.Length} rewards were given for {tokens.Shape[0]} answers; give one for each.");
        var bad = Array.FindIndex(rewards, reward => !double.IsFinite(reward));
        return bad < 0 ? new(tokens, prompt, now.Type, now.ToArray(), then.ToArray(), rewards) : throw new TrainingException($"The reward of answer {bad} is {rewards[bad]}; rewards must be finite.");
    }

    private Tensor Now(Drawn drawn) => SequenceScores.Tokens(_policy, drawn.Tokens, drawn.Prompt);

    private double[] Advantages(Drawn drawn)
    {
        var left = drawn.Rewards.Select((reward, row) => reward - (DivergenceWeight * drawn.Departure(row))).ToArray();
        var mean = left.Average();
        var deviation = Math.Sqrt(left.Average(value => (value - mean) * (value - mean)));
        return Array.ConvertAll(left, value => (value - mean) / (deviation + LeastDeviation));
    }

    private static Tensor OverTokens(double[] advantage, ElementType type, int length) => Tensor.Of(advantage, [advantage.Length, 1]).To(type).BroadcastTo([advantage.Length, length]).Contiguous();

    private static Tensor Repeated(Tensor prompts, int times)
    {
        var (rows, width) = (prompts.Shape[0], prompts.Shape[1]);
        return prompts.Reshape([rows, 1, width]).BroadcastTo([rows, times, width]).Contiguous().Reshape([rows * times, width]);
    }

    private sealed record Drawn(Tensor Tokens, int Prompt, ElementType Type, double[] Old, double[] Reference, double[] Rewards)
    {
        public int Rows => Rewards.Length;

        public PolicyStep Step => new(Rewards.Average(), Enumerable.Range(0, Rows).Average(Departure));

        /// <summary>log p - log p_reference of an answer.</summary>
        public double Departure(int row)
        {
            var length = Old.Length / Rows;
            double sum = 0;
            for (var i = row * length; i < (row + 1) * length; i++) sum += Old[i] - Reference[i];
            return sum;
        }
    }
}

/// <summary>The means over the answers that a step drew.</summary>
/// <param name="Reward">The mean reward, before the divergence is subtracted.</param>
/// <param name="Departure">The mean of log p - log p_reference: an estimate of KL(policy || reference).</param>
public readonly record struct PolicyStep(double Reward, double Departure);

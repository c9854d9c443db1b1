using Minima.Losses;

namespace Minima.Training.Preference;

/// <summary>Trains a reward model on pairs of answers: the chosen one should get the higher reward (Bradley and Terry 1952; Ouyang et al. 2022).</summary>
/// <remarks>The model takes int tokens [N, L] and returns numbers [N, L, 1]; the one at the last token is the reward of the answer. Loss: softplus(rejected - chosen), mean over pairs.</remarks>
/// <example><code>
/// var trainer = new RewardTrainer(model, new Adam(model.Parameters, 1e-3));
/// trainer.Step(chosen, rejected);
/// double[] rewards = RewardTrainer.Of(model, answers).ToArray();
/// </code></example>
public sealed class RewardTrainer
{
    private readonly Module _model;
    private readonly Optimizer _optimizer;

    /// <param name="model">The reward model to train.</param>
    /// <param name="optimizer">The optimizer of its parameters.</param>
    public RewardTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_model, _optimizer) = (model, optimizer);
    }

    /// <summary>The rewards of answers, [N].</summary>
    /// <exception cref="TrainingException">The model's output has another shape.</exception>
    public static Tensor Of(Module model, Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(model);
        var output = model.Forward(tokens);
        if (output.Rank != 3 || output.Shape[0] != tokens.Shape[0] || output.Shape[2] != 1) throw new TrainingException($"A reward model was given tokens {tokens.Shape} and answered with the shape {output.Shape}; one number for each token, [N, L, 1], was expected.");
        return output.Slice(1, output.Shape[1] - 1, 1).Reshape([output.Shape[0]]);
    }

    /// <summary>Makes one step on pairs; returns the loss before it.</summary>
    /// <param name="chosen">int [N, L]: the better answers.</param>
    /// <param name="rejected">int [N, L]: the worse answers.</param>
    /// <exception cref="TrainingException">The loss is not finite, or the model's output has another shape.</exception>
    public double Step(Tensor chosen, Tensor rejected)
    {
        using var scope = StepScope.Begin();
        _optimizer.ClearGradients();
        var loss = new BradleyTerryReward().Apply(Of(_model, chosen), Of(_model, rejected));
        var value = loss.Item();
        if (!double.IsFinite(value)) throw new TrainingException($"The loss of the reward model became {value}. Lower the learning rate.");
        loss.Backward();
        _optimizer.Step();
        return value;
    }
}

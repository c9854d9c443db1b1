namespace Minima.Training.Robustness;

/// <summary>Gradient descent on the weights, ascent on the inputs: each step searches for changes of the batch that mislead the model, and trains on them.</summary>
/// <remarks>
/// <para>Formula: min over w of the mean over rows of max over |d| &lt;= radius of L(f_w(x + d), y); by Danskin's theorem the gradient with respect to w at the maximiser is that of the maximum.</para>
/// <para>Source: Madry et al. 2018, ICLR, arXiv:1706.06083.</para>
/// </remarks>
/// <example><code>
/// var training = new RobustTraining(model, RobustObjective.Trades(GradientAttack.Projected(0.1)), new Adam(model.Parameters, 1e-3), random);
/// foreach (var batch in rows.Epoch(0)) training.Step(batch.Features, batch.Target);
/// </code></example>
public sealed class RobustTraining
{
    private readonly Module _model;
    private readonly RobustObjective _objective;
    private readonly Optimizer _optimizer;
    private readonly RandomState _random;

    /// <param name="model">Computes logits [N, K] of inputs [N, ..].</param>
    /// <param name="objective">The loss to minimise.</param>
    /// <param name="optimizer">The optimizer of the model's parameters.</param>
    /// <param name="random">Draws the starting points of attacks.</param>
    public RobustTraining(Module model, RobustObjective objective, Optimizer optimizer, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(random);
        (_model, _objective, _optimizer, _random) = (model, objective, optimizer, random);
    }

    /// <summary>Makes one step on a batch.</summary>
    /// <param name="inputs">[N, ..], in [0, 1].</param>
    /// <param name="labels">int [N].</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="TrainingException">The loss is not finite, an input is outside of [0, 1], or labels are not one int for each row.</exception>
    public double Step(Tensor inputs, Tensor labels)
    {
        using var scope = StepScope.Begin();
        var loss = _objective.Loss(_model, inputs, labels, _random);
        _optimizer.ClearGradients();
        loss.Backward();
        var value = loss.Item();
        if (!double.IsFinite(value)) throw new TrainingException(FormattableString.Invariant($"The loss of {_objective.Name} training became {value}. Lower the learning rate, or the radius of the attack."));
        _optimizer.Step();
        return value;
    }
}

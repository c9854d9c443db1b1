namespace Minima.Training;

/// <summary>
/// Elastic weight consolidation with one anchor for all earlier tasks (Schwarz et al. 2018): lambda / 2 times the sum of F (w - anchor)^2, where each task adds its
/// importances to gamma times those before, and the anchor moves to the weights that it left.
/// </summary>
/// <example><code>
/// var anchor = OnlineElasticWeightConsolidation.After(model, objective, firstRows, lambda: 100);
/// // train the second task with Regularizers = [anchor], then:
/// anchor.Consolidate(objective, secondRows);
/// </code></example>
public sealed class OnlineElasticWeightConsolidation : AnchorPenalty
{
    private const string Title = "online_ewc";

    private readonly Module _model;

    /// <summary>A penalty before the first task: it is 0 until <see cref="Consolidate"/>.</summary>
    /// <exception cref="TrainingException">Nothing trainable, a lambda that is negative, infinite or NaN, or a gamma outside [0, 1].</exception>
    public OnlineElasticWeightConsolidation(Module model, double lambda, double gamma = 0.9)
        : base(Title, Trained(model), Even(Trained(model), 0))
    {
        _model = model;
        Lambda = CheckedStrength(Title, "lambda", lambda);
        Gamma = gamma is >= 0 and <= 1 ? gamma : throw new TrainingException(FormattableString.Invariant($"{Title}: gamma is {gamma:R}; it must be in [0, 1] (default 0.9). It is how much of the earlier importances is kept."));
    }

    /// <summary>How much the earlier tasks count.</summary>
    public double Lambda { get; }

    /// <summary>How much of the earlier importances is kept at each task; 1 forgets none.</summary>
    public double Gamma { get; }

    private protected override double Factor => Lambda / 2;

    /// <summary>The penalty after the first task was learned.</summary>
    /// <param name="model">As it is now; its parameters that are trainable are held.</param>
    /// <param name="objective">What the task minimised.</param>
    /// <param name="rows">The task's rows, or some of them; each is seen once.</param>
    /// <param name="lambda">How much earlier tasks count.</param>
    /// <param name="gamma">How much of earlier importances is kept at each task.</param>
    /// <exception cref="TrainingException">No row, nothing trainable, or a number out of range.</exception>
    public static OnlineElasticWeightConsolidation After(Module model, Objective objective, IBatchSource rows, double lambda, double gamma = 0.9)
    {
        var penalty = new OnlineElasticWeightConsolidation(model, lambda, gamma);
        penalty.Consolidate(objective, rows);
        return penalty;
    }

    /// <summary>Takes in a task that was learned: its importances are added, and the weights as they are become the anchor.</summary>
    /// <param name="objective">What the task minimised.</param>
    /// <param name="rows">The task's rows, or some of them; each is seen once.</param>
    /// <exception cref="TrainingException">No row.</exception>
    public void Consolidate(Objective objective, IBatchSource rows)
    {
        var fresh = RowGradients.Squares(Title, _model, Parameters, objective, rows);
        for (var i = 0; i < fresh.Length; i++)
        {
            using var step = StepScope.Begin();
            TensorCopy.Copy((Importances[i] * Gamma) + fresh[i], Importances[i]);
        }

        Anchor();
    }
}

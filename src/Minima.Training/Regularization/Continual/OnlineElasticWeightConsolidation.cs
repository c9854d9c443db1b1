namespace Minima.Training;

/// <summary>
/// Elastic weight consolidation with one anchor for all earlier tasks (Schwarz et al. 2018): lambda / 2 times the sum of F (w - anchor)^2. Each task adds its
/// importances to gamma times the previous ones, and moves the anchor to its final weights.
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

    /// <summary>Creates a penalty before the first task: it is 0 until <see cref="Consolidate"/>.</summary>
    /// <exception cref="TrainingException">Nothing trainable, a lambda that is negative, infinite or NaN, or a gamma outside [0, 1].</exception>
    public OnlineElasticWeightConsolidation(Module model, double lambda, double gamma = 0.9)
        : base(Title, Trained(model), Even(Trained(model), 0))
    {
        _model = model;
        Lambda = CheckedStrength(Title, "lambda", lambda);
        Gamma = gamma is >= 0 and <= 1 ? gamma : throw new TrainingException(FormattableString.Invariant($"{Title}: gamma is {gamma:R}; it must be in [0, 1] (default 0.9). It is how much of the earlier importances is kept."));
    }

    /// <summary>The weight of the earlier tasks.</summary>
    public double Lambda { get; }

    /// <summary>The proportion of the earlier importances that each task keeps; 1 forgets none.</summary>
    public double Gamma { get; }

    internal override string Settings => FormattableString.Invariant($"{Lambda} {Gamma}");

    private protected override double Factor => Lambda / 2;

    /// <summary>Creates the penalty after the first task was learned.</summary>
    /// <param name="model">The trained model; the penalty holds its trainable parameters.</param>
    /// <param name="objective">The objective of the task.</param>
    /// <param name="rows">The task's rows, or some of them; each is used once.</param>
    /// <param name="lambda">The weight of earlier tasks.</param>
    /// <param name="gamma">The proportion of earlier importances that each task keeps.</param>
    /// <exception cref="TrainingException">No row, nothing trainable, or a number out of range.</exception>
    public static OnlineElasticWeightConsolidation After(Module model, Objective objective, IBatchSource rows, double lambda, double gamma = 0.9)
    {
        var penalty = new OnlineElasticWeightConsolidation(model, lambda, gamma);
        penalty.Consolidate(objective, rows);
        return penalty;
    }

    /// <summary>Adds a learned task: adds its importances, and makes the current weights the anchor.</summary>
    /// <param name="objective">The objective of the task.</param>
    /// <param name="rows">The task's rows, or some of them; each is used once.</param>
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

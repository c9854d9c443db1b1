namespace Minima.Training;

/// <summary>
/// lambda / 2 times the sum of F (w - anchor)^2 (Kirkpatrick et al. 2017): keeps weights near those that solved a task, more strongly the more the likelihood of its rows
/// depended on them. For several earlier tasks use one for each.
/// </summary>
/// <remarks>
/// F is the mean over rows of the squared gradients of each row's loss, at the labels of the data (the empirical Fisher information). The loss should be a negative
/// log-likelihood: cross-entropy, or half the squared error. One backward pass for each row: a few hundred rows are enough.
/// </remarks>
/// <example><code>
/// first.Fit(oldRows);
/// var anchor = ElasticWeightConsolidation.After(model, objective, oldRows, lambda: 100);
/// var second = new Trainer(model, objective, new Adam(model.Parameters, 1e-3)) { Regularizers = [anchor] };
/// </code></example>
public sealed class ElasticWeightConsolidation : AnchorPenalty
{
    private const string Title = "ewc";

    /// <summary>Creates a penalty on the current weights with importances that you measured.</summary>
    /// <exception cref="TrainingException">A lambda or an importance that is negative, infinite or NaN; shapes that do not fit; no parameters, or one given twice.</exception>
    public ElasticWeightConsolidation(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> importances, double lambda)
        : base(Title, parameters, importances) => Lambda = CheckedStrength(Title, "lambda", lambda);

    /// <summary>The weight of the earlier task; 100 to 5000 in the literature.</summary>
    public double Lambda { get; }

    internal override string Settings => FormattableString.Invariant($"{Lambda}");

    private protected override double Factor => Lambda / 2;

    /// <summary>Creates the penalty after a task was learned.</summary>
    /// <param name="model">The trained model; the penalty holds its trainable parameters.</param>
    /// <param name="objective">The objective of the task.</param>
    /// <param name="rows">The task's rows, or some of them; each is used once.</param>
    /// <param name="lambda">The weight of the task.</param>
    /// <exception cref="TrainingException">No row, nothing trainable, or a lambda that is negative, infinite or NaN.</exception>
    public static ElasticWeightConsolidation After(Module model, Objective objective, IBatchSource rows, double lambda)
    {
        var parameters = Trained(model);
        return new(parameters, RowGradients.Squares(Title, model, parameters, objective, rows), lambda);
    }
}

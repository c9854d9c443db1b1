namespace Minima.Training;

/// <summary>
/// lambda times the sum of Omega (w - anchor)^2 (Aljundi et al. 2018): keeps weights near their earlier values, more strongly the more the model's outputs depend on them. No labels
/// are needed: the rows may be those that the model meets in use.
/// </summary>
/// <remarks>Omega is the mean over rows of the absolute gradients of |f(x)|^2, the squared length of the output. It takes one backward pass for each row.</remarks>
/// <example><code>
/// var anchor = MemoryAwareSynapses.After(model, rows, lambda: 1);
/// var trainer = new Trainer(model, objective, optimizer) { Regularizers = [anchor] };
/// </code></example>
public sealed class MemoryAwareSynapses : AnchorPenalty
{
    private const string Title = "mas";

    /// <summary>Creates a penalty on the current weights with importances that you measured.</summary>
    /// <exception cref="TrainingException">A lambda or an importance that is negative, infinite or NaN; shapes that do not fit; no parameters, or one given twice.</exception>
    public MemoryAwareSynapses(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> importances, double lambda)
        : base(Title, parameters, importances) => Lambda = CheckedStrength(Title, "lambda", lambda);

    /// <summary>The weight of what was learned before.</summary>
    public double Lambda { get; }

    internal override string Settings => FormattableString.Invariant($"{Lambda}");

    private protected override double Factor => Lambda;

    /// <summary>Creates the penalty after a task was learned.</summary>
    /// <param name="model">The trained model; the penalty holds its trainable parameters.</param>
    /// <param name="rows">Rows whose outputs should stay; targets are ignored.</param>
    /// <param name="lambda">The weight of these outputs.</param>
    /// <exception cref="TrainingException">No row, nothing trainable, or a lambda that is negative, infinite or NaN.</exception>
    public static MemoryAwareSynapses After(Module model, IBatchSource rows, double lambda)
    {
        var parameters = Trained(model);
        return new(parameters, RowGradients.Mean(Title, model, parameters, rows, row => Square(model.Forward(row.Features)).Sum(), gradient => gradient.Abs()), lambda);
    }

    private static Tensor Square(Tensor x) => x * x;
}

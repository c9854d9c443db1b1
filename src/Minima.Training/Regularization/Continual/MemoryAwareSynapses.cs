namespace Minima.Training;

/// <summary>
/// lambda times the sum of Omega (w - anchor)^2 (Aljundi et al. 2018): weights stay near those of before, the more the model's answers depend on them. No labels are needed:
/// the rows may be those that the model meets in use.
/// </summary>
/// <remarks>Omega is the mean over rows of the sizes of the gradients of |f(x)|^2, the squared length of the answer. One backward pass for each row.</remarks>
/// <example><code>
/// var anchor = MemoryAwareSynapses.After(model, rows, lambda: 1);
/// var trainer = new Trainer(model, objective, optimizer) { Regularizers = [anchor] };
/// </code></example>
public sealed class MemoryAwareSynapses : AnchorPenalty
{
    private const string Title = "mas";

    /// <summary>A penalty with importances that you measured, for the weights as they are.</summary>
    /// <exception cref="TrainingException">A lambda or an importance that is negative, infinite or NaN; shapes that do not fit; no parameters, or one given twice.</exception>
    public MemoryAwareSynapses(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> importances, double lambda)
        : base(Title, parameters, importances) => Lambda = CheckedStrength(Title, "lambda", lambda);

    /// <summary>How much what was learned before counts.</summary>
    public double Lambda { get; }

    private protected override double Factor => Lambda;

    /// <summary>The penalty after a task was learned.</summary>
    /// <param name="model">As it is now; its parameters that are trainable are held.</param>
    /// <param name="rows">Rows whose answers should stay; targets are not looked at.</param>
    /// <param name="lambda">How much they count.</param>
    /// <exception cref="TrainingException">No row, nothing trainable, or a lambda that is negative, infinite or NaN.</exception>
    public static MemoryAwareSynapses After(Module model, IBatchSource rows, double lambda)
    {
        var parameters = Trained(model);
        return new(parameters, RowGradients.Mean(Title, model, parameters, rows, row => Square(model.Forward(row.Features)).Sum(), gradient => gradient.Abs()), lambda);
    }

    private static Tensor Square(Tensor x) => x * x;
}

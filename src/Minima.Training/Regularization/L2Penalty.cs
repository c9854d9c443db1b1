namespace Minima.Training;

/// <summary>strength / 2 times the sum of w^2 (Hoerl, Kennard 1970): its gradient is strength w.</summary>
/// <remarks>The weight decay of an optimizer does the same at no extra cost; this one has a value and can apply to some parameters only.</remarks>
public sealed class L2Penalty : Regularizer
{
    private readonly WeightSumJob<ProductTerm> _sum;
    private readonly CombineJob _add = new();

    /// <summary>Creates a penalty on parameters; leave biases out.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; no parameters, or one given twice.</exception>
    public L2Penalty(IReadOnlyList<Parameter> parameters, double strength)
        : base("l2", parameters)
    {
        Strength = CheckedStrength(Name, "strength", strength);
        _sum = new(Parameters, Blocks);
    }

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength}");

    /// <inheritdoc/>
    public override double Value() => 0.5 * Strength * _sum.Sum();

    /// <inheritdoc/>
    public override unsafe void AddGradient(double factor = 1)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            var parameter = Parameters[i];
            if (!parameter.IsTrainable || parameter.Gradient.IsNone) continue;
            var gradient = ParameterCheck.GradientNode(parameter);
            gradient.Storage!.Version++;
            _add.Run(gradient.Pointer, 1, gradient.Pointer, factor * Strength, parameter.Value.Node.Pointer, gradient.Count, gradient.Type);
        }
    }
}

namespace Minima.Training;

/// <summary>strength times the sum of |w| (Tibshirani 1996): weights that matter little become exactly 0.</summary>
/// <remarks>After a step of length r: w = sign(w) max(|w| - r strength, 0), the proximal step (Daubechies et al. 2004). At w = 0 the penalty has a kink.</remarks>
public sealed class L1Penalty : Regularizer
{
    private readonly WeightSumJob<AbsoluteTerm> _sum;
    private readonly ShrinkJob _shrink;

    /// <summary>Creates a penalty on parameters; leave biases out.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; no parameters, or one given twice.</exception>
    public L1Penalty(IReadOnlyList<Parameter> parameters, double strength)
        : base("l1", parameters)
    {
        Strength = CheckedStrength(Name, "strength", strength);
        _sum = new(Parameters, Blocks);
        _shrink = new(Parameters, Blocks);
    }

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength}");

    /// <inheritdoc/>
    public override double Value() => Strength * _sum.Sum();

    private protected override void Move(double[] rates) => _shrink.Shrink(rates, Strength, 0);
}

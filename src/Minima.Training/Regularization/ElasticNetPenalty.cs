namespace Minima.Training;

/// <summary>l1 times the sum of |w| plus l2 / 2 times the sum of w^2 (Zou, Hastie 2005): gives exact zeros, and keeps correlated weights together.</summary>
/// <remarks>After a step of length r: w = sign(w) max(|w| - r l1, 0) / (1 + r l2), the proximal step of both. At w = 0 the penalty has a kink.</remarks>
public sealed class ElasticNetPenalty : Regularizer
{
    private readonly WeightSumJob<AbsoluteTerm> _absolutes;
    private readonly WeightSumJob<ProductTerm> _squares;
    private readonly ShrinkJob _shrink;

    /// <summary>Creates a penalty on parameters; leave biases out.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; no parameters, or one given twice.</exception>
    public ElasticNetPenalty(IReadOnlyList<Parameter> parameters, double l1, double l2)
        : base("elastic_net", parameters)
    {
        L1 = CheckedStrength(Name, "l1", l1);
        L2 = CheckedStrength(Name, "l2", l2);
        _absolutes = new(Parameters, Blocks);
        _squares = new(Parameters, Blocks);
        _shrink = new(Parameters, Blocks);
    }

    /// <summary>The strength of |w|.</summary>
    public double L1 { get; }

    /// <summary>The strength of w^2 / 2.</summary>
    public double L2 { get; }

    internal override string Settings => FormattableString.Invariant($"{L1} {L2}");

    /// <inheritdoc/>
    public override double Value() => (L1 * _absolutes.Sum()) + (0.5 * L2 * _squares.Sum());

    private protected override void Move(double[] rates) => _shrink.Shrink(rates, L1, L2);
}

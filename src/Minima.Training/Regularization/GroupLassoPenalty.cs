namespace Minima.Training;

/// <summary>
/// strength times the sum over groups of sqrt(size) times the group's Euclidean norm (Yuan, Lin 2006): whole groups become exactly 0. With the rows of a
/// linear layer's weight as groups, irrelevant inputs are switched off.
/// </summary>
/// <remarks>After a step of length r a group w becomes w max(0, 1 - r strength sqrt(size) / |w|), the proximal step. At w = 0 the penalty has a kink.</remarks>
public sealed class GroupLassoPenalty : Regularizer
{
    private readonly GroupJob<Rule> _job;

    /// <summary>Creates a penalty on parameters of two axes or more.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; a parameter without rows; no parameters, or one given twice.</exception>
    public GroupLassoPenalty(IReadOnlyList<Parameter> parameters, double strength, WeightGroups groups = WeightGroups.Rows)
        : base("group_lasso", parameters)
    {
        Strength = CheckedStrength(Name, "strength", strength);
        Groups = groups;
        _job = new(Name, Parameters, groups, new Rule(strength));
    }

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    /// <summary>The grouping of the weights.</summary>
    public WeightGroups Groups { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength} {Groups}");

    /// <inheritdoc/>
    public override double Value() => _job.Sum();

    private protected override void Move(double[] rates) => _job.Scale(rates);

    private readonly struct Rule(double strength) : IGroupRule
    {
        public double Factor(double norm, int size, double rate)
        {
            var threshold = rate * strength * Math.Sqrt(size);
            return norm <= threshold ? 0 : 1 - (threshold / norm);
        }

        public double Value(double norm, int size) => strength * Math.Sqrt(size) * norm;
    }
}

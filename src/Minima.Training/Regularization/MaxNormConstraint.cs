namespace Minima.Training;

/// <summary>A bound, not a penalty: after each step, groups of weights with a larger Euclidean norm are scaled down to it (Srebro et al. 2005; Hinton et al. 2012).</summary>
/// <remarks>Columns of a linear layer's weight are the weights that enter one output, which is what the literature bounds, usually by 1 to 4.</remarks>
public sealed class MaxNormConstraint : Regularizer
{
    private readonly GroupJob<Rule> _job;

    /// <summary>Creates a bound on parameters of two axes or more.</summary>
    /// <exception cref="TrainingException">A bound that is not finite and above 0; a parameter without rows; no parameters, or one given twice.</exception>
    public MaxNormConstraint(IReadOnlyList<Parameter> parameters, double most, WeightGroups groups = WeightGroups.Columns)
        : base("max_norm", parameters)
    {
        Most = new NamedOption("most", double.NaN, OptionKind.Positive, "the largest norm of a group").Checked(Name, most);
        Groups = groups;
        _job = new(Name, Parameters, groups, new Rule(most));
    }

    /// <summary>The largest norm.</summary>
    public double Most { get; }

    /// <summary>The grouping of the weights.</summary>
    public WeightGroups Groups { get; }

    /// <summary>0: a bound adds nothing to the loss.</summary>
    internal override string Settings => FormattableString.Invariant($"{Most} {Groups}");

    public override double Value() => 0;

    private protected override void Move(double[] rates) => _job.Scale(rates);

    private readonly struct Rule(double most) : IGroupRule
    {
        public double Factor(double norm, int size, double rate) => norm > most ? most / norm : 1;

        public double Value(double norm, int size) => 0;
    }
}

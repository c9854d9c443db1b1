namespace Minima.Training;

/// <summary>strength / 2 times the sum of (w - anchor)^2 (Li, Grandvalet, Davoine 2018): weight decay towards the starting weights instead of 0. For tuning pretrained
/// models; in federated learning it is the proximal term of FedProx (Li et al. 2020), created anew in every round.</summary>
/// <example><code>
/// var trainer = new Trainer(pretrained, objective, optimizer) { Regularizers = [new L2StartingPoint(pretrained.Parameters, 0.01)] };
/// </code></example>
public sealed class L2StartingPoint : AnchorPenalty
{
    /// <summary>Creates a penalty that draws towards the current weights.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; no parameters, or one given twice.</exception>
    public L2StartingPoint(IReadOnlyList<Parameter> parameters, double strength)
        : base("l2_sp", parameters, Even(parameters, 1)) => Strength = CheckedStrength(Name, "strength", strength);

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength}");

    private protected override double Factor => Strength / 2;
}

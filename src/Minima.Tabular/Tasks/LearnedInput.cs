namespace Minima.Tabular;

/// <summary>
/// A further input of a loss (a variance, a scale, a shape) that the model learns as one constant: the free parameter theta runs
/// over all reals and is mapped into the input's domain.
/// </summary>
internal sealed record LearnedInput(int Index, string Name, Domain Domain)
{
    /// <summary>Checks if a constant in this domain can be learned: an interval, not a choice of labels.</summary>
    public static bool CanLearn(Domain domain) => domain.Kind == DomainKind.Interval;

    public double Value(double theta) => (double.IsFinite(Domain.Low), double.IsFinite(Domain.High)) switch
    {
        (true, true) => Domain.Low + ((Domain.High - Domain.Low) * Sigmoid(theta)),
        (true, false) => Domain.Low + Math.Exp(theta),
        (false, true) => Domain.High - Math.Exp(theta),
        _ => theta,
    };

    /// <summary>The derivative of <see cref="Value"/>.</summary>
    public double Slope(double theta) => (double.IsFinite(Domain.Low), double.IsFinite(Domain.High)) switch
    {
        (true, true) => (Domain.High - Domain.Low) * Sigmoid(theta) * Sigmoid(-theta),
        (true, false) => Math.Exp(theta),
        (false, true) => -Math.Exp(theta),
        _ => 1,
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

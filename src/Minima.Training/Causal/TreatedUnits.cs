using System.Globalization;

namespace Minima.Training.Causal;

/// <summary>The units of a study: their covariates, treatment and outcome.</summary>
public sealed class TreatedUnits
{
    /// <param name="covariates">Row by row, [N, width].</param>
    /// <param name="width">The number of covariates of a unit.</param>
    /// <param name="treatment">1 for units that were treated, 0 for the others.</param>
    /// <param name="outcome">The observed outcome of each unit.</param>
    /// <exception cref="TrainingException">Lengths that do not fit, a number that is not finite, a treatment other than 0 and 1, or no unit or every unit treated.</exception>
    public TreatedUnits(double[] covariates, int width, double[] treatment, double[] outcome)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentNullException.ThrowIfNull(outcome);
        if (width < 1 || covariates.Length != treatment.Length * width || outcome.Length != treatment.Length)
        {
            throw new TrainingException($"{treatment.Length} treatments, {outcome.Length} outcomes and {covariates.Length} covariates of width {width} were given; every unit has one treatment, one outcome, and {width} covariates.");
        }

        for (var i = 0; i < treatment.Length; i++)
        {
            if (treatment[i] is not (0 or 1)) throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"Unit {i} has the treatment {treatment[i]}; it is 1 for treated units and 0 for the others."));
            if (!double.IsFinite(outcome[i])) throw new TrainingException($"Unit {i} has the outcome {outcome[i]}; outcomes are finite. Leave the unit out.");
        }

        var bad = Array.FindIndex(covariates, value => !double.IsFinite(value));
        if (bad >= 0) throw new TrainingException($"Unit {bad / width} has the covariate {covariates[bad]} at position {bad % width}; covariates are finite. Leave the unit out, or fill the gap.");
        Treated = [.. Enumerable.Range(0, treatment.Length).Where(i => treatment[i] == 1)];
        Untreated = [.. Enumerable.Range(0, treatment.Length).Where(i => treatment[i] == 0)];
        if (Treated.Count == 0) throw new TrainingException("No unit was treated, so there is nothing to compare with. An effect needs treated and untreated units.");
        if (Untreated.Count == 0) throw new TrainingException("Every unit was treated, so there is nothing to compare with. An effect needs treated and untreated units.");
        (Covariates, Width, Treatment, Outcome) = (covariates, width, treatment, outcome);
    }

    /// <summary>The number of units.</summary>
    public int Count => Treatment.Count;

    /// <summary>The number of covariates of a unit.</summary>
    public int Width { get; }

    /// <summary>The covariates, row by row.</summary>
    public IReadOnlyList<double> Covariates { get; }

    /// <summary>1 for treated units, 0 for the others.</summary>
    public IReadOnlyList<double> Treatment { get; }

    /// <summary>The observed outcome of each unit.</summary>
    public IReadOnlyList<double> Outcome { get; }

    /// <summary>The indices of treated units.</summary>
    public IReadOnlyList<int> Treated { get; }

    /// <summary>The indices of untreated units.</summary>
    public IReadOnlyList<int> Untreated { get; }

    /// <summary>A copy of the covariates.</summary>
    internal double[] CovariateArray => [.. Covariates];
}

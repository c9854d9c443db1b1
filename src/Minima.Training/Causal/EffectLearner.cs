namespace Minima.Training.Causal;

/// <summary>Estimates, from units of which some were treated, the effect of treatment on a unit with given covariates.</summary>
/// <remarks>All learners assume that treatment is as good as randomised among units with equal covariates, and that no unit is certain to be treated or untreated.</remarks>
/// <example><code>
/// var model = new DoublyRobustLearner().Fit(new TreatedUnits(covariates, width: 10, treatment, outcome));
/// Console.WriteLine(model.Average);
/// double[] effects = model.Effects(covariatesOfOthers);
/// </code></example>
public abstract class EffectLearner
{
    /// <summary>The name of the learner in reports.</summary>
    public abstract string Name { get; }

    /// <summary>Sizes and training settings of its networks.</summary>
    public CausalSettings Settings { get; init; } = new();

    /// <summary>Fits the learner.</summary>
    /// <param name="units">The training units.</param>
    /// <param name="nuisances">Propensities and outcomes estimated before for these units; null to estimate them if needed.</param>
    /// <exception cref="TrainingException">Too few units in a group, nuisances of other units, or a training that did not stay finite.</exception>
    public EffectModel Fit(TreatedUnits units, Nuisances? nuisances = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        if (nuisances is not null && nuisances.Propensity.Count != units.Count) throw new TrainingException($"Nuisances of {nuisances.Propensity.Count} units were given for {units.Count}; estimate them on the same units.");
        return Learn(units, new UnitScale(units), () => nuisances ?? Nuisances.CrossFitted(units, Settings));
    }

    private protected abstract EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances);

    private protected RandomState Random(string purpose) => new RandomState(Settings.Seed).Fork(purpose);

    /// <summary>Trains a network on the covariates of some units; returns its predictions for others.</summary>
    private protected Func<double[], double[]> Regression(TreatedUnits units, UnitScale scale, IReadOnlyList<int> rows, string purpose, Func<Tensor, int[], Tensor> loss)
    {
        var random = Random(purpose);
        var model = UnitNetwork.Make(units.Width, Settings, random);
        var covariates = scale.Covariates(units.CovariateArray);
        UnitNetwork.Fit(model.Parameters, rows, Settings, random, batch => loss(UnitNetwork.Numbers(model.Forward(UnitNetwork.Taken(covariates, units.Width, batch))), batch));
        return others => UnitNetwork.Said(model, scale.Covariates(others), units.Width);
    }

    private protected static int[] All(TreatedUnits units) => [.. Enumerable.Range(0, units.Count)];
}

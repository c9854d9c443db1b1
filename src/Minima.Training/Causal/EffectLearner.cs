namespace Minima.Training.Causal;

/// <summary>Learns from units, some of which were treated, what treatment changes for a unit of given covariates.</summary>
/// <remarks>All learners take it that treatment is as good as drawn by lot among units of equal covariates, and that no unit is certain to be treated, or not to be.</remarks>
/// <example><code>
/// var model = new DoublyRobustLearner().Fit(new TreatedUnits(covariates, width: 10, treatment, outcome));
/// Console.WriteLine(model.Average);
/// double[] effects = model.Effects(covariatesOfOthers);
/// </code></example>
public abstract class EffectLearner
{
    /// <summary>What reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>How its networks are built and trained.</summary>
    public CausalSettings Settings { get; init; } = new();

    /// <summary>Learns.</summary>
    /// <param name="units">From whom.</param>
    /// <param name="nuisances">Propensities and outcomes that were estimated before, of these units; null to have them estimated where they are needed.</param>
    /// <exception cref="TrainingException">Too few units in a group, nuisances of other units, or a training that did not stay finite.</exception>
    public EffectModel Fit(TreatedUnits units, Nuisances? nuisances = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        if (nuisances is not null && nuisances.Propensity.Count != units.Count) throw new TrainingException($"Nuisances of {nuisances.Propensity.Count} units were given for {units.Count}; estimate them on the same units.");
        return Learn(units, new UnitScale(units), () => nuisances ?? Nuisances.CrossFitted(units, Settings));
    }

    private protected abstract EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances);

    private protected RandomState Random(string purpose) => new RandomState(Settings.Seed).Fork(purpose);

    /// <summary>A network on covariates that is trained on some units; what it says of others.</summary>
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

using Minima.Losses;

namespace Minima.Training.Causal;

/// <summary>The quantities that must be estimated before effects: the propensity, and the expected outcome with and without treatment.</summary>
public sealed class Nuisances
{
    private readonly Func<double[], double[]> _propensityAt;

    private Nuisances(double[] propensity, double[] outcomeControl, double[] outcomeTreated, Func<double[], double[]> propensityAt)
    {
        (Propensity, OutcomeControl, OutcomeTreated, _propensityAt) = (propensity, outcomeControl, outcomeTreated, propensityAt);
        OutcomeMean = [.. propensity.Select((e, i) => (e * outcomeTreated[i]) + ((1 - e) * outcomeControl[i]))];
    }

    /// <summary>e(x): the probability of treatment of each unit.</summary>
    public IReadOnlyList<double> Propensity { get; }

    /// <summary>mu0(x): the expected outcome of each unit without treatment.</summary>
    public IReadOnlyList<double> OutcomeControl { get; }

    /// <summary>mu1(x): the expected outcome of each unit with treatment.</summary>
    public IReadOnlyList<double> OutcomeTreated { get; }

    /// <summary>m(x) = e mu1 + (1 - e) mu0: the expected outcome of each unit, whether treated or not.</summary>
    public IReadOnlyList<double> OutcomeMean { get; }

    /// <summary>The probability of treatment of other units: the mean over the networks of the folds.</summary>
    internal double[] PropensityAt(double[] covariates) => _propensityAt(covariates);

    /// <summary>
    /// Cross-fitted estimates: the units are divided into folds, treated and untreated ones evenly, and the estimates of a unit come from networks that
    /// were not trained on its fold (Chernozhukov et al. 2018, "Double/debiased machine learning", arXiv:1608.00060).
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="settings">Networks and folds; null for the defaults.</param>
    /// <exception cref="TrainingException">Fewer treated or untreated units than folds.</exception>
    public static Nuisances CrossFitted(TreatedUnits units, CausalSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        settings ??= new CausalSettings();
        var fewest = Math.Min(units.Treated.Count, units.Untreated.Count);
        if (fewest < settings.Folds) throw new TrainingException($"{units.Treated.Count} treated and {units.Untreated.Count} untreated units cannot be split into {settings.Folds} folds that each contain both. Use fewer folds, at least 2.");
        var folds = Folds(units, settings);
        var scale = new UnitScale(units);
        var covariates = scale.Covariates(units.CovariateArray);
        var outcomes = scale.Outcomes(units.Outcome);
        var (propensity, control, treated) = (new double[units.Count], new double[units.Count], new double[units.Count]);
        var judges = new List<Module>();
        for (var fold = 0; fold < settings.Folds; fold++)
        {
            var judge = Fitted($"propensity {fold}", [.. Enumerable.Range(0, units.Count).Where(i => folds[i] != fold)], (prediction, batch) => new BinaryCrossEntropyWithLogits().Apply(prediction, UnitNetwork.Taken(units.Treatment, batch)));
            judges.Add(judge);
            var without = Fitted($"control {fold}", [.. units.Untreated.Where(i => folds[i] != fold)], Squared);
            var with = Fitted($"treated {fold}", [.. units.Treated.Where(i => folds[i] != fold)], Squared);
            Fill(propensity, fold, judge, settings.Propensity);
            Fill(control, fold, without, value => scale.OutcomeMean + (scale.OutcomeDeviation * value));
            Fill(treated, fold, with, value => scale.OutcomeMean + (scale.OutcomeDeviation * value));
        }

        return new(propensity, control, treated, others =>
        {
            var rows = scale.Covariates(others);
            var probabilities = judges.Select(judge => Array.ConvertAll(UnitNetwork.Said(judge, rows, units.Width), settings.Propensity)).ToArray();
            return [.. Enumerable.Range(0, rows.Length / units.Width).Select(i => probabilities.Average(fold => fold[i]))];
        });

        Tensor Squared(Tensor prediction, int[] batch) => new MeanSquaredError().Apply(prediction, UnitNetwork.Taken(outcomes, batch));

        Module Fitted(string purpose, int[] rows, Func<Tensor, int[], Tensor> loss)
        {
            var random = new RandomState(settings.Seed).Fork(purpose);
            var model = UnitNetwork.Make(units.Width, settings, random);
            UnitNetwork.Fit(model.Parameters, rows, settings, random, batch => loss(UnitNetwork.Numbers(model.Forward(UnitNetwork.Taken(covariates, units.Width, batch))), batch));
            return model;
        }

        void Fill(double[] column, int fold, Module model, Func<double, double> what)
        {
            var predictions = UnitNetwork.Said(model, covariates, units.Width);
            for (var i = 0; i < column.Length; i++)
            {
                if (folds[i] == fold) column[i] = what(predictions[i]);
            }
        }
    }

    /// <summary>The fold of each unit: treated and untreated units are dealt to the folds in turn.</summary>
    private static int[] Folds(TreatedUnits units, CausalSettings settings)
    {
        var folds = new int[units.Count];
        var random = new RandomState(settings.Seed).Fork("folds");
        foreach (var group in new[] { units.Treated, units.Untreated })
        {
            var order = group.ToArray();
            random.Shuffle(order.AsSpan());
            for (var i = 0; i < order.Length; i++) folds[order[i]] = i % settings.Folds;
        }

        return folds;
    }
}

namespace Minima.Lab;

/// <summary>All experiments, in the order of the page.</summary>
internal static class Experiments
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new MultiTask.MultiTaskExperiment(),
        new Sparsity.SparsityExperiment(),
        new Penalties.PenaltyExperiment(),
        new Continual.ContinualExperiment(),
        new Generative.RingExperiment(),
        new DigitGan.DigitGanExperiment(),
        new Densities.DensityExperiment(),
        new Autoencoders.AutoencoderExperiment(),
        new Robustness.RobustExperiment(),
        new Uncertainty.UncertaintyExperiment(),
        new Quantized.QuantizedExperiment(),
        new Drift.DriftExperiment(),
        new Weighting.NoiseExperiment(),
        new Weighting.ImbalanceExperiment(),
        new FewLabels.FewLabelsExperiment(),
        new Preference.PreferenceExperiment(),
        new Causal.CausalExperiment(),
        new Adaptive.AdaptiveExperiment(),
    ];

    /// <summary>The one of a name, or null.</summary>
    public static Experiment? Find(string name) => All.FirstOrDefault(experiment => experiment.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

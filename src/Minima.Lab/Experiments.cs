namespace Minima.Lab;

/// <summary>All experiments, in the order of the page.</summary>
internal static class Experiments
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new Descent.SpeedExperiment(),
        new Descent.ClippingExperiment(),
        new Descent.EscapeExperiment(),
        new Descent.OptimizerExperiment(),
        new Descent.FlatnessExperiment(),
        new Descent.DepthExperiment(),
        new Descent.MetricExperiment(),
        new MultiTask.MultiTaskExperiment(),
        new Sparsity.SparsityExperiment(),
        new Penalties.PenaltyExperiment(),
        new Continual.ContinualExperiment(),
        new Generative.RingExperiment(),
        new Generative.GanPenaltyExperiment(),
        new DigitGan.DigitGanExperiment(),
        new Densities.DensityExperiment(),
        new Autoencoders.AutoencoderExperiment(),
        new Robustness.RobustExperiment(),
        new Uncertainty.UncertaintyExperiment(),
        new Quantized.QuantizedExperiment(),
        new Quantized.RoundLossExperiment(),
        new Drift.DriftExperiment(),
        new Weighting.NoiseExperiment(),
        new Weighting.ImbalanceExperiment(),
        new Weighting.SavingExperiment(),
        new Embeddings.EmbeddingExperiment(),
        new FewLabels.FewLabelsExperiment(),
        new Preference.PreferenceExperiment(),
        new Causal.CausalExperiment(),
        new Adaptive.AdaptiveExperiment(),
    ];

    /// <summary>The one of a name, or null.</summary>
    public static Experiment? Find(string name) => All.FirstOrDefault(experiment => experiment.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

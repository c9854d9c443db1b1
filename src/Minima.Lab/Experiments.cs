namespace Minima.Lab;

/// <summary>All experiments, in the order of the page.</summary>
internal static class Experiments
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new MultiTask.MultiTaskExperiment(),
        new Sparsity.SparsityExperiment(),
        new Continual.ContinualExperiment(),
        new Quantized.QuantizedExperiment(),
        new Drift.DriftExperiment(),
        new Generative.RingExperiment(),
        new Weighting.NoiseExperiment(),
        new Weighting.ImbalanceExperiment(),
        new Adaptive.AdaptiveExperiment(),
        new Robustness.RobustExperiment(),
        new Uncertainty.UncertaintyExperiment(),
    ];

    /// <summary>The one of a name, or null.</summary>
    public static Experiment? Find(string name) => All.FirstOrDefault(experiment => experiment.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

namespace Minima.Training;

/// <summary>Adam with decoupled weight decay: w is multiplied by 1 - rate decay before Adam's step (Loshchilov, Hutter 2019).</summary>
/// <remarks><see cref="Adam"/> with other defaults; its state has Adam's names.</remarks>
public sealed class AdamW : ElementwiseOptimizer
{
    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "adamw",
        ["adam_with_decoupled_weight_decay"],
        "Adam with decoupled weight decay (Loshchilov, Hutter 2019).",
        0.001,
        AdamOptions.With(amsgrad: false),
        static (entry, groups, rate, options) => new AdamW(entry, groups, rate, options),
        weightDecay: 0.01,
        decoupled: true);

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public AdamW(IReadOnlyList<Parameter> parameters, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01, bool amsgrad = false)
        : this(ParameterGroup.One(parameters), learningRate, beta1, beta2, epsilon, weightDecay, amsgrad)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="AdamW(IReadOnlyList{Parameter}, double, double, double, double, double, bool)"/>
    public AdamW(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01, bool amsgrad = false)
        : this(Entry, groups, learningRate, [weightDecay, 1, beta1, beta2, epsilon, amsgrad ? 1 : 0])
    {
    }

    private AdamW(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, AdamOptions.CreateUpdate)
    {
    }
}

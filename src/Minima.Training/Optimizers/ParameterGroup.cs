namespace Minima.Training;

/// <summary>Parameters that share a learning rate and options: a pretrained body with a smaller rate, biases without weight decay.</summary>
/// <example><code>
/// new Adam(
///     [new ParameterGroup(body.Parameters) { LearningRate = 1e-4 }, new ParameterGroup(head.Parameters) { Options = { ["weight_decay"] = 0.1 } }],
///     learningRate: 1e-3)
/// </code></example>
/// <param name="parameters">At least one.</param>
public sealed class ParameterGroup(IReadOnlyList<Parameter> parameters)
{
    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = parameters ?? throw new ArgumentNullException(nameof(parameters));

    /// <summary>The group's own learning rate; null for the optimizer's. If the optimizer's rate changes, the group's keeps its ratio to it.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Values by option name; the others are the optimizer's.</summary>
    public IDictionary<string, double> Options { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>All parameters as one group.</summary>
    internal static ParameterGroup[] One(IReadOnlyList<Parameter> parameters) => [new(parameters)];
}

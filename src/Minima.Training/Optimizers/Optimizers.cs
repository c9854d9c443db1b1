namespace Minima.Training;

/// <summary>The optimizers by name.</summary>
public static class Optimizers
{
    /// <summary>The list, by name.</summary>
    public static IReadOnlyList<OptimizerEntry> All => GeneratedOptimizers.All;

    /// <summary>The entry of a name or alias; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <exception cref="TrainingException">No optimizer has the name; the message suggests the nearest name.</exception>
    public static OptimizerEntry Find(string name) => Declaration.TryFind(All, name)
        ?? throw new TrainingException($"No optimizer is called '{Names.Shorten(name)}'{Declaration.DidYouMean(All, name)}. There are {string.Join(", ", All.Select(e => e.Name))}.");

    /// <summary>Makes an optimizer by name: <c>Optimizers.Create("sgd", model.Parameters, 0.1, ("momentum", 0.9), ("nesterov", 1))</c>.</summary>
    /// <param name="name">A name or alias.</param>
    /// <param name="parameters">The parameters to train.</param>
    /// <param name="learningRate">Above 0; null for the optimizer's default.</param>
    /// <param name="options">Values by option name; the others take their defaults.</param>
    /// <exception cref="TrainingException">Unknown name or option, or a value that the option does not take.</exception>
    public static Optimizer Create(string name, IReadOnlyList<Parameter> parameters, double? learningRate = null, params ReadOnlySpan<(string Name, double Value)> options) =>
        Create(name, ParameterGroup.One(parameters), learningRate, options);

    /// <summary>Makes an optimizer from groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Create(string, IReadOnlyList{Parameter}, double?, ReadOnlySpan{ValueTuple{string, double}})"/>
    public static Optimizer Create(string name, IReadOnlyList<ParameterGroup> groups, double? learningRate = null, params ReadOnlySpan<(string Name, double Value)> options)
    {
        var entry = Find(name);
        return entry.Create(groups, learningRate ?? entry.LearningRate, options);
    }
}

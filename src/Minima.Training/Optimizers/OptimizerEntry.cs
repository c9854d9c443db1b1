namespace Minima.Training;

/// <summary>An optimizer in the list that names are looked up in: what it is called, what it can be told, and how it is made.</summary>
public sealed class OptimizerEntry
{
    /// <summary>Where an optimizer's own options begin; weight decay and its switch stand before.</summary>
    public const int OwnOptions = 2;

    /// <summary>Where every entry has its weight decay.</summary>
    internal const int WeightDecay = 0;

    /// <summary>Where every entry has the switch between a penalty and decoupled weight decay.</summary>
    internal const int Decoupled = 1;

    private readonly Func<OptimizerEntry, IReadOnlyList<ParameterGroup>, double, double[], Optimizer> _create;

    /// <summary>An entry. Its options are numbered from <see cref="OwnOptions"/>; those of weight decay come before.</summary>
    /// <param name="name">As in <c>adam</c>.</param>
    /// <param name="aliases">Other names.</param>
    /// <param name="summary">One line: the rule and its source.</param>
    /// <param name="learningRate">The rate where none is given.</param>
    /// <param name="options">Its own options.</param>
    /// <param name="create">Makes the optimizer from the entry, groups, learning rate, and values in the order of <see cref="Options"/>.</param>
    /// <param name="weightDecay">Weight decay where none is given.</param>
    /// <param name="decoupled">Whether weight decay is decoupled where nothing is said.</param>
    /// <param name="decaysWeights">Whether there is weight decay; without it the own options are numbered from 0.</param>
    public OptimizerEntry(
        string name,
        IReadOnlyList<string> aliases,
        string summary,
        double learningRate,
        IReadOnlyList<NamedOption> options,
        Func<OptimizerEntry, IReadOnlyList<ParameterGroup>, double, double[], Optimizer> create,
        double weightDecay = 0,
        bool decoupled = false,
        bool decaysWeights = true)
    {
        Name = name;
        Aliases = aliases;
        Summary = summary;
        LearningRate = learningRate;
        Options = decaysWeights
            ?
            [
                new("weight_decay", weightDecay, OptionKind.NonNegative, "how strongly weights are drawn to 0"),
                new("decoupled", decoupled ? 1 : 0, OptionKind.Switch, "whether weights shrink by themselves (1) or through the gradient (0)"),
                .. options,
            ]
            : options;
        _create = create;
    }

    /// <summary>As in <c>adam</c>.</summary>
    public string Name { get; }

    /// <summary>Other names that it is found by.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>One line: the rule and its source.</summary>
    public string Summary { get; }

    /// <summary>The learning rate where none is given.</summary>
    public double LearningRate { get; }

    /// <summary>What it can be told; groups may differ in them.</summary>
    public IReadOnlyList<NamedOption> Options { get; }

    /// <summary>Makes the optimizer.</summary>
    internal Optimizer Create(IReadOnlyList<ParameterGroup> groups, double learningRate, ReadOnlySpan<(string Name, double Value)> options) =>
        _create(this, groups, learningRate, NamedOption.Resolve(Name, Options, options));
}

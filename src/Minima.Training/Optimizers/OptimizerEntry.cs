namespace Minima.Training;

/// <summary>
/// Marks a rule from which the generator makes an optimizer: a partial record struct whose parameters are its options, with <see cref="OptionAttribute"/> and their
/// defaults. <c>AdamRule</c> becomes the class <c>Adam</c>, with constructors that name the options, and its entry.
/// </summary>
/// <param name="name">The name that users type: <c>adam</c>.</param>
/// <example><code>
/// [Optimizer("sign_descent", LearningRate = 0.01, Summary = "Steps of one size.")]
/// internal readonly partial record struct SignDescentRule : IUpdateRule&lt;SignDescentRule>
/// {
///     public ParameterUpdate CreateUpdate() => new ParameterUpdate&lt;SignDescentRule, SignFormula>();
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class OptimizerAttribute(string name) : DeclarationAttribute(name)
{
    /// <inheritdoc cref="OptimizerEntry.LearningRate"/>
    public double LearningRate { get; set; }

    /// <summary>The default weight decay.</summary>
    public double WeightDecay { get; set; }

    /// <summary>True if weight decay is decoupled from the gradient by default.</summary>
    public bool Decoupled { get; set; }

    /// <summary>The name of the class if it differs from the rule's: several optimizers may share a rule.</summary>
    public string? Class { get; set; }

    /// <summary>A switch of the rule that is on by default, by its C# name.</summary>
    public string? On { get; set; }
}

/// <summary>An optimizer in the list of names: its name, its options, and how to create it.</summary>
public sealed class OptimizerEntry : Declaration
{
    /// <summary>The index of an element-wise rule's first own option; weight decay and its switch come before.</summary>
    public const int OwnOptions = 2;

    /// <summary>The index of the weight decay of element-wise optimizers.</summary>
    internal const int WeightDecay = 0;

    /// <summary>The index of the switch between a penalty and decoupled weight decay of element-wise optimizers.</summary>
    internal const int Decoupled = 1;

    /// <inheritdoc/>
    public override string Kind => "optimizer";

    /// <summary>The default learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Makes the optimizer from the entry, groups, learning rate, and values in the order of the options.</summary>
    public required Func<OptimizerEntry, IReadOnlyList<ParameterGroup>, double, double[], Optimizer> Make { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedOption> Parameters => [new("learning_rate", LearningRate, OptionKind.Positive, "how far a step goes", "一步走多远"), .. Options];

    /// <summary>The options that every element-wise optimizer has before its own ones.</summary>
    public static NamedOption[] Decay(double weightDecay, bool decoupled) =>
    [
        new("weight_decay", weightDecay, OptionKind.NonNegative, "how strongly weights are drawn to 0", "权重被拉向 0 的强度"),
        new("decoupled", decoupled ? 1 : 0, OptionKind.Switch, "whether weights shrink by themselves (1) or through the gradient (0)", "权重自行收缩（1）还是经由梯度收缩（0）"),
    ];

    internal Optimizer Create(IReadOnlyList<ParameterGroup> groups, double learningRate, ReadOnlySpan<(string Name, double Value)> options) =>
        Make(this, groups, learningRate, NamedOption.Resolve(Name, Options, options));
}

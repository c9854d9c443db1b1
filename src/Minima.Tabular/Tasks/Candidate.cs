using System.Collections.Concurrent;
using System.Collections.Immutable;
using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>A loss to train with: an entry of the catalogue, the given parameters, and the learned inputs.</summary>
internal sealed class Candidate(
    LossEntry entry, IReadOnlyDictionary<string, object?> given, bool isDefault, IReadOnlyList<LearnedInput> learned, bool marginLabels)
{
    /// <summary>The loss at each scale, cached because it keeps the proofs of its properties, which take long for a formula.</summary>
    private readonly ConcurrentDictionary<double, Loss> _made = new();

    /// <summary>A loss over rows of classes for a target that other losses treat as a number.</summary>
    public bool AsClasses { get; init; }

    /// <summary>The model that is trained with the loss.</summary>
    public ComparedModel Model { get; init; }

    /// <summary>The suffix of its title: its parameters, if the loss also has a row at others; its model, if several are compared and it is not the first of them.</summary>
    public string Suffix { get; set; } = "";

    /// <summary>The given parameters, as typed after the name.</summary>
    public string GivenWords => new LossSpec(Entry, given.Where(pair => pair.Key != Tuned?.Name).ToDictionary(StringComparer.Ordinal)) { Tuned = Tuned }.ToString()[Name.Length..];

    /// <summary>Parameters that count training rows, by name; empty if the user gave them.</summary>
    public IReadOnlyDictionary<string, object?> Counts { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The columns of further inputs of a formula.</summary>
    public IReadOnlyList<(int Index, string Column)> Inputs { get; init; } = [];

    /// <summary>The plan of a loss over the rows of a batch; null for a loss of each row.</summary>
    public BatchPlan? Batch { get; init; }

    /// <summary>The heads of a loss that is trained as a distribution; null for a loss of one prediction.</summary>
    public HeadPlan? Heads { get; init; }

    /// <summary>Events or queries of the rows of the table; null if the target alone is enough.</summary>
    public RowFacts? Facts { get; init; }

    /// <summary>The parameter that is tuned on the inner folds; null for none.</summary>
    public TunedParameter? Tuned { get; init; }

    public LossEntry Entry { get; } = entry;

    /// <summary>The name in tables: the key, or the text of a formula.</summary>
    public string Name => Entry.IsText ? Entry.Formula : Entry.Key;

    /// <summary>The name of its row.</summary>
    public string Title => Name + Suffix;

    public bool IsDefault { get; } = isDefault;

    public IReadOnlyList<LearnedInput> Learned { get; } = learned;

    /// <summary>Training chooses the parameters: the loss is a density, and none of them is given.</summary>
    public bool LearnsParameters { get; init; }

    /// <summary>Training chooses the parameter at this index.</summary>
    public bool IsLearned(int parameter) => LearnsParameters || Batch?.LearnedParameters.Contains(parameter) == true || Heads?.Constants.Any(constant => constant.Index == parameter) == true;

    /// <summary>This loss takes the two classes as -1 and +1, not 0 and 1.</summary>
    public bool MarginLabels { get; } = marginLabels;

    /// <summary>The link of the raw predictions, at the given parameters; those in units of the target do not change it.</summary>
    public DerivedLink Link => LossAnalysis.Of(Create(1)).Link;

    /// <summary>True if the user gave the parameter, in the target's own units if it has any.</summary>
    public bool IsGiven(ParameterInfo parameter) => given.ContainsKey(parameter.Name);

    /// <summary>The candidate with its tuned parameter at a value.</summary>
    public Candidate At(double value)
    {
        var parameters = new Dictionary<string, object?>(given, StringComparer.Ordinal) { [Tuned!.Name] = value };
        return new Candidate(Entry, parameters, IsDefault, Learned, MarginLabels) { AsClasses = AsClasses, Inputs = Inputs, Batch = Batch, Facts = Facts, Counts = Counts, Heads = Heads, Model = Model, Suffix = Suffix };
    }

    /// <summary>The candidate with parameters that training chose.</summary>
    public Candidate At(IReadOnlyDictionary<string, object?> parameters) => new(Entry, parameters, IsDefault, Learned, MarginLabels) { Batch = Batch, Facts = Facts, Heads = Heads, Model = Model, Suffix = Suffix };

    /// <summary>The candidate with other facts of the rows, or other counts.</summary>
    public Candidate With(RowFacts? facts, IReadOnlyDictionary<string, object?> counts) =>
        new(Entry, given, IsDefault, Learned, MarginLabels) { AsClasses = AsClasses, Inputs = Inputs, Batch = Batch, Tuned = Tuned, LearnsParameters = LearnsParameters, Facts = facts, Counts = counts, Heads = Heads, Model = Model, Suffix = Suffix };

    /// <summary>The loss for training rows whose residuals have this robust scale.</summary>
    public Loss Create(double scale) => _made.GetOrAdd(
        Entry.Parameters.Any(parameter => parameter.InTargetUnits && !IsGiven(parameter)) ? scale : 1,
        used => Create(Entry, Counts.Count == 0 ? given : new Dictionary<string, object?>(given.Concat(Counts), StringComparer.Ordinal), used));

    public static Loss Create(LossEntry entry, IReadOnlyDictionary<string, object?> given, double scale)
    {
        var parameters = new Dictionary<string, object?>(given, StringComparer.Ordinal);
        foreach (var parameter in entry.Parameters)
        {
            if (!parameter.InTargetUnits || given.ContainsKey(parameter.Name)) continue;
            parameters[parameter.Name] = Scale(parameter.Default, scale);
        }

        return Loss.Create(entry, parameters);
    }

    private static object? Scale(object? value, double scale) => value switch
    {
        double number => number * scale,
        ImmutableArray<double> numbers => numbers.Select(number => number * scale).ToImmutableArray(),
        _ => value,
    };
}

namespace Minima;

/// <summary>One row of the catalogue: what is known of a loss without running it. Made by the source generator.</summary>
public sealed class LossEntry
{
    private IDerivedFacts? derived;

    /// <summary>The canonical name in snake_case, unique in the catalogue: <c>huber</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The English name, as a title.</summary>
    public required string Name { get; init; }

    /// <summary>The Chinese name, as a title.</summary>
    public required string ChineseName { get; init; }

    /// <summary>What an English reader is told.</summary>
    public required LossText English { get; init; }

    /// <summary>What a Chinese reader is told.</summary>
    public required LossText Chinese { get; init; }

    /// <summary>What the loss is for.</summary>
    public required LossFamily Family { get; init; }

    /// <summary>The interface that the formula implements, without its I: <c>PointLoss</c>, <c>PointLoss3</c>, ...</summary>
    public required string Shape { get; init; }

    /// <summary>The shape of a loss in the words of messages.</summary>
    internal static string ShapeInWords(LossEntry entry) => entry switch
    {
        { Row: not null } => "loss over rows of classes",
        { Sums: not null } => "function of sums over all rows",
        { TakesTensors: true } => "loss of whole tensors",
        { IsPoint: true } => "formula over elements",
        _ => "loss of pairs of boxes",
    };

    /// <summary>The C# type of the loss.</summary>
    public required Type Type { get; init; }

    /// <summary>Names in other libraries and other spellings; each names one loss only.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Words that people type when they look for this loss, the most telling first; other losses may have the same words.</summary>
    public IReadOnlyList<string> SearchWords { get; init; } = [];

    /// <summary>The formula as text, with the letters of the catalogue.</summary>
    public string Formula { get; init; } = "";

    /// <summary>The loss was given as text (<see cref="TextLoss"/>): it stands in no catalogue, its key names its kind, and <see cref="Formula"/> is the text.</summary>
    public bool IsText { get; init; }

    /// <summary>The formula for Chinese readers: <see cref="Formula"/> where it needs no translation.</summary>
    public string ChineseFormula { get => field.Length == 0 ? Formula : field; init; } = "";

    /// <summary>The formula as LaTeX that the file of the loss declares, with every parameter; empty where the one that <c>FormulaWriter</c> derives says it all.</summary>
    public string Latex { get; init; } = "";

    /// <summary>Where the loss bends at its default parameters and the slope that is taken there, derived from the formula where it can be; empty where it does not.</summary>
    public string Kinks { get => Derived?.Kinks ?? field; init; } = "";

    /// <summary>The kinks for Chinese readers.</summary>
    public string ChineseKinks { get => Derived?.ChineseKinks ?? (field.Length == 0 ? Kinks : field); init; } = "";

    /// <summary>Where the loss is published: authors, year, journal.</summary>
    public string Source { get; init; } = "";

    /// <summary>The tasks for which a comparison trains with it.</summary>
    public LossTask Task { get; init; }

    /// <summary>The task for which it is the default.</summary>
    public LossTask DefaultFor { get; init; }

    /// <summary>For which wishes and for what kind of data it is advised.</summary>
    public LossPurpose Suits { get; init; }

    /// <summary>Among the losses that suit the same purpose those of a higher number are advised first.</summary>
    public int Preference { get; init; }

    /// <summary>From the raw prediction to the scale of the user at the default parameters, derived from the formula where it can be.</summary>
    public PredictionLink Link { get => Derived?.Link ?? field; init; }

    /// <summary>
    /// What is derived of the loss at its default parameters, worked out when it is first asked for; null where the loss is not a formula
    /// over the elements of its inputs, or has a parameter without a default.
    /// </summary>
    internal IDerivedFacts? Derived
    {
        get
        {
            if (derived is null && !Parameters.Any(p => p.IsRequired))
            {
                // Another thread may have been first: its analysis is then the one that all keep.
                Interlocked.CompareExchange(ref derived, IDerivedFacts.Derive(Loss.Create(this, new Dictionary<string, object?>(StringComparer.Ordinal))), null);
            }

            return derived;
        }
    }

    /// <summary>The gradient is not everywhere the derivative of the value, so there is no Hessian.</summary>
    public bool StopsGradient { get; init; }

    /// <summary>The formula has a built-in unit of 1 for the residual: a comparison feeds it residuals in units of a robust scale.</summary>
    public bool HasUnitResidual { get; init; }

    /// <summary>No value lies below this; negative infinity where there is no bound.</summary>
    public double LowerBound { get; init; }

    /// <summary>How many units in the last place a float result may lie from the double formula on the same inputs.</summary>
    public int FloatUlps { get; init; } = UsualFloatUlps;

    /// <summary>What a loss promises that states nothing.</summary>
    internal const int UsualFloatUlps = 8;

    /// <summary>The parameters, in the order of the constructor; those that bind an input come last.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; init; } = [];

    /// <summary>The inputs, in the order of the formula.</summary>
    public IReadOnlyList<InputInfo> Inputs { get; init; } = [];

    /// <summary>The place of an input among <see cref="Inputs"/>; -1 where none has this name.</summary>
    internal int IndexOf(string input) => Array.IndexOf(InputNames, input);

    internal string[] InputNames => field ??= [.. Inputs.Select(input => input.Name)];

    /// <summary>The place of <see cref="LossBatch{TElement}.Target"/> among the inputs.</summary>
    internal int TargetIndex => Array.IndexOf(InputNames, "target") is > 0 and var index ? index : 1;

    /// <summary>What is said of a loss over rows of classes; null for every other shape.</summary>
    public RowInfo? Row { get; init; }

    /// <summary>The formula is written on tensors: inputs have shapes of their own.</summary>
    public bool TakesTensors => Inputs.Count > 0 && Inputs[0].Kind is InputKind.Tensor or InputKind.TensorOfLabels;

    /// <summary>What is said of a loss of a few sums; null for every other shape.</summary>
    public SumInfo? Sums { get; init; }

    /// <summary>The loss is a formula over the elements of its inputs, one term for each.</summary>
    public bool IsPoint => Row is null && Sums is null && Inputs.All(input => input.Kind == InputKind.Number);

    /// <summary>Values of the parameters, in the order of <see cref="Parameters"/>, each with its name.</summary>
    internal IEnumerable<KeyValuePair<string, object?>> Named(IReadOnlyList<object?> values) => Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, values[i]));

    /// <summary>Names of the inputs that a model learns beside the prediction: those with a gradient that nobody gives.</summary>
    internal IEnumerable<string> LearnedBeside(IEnumerable<string> given) => Inputs.Skip(1).Where(input => input is { Differentiated: true, BoundTo: null } && input.Name != "target").Select(input => input.Name).Except(given, StringComparer.Ordinal);

    /// <summary>Losses to compare with: those that its limits and its advice name, then those whose limits or advice name it; where these are fewer than two, the likeliest of its family; eight at most.</summary>
    public IReadOnlyList<LossEntry> Related => Relatives.Of(this);

    /// <summary>Words of its Chinese texts that may be keys of losses: there, unlike in English, an ordinary word never looks like one.</summary>
    internal IReadOnlySet<string> LatinWords => field ??= Relatives.LatinWords(this);

    /// <summary>Makes the loss from this entry and parameter values, in the order of <see cref="Parameters"/> and already converted and checked by them.</summary>
    public required Func<LossEntry, object?[], Loss> Create { get; init; }

    /// <summary>Reads the parameter values off a loss of this type, in the order of <see cref="Parameters"/>; null for those that bind an input.</summary>
    public required Func<ILoss, object?[]> ParametersOf { get; init; }

    /// <summary>The loss to show: at its defaults, and at the examples of the parameters that must be given.</summary>
    public Loss CreateExample() => Loss.Create(this, Parameters.Where(p => p.IsRequired).ToDictionary(p => p.Name, p => p.Example, StringComparer.Ordinal));

    /// <summary>The key.</summary>
    public override string ToString() => Key;
}

/// <summary>What a reader is told: one sentence, when to use a loss, when not.</summary>
public sealed record LossText(string Summary, string Use, string Avoid)
{
    /// <summary>Losses that it turns into, at which parameters or inputs; empty where none are known.</summary>
    public string Limits { get; init; } = "";

    /// <summary>Letters of the formula that no input and no parameter explains: <c>C: the correlation matrix; i, j: features</c>.</summary>
    public string Letters { get; init; } = "";
}

/// <summary>An input of a loss: a parameter of its formula.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Domain">What values it takes.</param>
/// <param name="Differentiated">It has a gradient.</param>
/// <param name="BoundTo">The constant that it is where it is left out, or null where it must be given.</param>
public sealed record InputInfo(string Name, Domain Domain, bool Differentiated, double? BoundTo = null)
{
    /// <summary>One number for each term, a row of them, a label, or a tensor of its own shape.</summary>
    public InputKind Kind { get; init; }

    /// <summary>The names of a tensor's axes, such as <c>N D</c>: axes of one name have one length in all inputs; empty where any shape will do.</summary>
    public string Axes { get; init; } = "";

    /// <summary>The axis that labels number, from 0; empty where they have no end.</summary>
    public string LabelAxis { get; init; } = "";

    /// <summary>A tensor that may be left out.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>What an input holds for each term of a loss.</summary>
public enum InputKind
{
    /// <summary>One number.</summary>
    Number,

    /// <summary>A row of numbers, one for each class.</summary>
    Row,

    /// <summary>The index of a class.</summary>
    Label,

    /// <summary>The index of a class, or a row of numbers.</summary>
    LabelOrRow,

    /// <summary>An array of numbers with axes of its own.</summary>
    Tensor,

    /// <summary>An array of whole numbers with axes of its own: labels, lengths, places.</summary>
    TensorOfLabels,

    /// <summary>A box: four numbers x1, y1, x2, y2.</summary>
    Box,
}

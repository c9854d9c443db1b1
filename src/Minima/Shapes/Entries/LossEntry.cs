namespace Minima;

/// <summary>One row of the catalogue: the facts about a loss that need no evaluation. Made by the source generator.</summary>
public sealed class LossEntry
{
    private IDerivedFacts? derived;

    /// <summary>The canonical name in snake_case, unique in the catalogue: <c>huber</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The English name, as a title.</summary>
    public required string Name { get; init; }

    /// <summary>The Chinese name, as a title.</summary>
    public required string ChineseName { get; init; }

    /// <summary>The English description.</summary>
    public required LossText English { get; init; }

    /// <summary>The Chinese description.</summary>
    public required LossText Chinese { get; init; }

    /// <summary>The family of the loss, by its purpose.</summary>
    public required LossFamily Family { get; init; }

    /// <summary>The interface that the formula implements, without its I: <c>PointLoss</c>, <c>PointLoss3</c>, ...</summary>
    public required string Shape { get; init; }

    /// <summary>The shape of a loss as messages name it.</summary>
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

    /// <summary>Names in other libraries and other spellings; each names only one loss.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Search words for this loss, the most specific first; other losses may have the same words.</summary>
    public IReadOnlyList<string> SearchWords { get; init; } = [];

    /// <summary>The formula as text, with the letters of the catalogue.</summary>
    public string Formula { get; init; } = "";

    /// <summary>True if the loss was given as text (<see cref="TextLoss"/>): it is in no catalogue, its key names its kind, and <see cref="Formula"/> is the text.</summary>
    public bool IsText { get; init; }

    /// <summary>The formula for Chinese readers: <see cref="Formula"/> if it needs no translation.</summary>
    public string ChineseFormula { get => field.Length == 0 ? Formula : field; init; } = "";

    /// <summary>The formula as LaTeX that the file of the loss declares, with every parameter; empty if the one that <c>FormulaWriter</c> derives is complete.</summary>
    public string Latex { get; init; } = "";

    /// <summary>The kinks of the loss at its default parameters and the derivative used there, derived from the formula if possible; empty if it has none.</summary>
    public string Kinks { get => Derived?.Kinks ?? field; init; } = "";

    /// <summary>The kinks for Chinese readers.</summary>
    public string ChineseKinks { get => Derived?.ChineseKinks ?? (field.Length == 0 ? Kinks : field); init; } = "";

    /// <summary>The publication of the loss: authors, year, journal.</summary>
    public string Source { get; init; } = "";

    /// <summary>The tasks for which a comparison trains with it.</summary>
    public LossTask Task { get; init; }

    /// <summary>The task for which it is the default.</summary>
    public LossTask DefaultFor { get; init; }

    /// <summary>The purposes and kinds of data for which the loss is advised.</summary>
    public LossPurpose Suits { get; init; }

    /// <summary>Among the losses that suit the same purpose, higher numbers are advised first.</summary>
    public int Preference { get; init; }

    /// <summary>The function from the raw prediction to the user's scale at the default parameters, derived from the formula if possible.</summary>
    public PredictionLink Link { get => Derived?.Link ?? field; init; }

    /// <summary>
    /// The facts derived from the loss at its default parameters, computed on first use; null if the loss is not a formula
    /// over the elements of its inputs, or has a parameter without a default.
    /// </summary>
    internal IDerivedFacts? Derived
    {
        get
        {
            if (derived is null && !Parameters.Any(p => p.IsRequired))
            {
                // Another thread may have been first: its analysis is then kept.
                Interlocked.CompareExchange(ref derived, IDerivedFacts.Derive(Loss.Create(this, new Dictionary<string, object?>(StringComparer.Ordinal))), null);
            }

            return derived;
        }
    }

    /// <summary>True if the gradient is not everywhere the derivative of the value, so that there is no Hessian.</summary>
    public bool StopsGradient { get; init; }

    /// <summary>True if the formula has a built-in unit of 1 for the residual: a comparison feeds it residuals in units of a robust scale.</summary>
    public bool HasUnitResidual { get; init; }

    /// <summary>The lower bound of the value; negative infinity if there is none.</summary>
    public double LowerBound { get; init; }

    /// <summary>The largest distance of a float result from the double formula on the same inputs, in units in the last place.</summary>
    public int FloatUlps { get; init; } = UsualFloatUlps;

    /// <summary>The value of <see cref="FloatUlps"/> by default.</summary>
    internal const int UsualFloatUlps = 8;

    /// <summary>The parameters, in the order of the constructor; those that bind an input come last.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; init; } = [];

    /// <summary>The inputs, in the order of the formula.</summary>
    public IReadOnlyList<InputInfo> Inputs { get; init; } = [];

    /// <summary>The place of an input among <see cref="Inputs"/>; -1 if none has this name.</summary>
    internal int IndexOf(string input) => Array.IndexOf(InputNames, input);

    internal string[] InputNames => field ??= [.. Inputs.Select(input => input.Name)];

    /// <summary>The place of <see cref="LossBatch{TElement}.Target"/> among the inputs.</summary>
    internal int TargetIndex => Array.IndexOf(InputNames, "target") is > 0 and var index ? index : 1;

    /// <summary>The facts about a loss over rows of classes; null for every other shape.</summary>
    public RowInfo? Row { get; init; }

    /// <summary>True if the formula is written on tensors: inputs have shapes of their own.</summary>
    public bool TakesTensors => Inputs.Count > 0 && Inputs[0].Kind is InputKind.Tensor or InputKind.TensorOfLabels;

    /// <summary>The facts about a loss of a few sums; null for every other shape.</summary>
    public SumInfo? Sums { get; init; }

    /// <summary>True if the loss is a formula over the elements of its inputs, one term for each.</summary>
    public bool IsPoint => Row is null && Sums is null && Inputs.All(input => input.Kind == InputKind.Number);

    /// <summary>Values of the parameters, in the order of <see cref="Parameters"/>, each with its name.</summary>
    internal IEnumerable<KeyValuePair<string, object?>> Named(IReadOnlyList<object?> values) => Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, values[i]));

    /// <summary>Names of the inputs that a model learns besides the prediction: inputs with a gradient that are not given.</summary>
    internal IEnumerable<string> LearnedBeside(IEnumerable<string> given) => Inputs.Skip(1).Where(input => input is { Differentiated: true, BoundTo: null } && input.Name != "target").Select(input => input.Name).Except(given, StringComparer.Ordinal);

    /// <summary>Losses to compare with, at most eight: those that its limits and advice name, then those whose limits or advice name it. If these are fewer than two, the most similar of its family.</summary>
    public IReadOnlyList<LossEntry> Related => Relatives.Of(this);

    /// <summary>Latin words of its Chinese texts that may be keys of losses: unlike in English, an ordinary word never looks like a key there.</summary>
    internal IReadOnlySet<string> LatinWords => field ??= Relatives.LatinWords(this);

    /// <summary>Makes the loss from this entry and parameter values, in the order of <see cref="Parameters"/> and already converted and checked by them.</summary>
    public required Func<LossEntry, object?[], Loss> Create { get; init; }

    /// <summary>Reads the parameter values of a loss of this type, in the order of <see cref="Parameters"/>; null for those that bind an input.</summary>
    public required Func<ILoss, object?[]> ParametersOf { get; init; }

    /// <summary>An example of the loss: at its defaults, and at the examples of the required parameters.</summary>
    public Loss CreateExample() => Loss.Create(this, Parameters.Where(p => p.IsRequired).ToDictionary(p => p.Name, p => p.Example, StringComparer.Ordinal));

    /// <summary>The key.</summary>
    public override string ToString() => Key;
}

/// <summary>The description of a loss: one sentence, when to use it, when not.</summary>
public sealed record LossText(string Summary, string Use, string Avoid)
{
    /// <summary>The losses it reduces to, and at which parameters or inputs; empty if none are known.</summary>
    public string Limits { get; init; } = "";

    /// <summary>Letters of the formula that are neither an input nor a parameter: <c>C: the correlation matrix; i, j: features</c>.</summary>
    public string Letters { get; init; } = "";
}

/// <summary>An input of a loss: a parameter of its formula.</summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Domain">The values it may take.</param>
/// <param name="Differentiated">True if it has a gradient.</param>
/// <param name="BoundTo">The constant that replaces it if it is omitted; null if it is required.</param>
public sealed record InputInfo(string Name, Domain Domain, bool Differentiated, double? BoundTo = null)
{
    /// <summary>One number for each term, a row of them, a label, or a tensor of its own shape.</summary>
    public InputKind Kind { get; init; }

    /// <summary>The names of a tensor's axes, such as <c>N D</c>: axes of one name have one length in all inputs; empty if any shape is valid.</summary>
    public string Axes { get; init; } = "";

    /// <summary>The axis whose positions the labels index, from 0; empty if they have no upper bound.</summary>
    public string LabelAxis { get; init; } = "";

    /// <summary>True for a tensor that may be omitted.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>The content of an input for each term of a loss.</summary>
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

    /// <summary>An array of whole numbers with axes of its own: labels, lengths, positions.</summary>
    TensorOfLabels,

    /// <summary>A box: four numbers x1, y1, x2, y2.</summary>
    Box,
}

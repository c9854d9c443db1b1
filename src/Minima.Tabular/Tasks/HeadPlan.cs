namespace Minima.Tabular;

/// <summary>The meaning of the outputs of a model with a head for each number of a distribution.</summary>
internal enum HeadReading
{
    /// <summary>The loss is minus the logarithm of a density of the target.</summary>
    Density,

    /// <summary>The loss is minus the logarithm of the probability of a count.</summary>
    Counts,

    /// <summary>The loss is half a deviance whose variance is a power of the mean; a head for the dispersion makes a density of it.</summary>
    Dispersion,

    /// <summary>The loss is the continuous ranked probability score: its slope with respect to the target is twice the distribution function, less 1.</summary>
    Score,

    /// <summary>The same of outputs that are values of equal probability.</summary>
    Steps,

    /// <summary>Each output is a quantile.</summary>
    Quantiles,
}

/// <summary>An output of the model for each row: a number of the distribution, bent into its domain.</summary>
/// <param name="Input">The place of the input of the loss; the number of inputs for a dispersion, which the loss does not have.</param>
/// <param name="Place">Which of several numbers of the input.</param>
/// <param name="Name">As the loss calls it.</param>
/// <param name="Domain">The values that it may have.</param>
internal sealed record Head(int Input, int Place, string Name, Domain Domain)
{
    private readonly LearnedInput _bend = new(Input, Name, Domain);

    /// <summary>The number that an output stands for.</summary>
    public double Value(double output) => _bend.Value(output);

    /// <summary>The derivative of <see cref="Value"/>.</summary>
    public double Slope(double output) => _bend.Slope(output);
}

/// <summary>The training of a distribution on a table: a head of the model for each number that the loss reads of it.</summary>
/// <param name="Heads">In the order of the inputs.</param>
/// <param name="Reading">What they stand for together.</param>
internal sealed record HeadPlan(IReadOnlyList<Head> Heads, HeadReading Reading)
{
    /// <summary>The place of the input that the target is given to.</summary>
    public int Target { get; init; } = 1;

    /// <summary>The place of an input that tells if the target has happened; -1 for none.</summary>
    public int Event { get; init; } = -1;

    /// <summary>That input for the rows of a fit; null where each target has happened.</summary>
    public double[]? Events { get; init; }

    /// <summary>The values that a target may have.</summary>
    public Support Support { get; init; } = Support.Real;

    /// <summary>The parameters at which the loss is a density; empty for its own.</summary>
    public IReadOnlyDictionary<string, object?> ReadAt { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The parameters that training chooses as one constant each, by their places, because the density prices them and nobody gave them.</summary>
    public IReadOnlyList<LearnedInput> Constants { get; init; } = [];

    /// <summary>The levels that are asked for, ascending.</summary>
    public double[] Asked { get; init; } = [];

    /// <summary>The levels whose quantiles are scored, ascending.</summary>
    public double[] Scored { get; init; } = [];

    /// <summary>The level of each head, where they are quantiles.</summary>
    public double[] Levels { get; init; } = [];

    /// <summary>The names of the heads for people: that of the input, or the quantile; beside the middle one the logarithm of the distance to the next.</summary>
    public string[] Titles => Levels.Length != Heads.Count
        ? [.. Heads.Select(head => head.Name)]
        : [.. Levels.Select((level, i) => FormattableString.Invariant($"{(IsRearranged || i == Middle ? "" : "log step to ")}quantile {level}"))];

    /// <summary>The head of the quantile that the others are distances from: that of the level nearest to a half.</summary>
    public int Middle => Array.IndexOf(Levels, Levels.MinBy(level => Math.Abs(level - 0.5)));

    /// <summary>
    /// The outputs are the quantiles themselves, each learned without the others, and are put in order afterwards, which never raises their loss (V. Chernozhukov, I. Fernandez-Val, A. Galichon,
    /// "Quantile and probability curves without crossing", Econometrica 78, 2010). Otherwise they are distances.
    /// </summary>
    public bool IsRearranged { get; init; }

    /// <summary>The variance is the mean to this power, where there is a dispersion.</summary>
    public double Power { get; init; }

    /// <summary>The prediction is the logarithm of the mean, where there is a dispersion.</summary>
    public bool IsLogarithm { get; init; }

    /// <summary>Only the first head depends on the features; the others are one constant each.</summary>
    public bool HasConstantSpread { get; init; }

    /// <summary>The input of each quantile is a loss of its own: the same at other levels.</summary>
    public bool IsJoint { get; init; }

    /// <summary>Inputs are tensors with an axis of rows.</summary>
    public bool OnTensors { get; init; }
}

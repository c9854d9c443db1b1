namespace Minima.Tabular;

/// <summary>The meaning of the outputs of a model with a head for each parameter of a distribution.</summary>
internal enum HeadReading
{
    /// <summary>The loss is minus the logarithm of a density of the target.</summary>
    Density,

    /// <summary>The loss is minus the logarithm of the probability of a count.</summary>
    Counts,

    /// <summary>The loss is half a deviance whose variance is a power of the mean; a head for the dispersion turns it into a density.</summary>
    Dispersion,

    /// <summary>The loss is the continuous ranked probability score: its derivative with respect to the target is twice the distribution function, minus 1.</summary>
    Score,

    /// <summary>The same with outputs that are values of equal probability.</summary>
    Steps,

    /// <summary>Each output is a quantile.</summary>
    Quantiles,
}

/// <summary>An output of the model for each row: a parameter of the distribution, mapped into its domain.</summary>
/// <param name="Input">The index of the input of the loss; the number of inputs for a dispersion, which the loss does not have.</param>
/// <param name="Place">The index among several numbers of the input.</param>
/// <param name="Name">The name in the loss.</param>
/// <param name="Domain">Its possible values.</param>
internal sealed record Head(int Input, int Place, string Name, Domain Domain)
{
    private readonly LearnedInput _bend = new(Input, Name, Domain);

    /// <summary>The number of an output.</summary>
    public double Value(double output) => _bend.Value(output);

    /// <summary>The derivative of <see cref="Value"/>.</summary>
    public double Slope(double output) => _bend.Slope(output);
}

/// <summary>The training of a distribution on a table: a head of the model for each parameter that the loss takes.</summary>
/// <param name="Heads">The heads in the order of the inputs.</param>
/// <param name="Reading">Their joint meaning.</param>
internal sealed record HeadPlan(IReadOnlyList<Head> Heads, HeadReading Reading)
{
    /// <summary>The index of the input for the target.</summary>
    public int Target { get; init; } = 1;

    /// <summary>The index of the input that marks if the target has happened; -1 for none.</summary>
    public int Event { get; init; } = -1;

    /// <summary>The events of the rows of a fit; null if each target has happened.</summary>
    public double[]? Events { get; init; }

    /// <summary>The possible values of a target.</summary>
    public Support Support { get; init; } = Support.Real;

    /// <summary>The parameters at which the loss is a density; empty for its own.</summary>
    public IReadOnlyDictionary<string, object?> ReadAt { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The parameters that training chooses as constants, by their indexes, because the density penalises them and they are not given.</summary>
    public IReadOnlyList<LearnedInput> Constants { get; init; } = [];

    /// <summary>The requested levels, ascending.</summary>
    public double[] Asked { get; init; } = [];

    /// <summary>The levels whose quantiles are scored, ascending.</summary>
    public double[] Scored { get; init; } = [];

    /// <summary>The level of each head, if they are quantiles.</summary>
    public double[] Levels { get; init; } = [];

    /// <summary>The displayed names of the heads: that of the input, or the quantile; for all but the middle one, the logarithm of the distance to the next.</summary>
    public string[] Titles => Levels.Length != Heads.Count
        ? [.. Heads.Select(head => head.Name)]
        : [.. Levels.Select((level, i) => FormattableString.Invariant($"{(IsRearranged || i == Middle ? "" : "log step to ")}quantile {level}"))];

    /// <summary>The index of the head with the level nearest to a half, from which the others are distances.</summary>
    public int Middle => Array.IndexOf(Levels, Levels.MinBy(level => Math.Abs(level - 0.5)));

    /// <summary>
    /// The outputs are the quantiles themselves, each learned separately, and are sorted afterwards, which never raises their loss (V. Chernozhukov, I. Fernandez-Val, A. Galichon,
    /// "Quantile and probability curves without crossing", Econometrica 78, 2010). Otherwise they are distances.
    /// </summary>
    public bool IsRearranged { get; init; }

    /// <summary>The power of the mean that the variance is proportional to, if there is a dispersion.</summary>
    public double Power { get; init; }

    /// <summary>The prediction is the logarithm of the mean, if there is a dispersion.</summary>
    public bool IsLogarithm { get; init; }

    /// <summary>Only the first head depends on the features; the others are constants.</summary>
    public bool HasConstantSpread { get; init; }

    /// <summary>Each quantile has its own loss: the same one at its level.</summary>
    public bool IsJoint { get; init; }

    /// <summary>Inputs are tensors with an axis of rows.</summary>
    public bool OnTensors { get; init; }
}

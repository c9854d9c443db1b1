namespace Minima.Tabular;

/// <summary>The role of an input of a loss over a batch.</summary>
internal enum InputRole
{
    /// <summary>Outputs of the model for each row, in the shape that the input has.</summary>
    Output,

    /// <summary>Outputs for the row of a pair that should be ahead.</summary>
    Ahead,

    /// <summary>Outputs for the row, or the rows, of a pair that should be behind.</summary>
    Behind,

    /// <summary>One constant that is learned.</summary>
    Learned,

    /// <summary>The target of each row.</summary>
    Target,

    /// <summary>1 where the event happened, else 0.</summary>
    Event,

    /// <summary>The interval of time in which the row met the event, or the last one that it is known to have passed.</summary>
    Interval,

    /// <summary>The share of its interval that the row has passed.</summary>
    Fraction,

    /// <summary>The times at which intervals begin, and the end of the last.</summary>
    Beginnings,

    /// <summary>1 for each pair: the first is ahead.</summary>
    Order,

    /// <summary>1 where a list has a row, 0 where it is filled up.</summary>
    Mask,

    /// <summary>Nothing: the loss does without.</summary>
    Nothing,
}

/// <summary>The meaning of the outputs of a model.</summary>
internal enum OutputReading
{
    /// <summary>A number that orders rows: higher first.</summary>
    Score,

    /// <summary>The logit of class 1 of two; the loss reads its probability.</summary>
    Logit,

    /// <summary>A logit for each step between grades; their probabilities add up to a grade.</summary>
    Steps,

    /// <summary>The logarithm of a hazard, up to a common one: the loss does not change where a constant is added to all.</summary>
    RelativeRisk,

    /// <summary>A distribution of times: the loss of a row that was last seen at a time is minus the logarithm of the chance to be without the event then.</summary>
    Times,
}

/// <summary>The training of a loss over the rows of a batch on a table: the role of each of its inputs, and the meaning of its outputs.</summary>
/// <param name="Roles">Of the inputs, in their order.</param>
/// <param name="Reading">What outputs stand for.</param>
internal sealed record BatchPlan(IReadOnlyList<InputRole> Roles, OutputReading Reading)
{
    /// <summary>The model has an output for each of several intervals or steps; else one.</summary>
    public bool HasSeveralOutputs { get; init; }

    /// <summary>All rows are one group of the loss, as the places of one image are to losses of overlap.</summary>
    public bool IsOneGroup { get; init; }

    /// <summary>The places of parameters above 0 that training chooses, because nobody gave them and the loss is a likelihood.</summary>
    public IReadOnlyList<int> LearnedParameters { get; init; } = [];

    /// <summary>Times are cut into intervals.</summary>
    public bool HasIntervals => Roles.Any(role => role is InputRole.Interval or InputRole.Beginnings);

    /// <summary>The number of outputs over so many intervals of time.</summary>
    public int OutputsOf(int intervals) => intervals + (Roles.Contains(InputRole.Beginnings) ? 1 : 0);

    /// <summary>Rows stand in lists, one for each query.</summary>
    public bool HasLists => Roles.Contains(InputRole.Mask);

    /// <summary>Rows are compared in pairs.</summary>
    public bool HasPairs => Roles.Contains(InputRole.Ahead);
}

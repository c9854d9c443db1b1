namespace Minima.Tabular;

/// <summary>The role of an input of a loss over a batch.</summary>
internal enum InputRole
{
    /// <summary>Outputs of the model for each row, in the shape of the input.</summary>
    Output,

    /// <summary>Outputs for the row of a pair that should rank higher.</summary>
    Ahead,

    /// <summary>Outputs for the row, or the rows, of a pair that should rank lower.</summary>
    Behind,

    /// <summary>One learned constant.</summary>
    Learned,

    /// <summary>The target of each row.</summary>
    Target,

    /// <summary>1 if the event happened, else 0.</summary>
    Event,

    /// <summary>The interval of time in which the row met the event, or the last one that it is known to have survived.</summary>
    Interval,

    /// <summary>The proportion of its interval that the row has passed.</summary>
    Fraction,

    /// <summary>The starts of the intervals, and the end of the last.</summary>
    Beginnings,

    /// <summary>1 for each pair: the first ranks higher.</summary>
    Order,

    /// <summary>1 for a row of a list, 0 for padding.</summary>
    Mask,

    /// <summary>The index of the class of each row.</summary>
    Class,

    /// <summary>For each row 1 at its class and 0 elsewhere.</summary>
    OneHot,

    /// <summary>The several targets of each row.</summary>
    Row,

    /// <summary>The logarithms of the several targets of each row.</summary>
    LogRow,

    /// <summary>Numbers that are learned in addition to the weights, in their own shape.</summary>
    Tensor,

    /// <summary>Outputs for another row of the same class.</summary>
    Partner,

    /// <summary>Outputs for a row of another class.</summary>
    Stranger,

    /// <summary>1 if the other row of a pair is of the same class, else 0.</summary>
    IsSame,

    /// <summary>1 if the other row of a pair is of the same class, else -1.</summary>
    IsSameSign,

    /// <summary>The ordinary loss of each row.</summary>
    Terms,

    /// <summary>Nothing: the input is optional.</summary>
    Nothing,
}

/// <summary>The transform of the outputs of a model to the inputs of a loss.</summary>
internal enum OutputBend
{
    /// <summary>The outputs themselves.</summary>
    None,

    /// <summary>The sigmoid of each.</summary>
    Sigmoid,

    /// <summary>The softmax of a row: probabilities that sum to 1.</summary>
    Softmax,

    /// <summary>The logarithms of the softmax.</summary>
    LogSoftmax,

    /// <summary>The exponential of each: numbers above 0.</summary>
    Exp,
}

/// <summary>The meaning of the outputs of a model.</summary>
internal enum OutputReading
{
    /// <summary>A number that ranks rows: higher first.</summary>
    Score,

    /// <summary>The logit of class 1 of two; the loss takes its probability.</summary>
    Logit,

    /// <summary>A logit for each step between grades; their probabilities sum to a grade.</summary>
    Steps,

    /// <summary>The logarithm of a hazard, up to a constant: adding the same number to all outputs does not change the loss.</summary>
    RelativeRisk,

    /// <summary>A score for each class: the largest is the prediction.</summary>
    Largest,

    /// <summary>A score for each class, or part, whose softmax is its probability.</summary>
    Softmax,

    /// <summary>A logit for each step between grades, of passing it given that the previous one is passed.</summary>
    Conditional,

    /// <summary>A logit for each label.</summary>
    Labels,

    /// <summary>A score for each label, which is set if the score is above 0.</summary>
    LabelScores,

    /// <summary>A number for each target.</summary>
    Numbers,

    /// <summary>The logarithm of a number.</summary>
    Logarithm,

    /// <summary>A point for each row; its class is that of the nearest class mean.</summary>
    Place,

    /// <summary>A direction for each row; its class is that of the mean direction with the smallest angle.</summary>
    Direction,

    /// <summary>A distribution of times: the loss of a row that was last seen at a time is minus the logarithm of the probability of being without the event then.</summary>
    Times,
}

/// <summary>The training of a loss over the rows of a batch on a table: the role of each of its inputs, and the meaning of its outputs.</summary>
/// <param name="Roles">The roles of the inputs, in their order.</param>
/// <param name="Reading">The meaning of the outputs.</param>
internal sealed record BatchPlan(IReadOnlyList<InputRole> Roles, OutputReading Reading)
{
    /// <summary>The model has an output for each of several intervals or steps; else one.</summary>
    public bool HasSeveralOutputs { get; init; }

    /// <summary>All rows are one group of the loss, like the pixels of an image for overlap losses.</summary>
    public bool IsOneGroup { get; init; }

    /// <summary>The indexes of positive parameters that training chooses, because they are not given and the loss is a likelihood.</summary>
    public IReadOnlyList<int> LearnedParameters { get; init; } = [];

    /// <summary>The task of several outputs.</summary>
    public PredictionTask Task { get; init; }

    /// <summary>The number of classes, labels or numbers that several outputs predict.</summary>
    public int Count { get; init; }

    /// <summary>The number of outputs of the model for each row if the target alone determines it, not its training rows; else 0.</summary>
    public int Outputs { get; init; }

    /// <summary>The loss reads one number for each row.</summary>
    public bool IsAColumn { get; init; }

    /// <summary>The transform of outputs to the inputs of the loss.</summary>
    public OutputBend Bend { get; init; }

    /// <summary>The steps between grades share their weights, so that their probabilities decrease: the model has one output, and each step has a learned threshold.</summary>
    public bool SharesWeights { get; init; }

    /// <summary>The shapes of the inputs that are learned in addition to the weights, in their order.</summary>
    public IReadOnlyList<int[]> LearnedShapes { get; init; } = [];

    /// <summary>The number of learned numbers other than the weights and the constant inputs.</summary>
    public int Learned => LearnedParameters.Count + LearnedShapes.Sum(shape => shape.Aggregate(1, (count, length) => count * length));

    /// <summary>The largest number of rows in a chunk; 0 for all at once.</summary>
    public int MostRows { get; init; }

    /// <summary>The ordinary loss of a row, if the trained loss weights it; else null.</summary>
    public Loss? Weighed { get; init; }

    /// <summary>The meaning of the outputs of a trained model, in which points have become scores of classes.</summary>
    public OutputReading Read => IsEmbedding ? OutputReading.Largest : Reading;

    /// <summary>Outputs are points or directions, whose classes follow from the class means of the training rows.</summary>
    public bool IsEmbedding => Reading is OutputReading.Place or OutputReading.Direction;

    /// <summary>The loss does not determine the length of the outputs, which is fitted afterwards on the training rows.</summary>
    public bool LeavesLengthOpen { get; init; }

    /// <summary>The loss ranks labels within a row and does not determine a threshold.</summary>
    public bool LeavesCutOpen { get; init; }

    /// <summary>The penalty shrinks towards the start of the search, because weights of 0 are not a point or direction.</summary>
    public bool IsAnchored => IsEmbedding || LeavesLengthOpen;

    /// <summary>Times are divided into intervals.</summary>
    public bool HasIntervals => Roles.Any(role => role is InputRole.Interval or InputRole.Beginnings);

    /// <summary>The number of outputs for the given number of intervals.</summary>
    public int OutputsOf(int intervals) => intervals + (Roles.Contains(InputRole.Beginnings) ? 1 : 0);

    /// <summary>Rows are in lists, one for each query.</summary>
    public bool HasLists => Roles.Contains(InputRole.Mask);

    /// <summary>Rows are compared in pairs.</summary>
    public bool HasPairs => Roles.Contains(InputRole.Ahead);
}

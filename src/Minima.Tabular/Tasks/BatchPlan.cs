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

    /// <summary>The index of the class of each row.</summary>
    Class,

    /// <summary>For each row 1 at its class and 0 elsewhere.</summary>
    OneHot,

    /// <summary>The several targets of each row.</summary>
    Row,

    /// <summary>The logarithms of the several targets of each row.</summary>
    LogRow,

    /// <summary>Numbers that are learned beside the weights, in a shape of their own.</summary>
    Tensor,

    /// <summary>Outputs for another row of the same class.</summary>
    Partner,

    /// <summary>Outputs for a row of another class.</summary>
    Stranger,

    /// <summary>1 where the other row of a pair is of the same class, else 0.</summary>
    IsSame,

    /// <summary>1 where the other row of a pair is of the same class, else -1.</summary>
    IsSameSign,

    /// <summary>The usual loss of each row.</summary>
    Terms,

    /// <summary>Nothing: the loss does without.</summary>
    Nothing,
}

/// <summary>From the outputs of a model to what a loss reads.</summary>
internal enum OutputBend
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>The probability of each.</summary>
    Sigmoid,

    /// <summary>Probabilities of a row that sum to 1.</summary>
    Softmax,

    /// <summary>Their logarithms.</summary>
    LogSoftmax,

    /// <summary>Numbers above 0.</summary>
    Exp,
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

    /// <summary>A score for each class: the largest names it.</summary>
    Largest,

    /// <summary>A score for each class, or part, whose softmax is its probability.</summary>
    Softmax,

    /// <summary>A logit for each step between grades, of passing it where the one before is passed.</summary>
    Conditional,

    /// <summary>A logit for each label.</summary>
    Labels,

    /// <summary>A score for each label, which is set where it is above 0.</summary>
    LabelScores,

    /// <summary>A number for each target.</summary>
    Numbers,

    /// <summary>The logarithm of a number.</summary>
    Logarithm,

    /// <summary>A place for each row; its class is that of the nearest mean.</summary>
    Place,

    /// <summary>A direction for each row; its class is that of the mean direction with the smallest angle.</summary>
    Direction,

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

    /// <summary>The task that several outputs are for.</summary>
    public PredictionTask Task { get; init; }

    /// <summary>The number of classes, labels or numbers that several outputs predict.</summary>
    public int Count { get; init; }

    /// <summary>The number of outputs of the model for each row where the target says it, not its training rows; else 0.</summary>
    public int Outputs { get; init; }

    /// <summary>The loss reads one number for each row.</summary>
    public bool IsAColumn { get; init; }

    /// <summary>The way from outputs to the inputs of the loss.</summary>
    public OutputBend Bend { get; init; }

    /// <summary>The steps between grades share their weights, so that their probabilities fall: the model has one output, and each step a threshold that is learned.</summary>
    public bool SharesWeights { get; init; }

    /// <summary>The shapes of the inputs that are learned beside the weights, in their order.</summary>
    public IReadOnlyList<int[]> LearnedShapes { get; init; } = [];

    /// <summary>The count of numbers that are learned beside the weights and the inputs that are one constant.</summary>
    public int Learned => LearnedParameters.Count + LearnedShapes.Sum(shape => shape.Aggregate(1, (count, length) => count * length));

    /// <summary>Rows are read in pieces of at most so many; 0 for all at once.</summary>
    public int MostRows { get; init; }

    /// <summary>The usual loss of a row, where what is trained weighs it.</summary>
    public Loss? Weighed { get; init; }

    /// <summary>The meaning of the outputs that are read of a trained model: places have become scores of their classes.</summary>
    public OutputReading Read => IsEmbedding ? OutputReading.Largest : Reading;

    /// <summary>Outputs are places or directions, whose classes are read from the means of the training rows.</summary>
    public bool IsEmbedding => Reading is OutputReading.Place or OutputReading.Direction;

    /// <summary>The loss leaves the length of outputs open, which the training rows choose afterwards.</summary>
    public bool LeavesLengthOpen { get; init; }

    /// <summary>The loss orders labels within a row and says nothing of where to cut.</summary>
    public bool LeavesCutOpen { get; init; }

    /// <summary>The penalty draws to the start of the search: weights of 0 are no place and no direction.</summary>
    public bool IsAnchored => IsEmbedding || LeavesLengthOpen;

    /// <summary>Times are cut into intervals.</summary>
    public bool HasIntervals => Roles.Any(role => role is InputRole.Interval or InputRole.Beginnings);

    /// <summary>The number of outputs over so many intervals of time.</summary>
    public int OutputsOf(int intervals) => intervals + (Roles.Contains(InputRole.Beginnings) ? 1 : 0);

    /// <summary>Rows stand in lists, one for each query.</summary>
    public bool HasLists => Roles.Contains(InputRole.Mask);

    /// <summary>Rows are compared in pairs.</summary>
    public bool HasPairs => Roles.Contains(InputRole.Ahead);
}

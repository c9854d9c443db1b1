namespace Minima.Tabular;

/// <summary>What a model of any number of outputs says of some rows.</summary>
/// <param name="Targets">The columns that are predicted.</param>
/// <param name="What">prediction, probability or score.</param>
/// <param name="OfClasses">The classes that the numbers of a row are for: one of two, or all of several; empty for numbers and labels.</param>
/// <param name="Values">The numbers, row after row.</param>
/// <param name="Classes">For each target the class of each row; empty for numbers and where raw scores are asked for.</param>
internal sealed record TablePrediction(IReadOnlyList<string> Targets, string What, IReadOnlyList<string> OfClasses, double[] Values, string[][] Classes)
{
    /// <summary>What is predicted beside each target: their numbers follow the target's own.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>How many numbers a row has.</summary>
    public int Width => OfClasses.Count < 2 ? Targets.Count * (1 + Further.Count) : OfClasses.Count;

    /// <summary>The same as a prediction with one number a row, or null where there are more.</summary>
    public ColumnPrediction? AsOne() => Width == 1 ? new ColumnPrediction(Targets[0], What, OfClasses.Count == 1 ? OfClasses[0] : null, Values, Classes.Length > 0 ? Classes[0] : null) : null;

    /// <summary>The same as a prediction with a number for each class, or null where it is none.</summary>
    public ClassPrediction? AsClasses() => OfClasses.Count < 2 ? null
        : new ClassPrediction(Targets[0], What, [.. OfClasses], [.. Values.Chunk(OfClasses.Count)], Classes.Length > 0 ? Classes[0] : null);
}

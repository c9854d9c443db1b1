namespace Minima.Tabular;

/// <summary>The predictions of a model for the rows of a table.</summary>
/// <param name="Targets">The columns that are predicted.</param>
/// <param name="Quantity"><c>prediction</c> (a number in the target's units), <c>probability</c>, or <c>score</c> (a raw output, or one of a loss without probabilities).</param>
/// <param name="OfClasses">The classes that the numbers of a row are for: one of two, or all of several; empty for numbers and labels.</param>
/// <param name="Values">The numbers, row after row, <see cref="Width"/> in each.</param>
/// <param name="Classes">For each target the class of each row; empty for numbers and where raw scores are asked for.</param>
public sealed record TablePrediction(IReadOnlyList<string> Targets, string Quantity, IReadOnlyList<string> OfClasses, double[] Values, string[][] Classes)
{
    /// <summary>Further inputs of the loss that are predicted beside each target (a variance, a scale): their numbers follow the target's own.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>All classes of the target in their order, of two as of several; empty for numbers, labels and raw scores.</summary>
    public IReadOnlyList<string> InOrder { get; init; } = [];

    /// <summary>Remarks on the rows, a sentence each: texts that training has not seen.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];

    /// <summary>The same prediction with other classes: of each row the one whose cost is lowest on average by the probabilities, the first of equal ones.</summary>
    /// <param name="cost">A matrix for the classes in the order of <see cref="InOrder"/>.</param>
    /// <exception cref="TrainingException">The cost is not of these classes, or the model gives no probabilities.</exception>
    public TablePrediction Decided(DecisionCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        if (Quantity != "probability" || InOrder.Count == 0)
            throw new UsageException($"predict: --cost decides between classes by their probabilities, and this model gives a {Quantity}; fit one with a loss that gives probabilities.");
        if (cost.Matrix.Count != InOrder.Count)
            throw new UsageException($"predict: --cost {Wording.Quote(cost.ToString())} has {cost.Matrix.Count} classes, and the model has {InOrder.Count}; give matrix=[[0,5],[1,0]] with a row and a column for each, in this order: {DataException.List(InOrder)}.");
        var decided = new string[Rows];
        for (var row = 0; row < decided.Length; row++)
            decided[row] = InOrder[Width > 1 ? ClassCost.Cheapest(Values.AsSpan(row * Width, Width), cost.Matrix) : ClassCost.Cheapest([1 - Values[row], Values[row]], cost.Matrix)];
        return this with { Classes = [decided] };
    }

    /// <summary>The predictions for blocks of rows as one.</summary>
    internal static TablePrediction Joined(IReadOnlyList<TablePrediction> blocks) => blocks.Count == 1 ? blocks[0] : blocks[0] with
    {
        Values = [.. blocks.SelectMany(block => block.Values)],
        Classes = [.. blocks[0].Classes.Select((_, target) => blocks.SelectMany(block => block.Classes[target]).ToArray())],
    };

    /// <summary>The numbers in a row.</summary>
    public int Width => OfClasses.Count < 2 ? Targets.Count * (1 + Further.Count) : OfClasses.Count;

    /// <summary>The number of rows.</summary>
    public int Rows => Values.Length / Width;
}

namespace Minima.Tabular;

/// <summary>The predictions of a model for the rows of a table.</summary>
/// <param name="Targets">The columns that are predicted.</param>
/// <param name="Quantity"><c>prediction</c> (a number in the target's units), <c>probability</c>, or <c>score</c> (a raw output, or one of a loss without probabilities).</param>
/// <param name="OfClasses">The classes to which the numbers of a row belong: one of two, or all of several; empty for numbers and labels.</param>
/// <param name="Values">The numbers, row after row, <see cref="Width"/> in each.</param>
/// <param name="Classes">For each target the class of each row; empty for numbers and for raw scores.</param>
public sealed record TablePrediction(IReadOnlyList<string> Targets, string Quantity, IReadOnlyList<string> OfClasses, double[] Values, string[][] Classes)
{
    /// <summary>Further inputs of the loss that are predicted in addition to each target (a variance, a scale): their numbers follow the target's own.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>All classes of the target in their order, both for two and for several; empty for numbers, labels and raw scores.</summary>
    public IReadOnlyList<string> InOrder { get; init; } = [];

    /// <summary>Remarks on the rows, a sentence each: texts that training has not seen.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];

    /// <summary>The same prediction with other decisions: for each row the class with the lowest expected cost by the probabilities, the first of equal ones.</summary>
    /// <param name="cost">A matrix for the classes in the order of <see cref="InOrder"/>, or a formula whose target is the true class and whose prediction is the decision, both counted from 0.</param>
    /// <param name="table">The rows that were predicted, if a formula names columns of them; else null.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="TrainingException">The cost is not of these classes, the model gives no probabilities, or a formula names columns without a table to read them from.</exception>
    /// <exception cref="DataException">The table lacks a column that the formula names, or one of its cells holds no number.</exception>
    public TablePrediction Decided(DecisionCost cost, Table? table = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cost);
        if (Quantity == "probability" && InOrder.Count == 0)
            throw new UsageException($"predict: --cost decides about one target of classes, and this model predicts the labels {DataException.List(Targets)}, each with a threshold of its own; leave out --cost.");
        if (Quantity != "probability")
            throw new UsageException($"predict: --cost decides between classes by their probabilities, and this model gives a {Quantity}; fit one with a loss that gives probabilities.");
        var classes = CostOf(cost, table, cancellation);
        var decided = new string[Rows];
        for (var row = 0; row < decided.Length; row++)
            decided[row] = InOrder[classes.Cheapest(Width > 1 ? Values.AsSpan(row * Width, Width) : [1 - Values[row], Values[row]], row)];
        return this with { Classes = [decided] };
    }

    private ClassCost CostOf(DecisionCost cost, Table? table, CancellationToken cancellation)
    {
        if (cost.Formula is null)
        {
            return cost.Classes is { } classes && classes.Count == InOrder.Count
                ? classes
                : throw new UsageException($"predict: --cost {Wording.Quote(cost.ToString())} has {cost.Matrix.Count} classes, and the model has {InOrder.Count}; give matrix=[[0,5],[1,0]] with a row and a column for each, in this order: {DataException.List(InOrder)}.");
        }

        string[] names = [.. cost.Columns];
        int[] rows = [.. Enumerable.Range(0, Rows)];
        var columns = new Dictionary<string, double[]>(StringComparer.Ordinal);
        if (names.Length == 0) return cost.OnClasses(InOrder.Count, columns, rows).Classes!;
        if (table is null)
            throw new UsageException($"predict: --cost {Wording.Quote(cost.ToString())} names {DataException.List(names)}, which are columns of the table that was predicted; give the table too.");
        if (!table.CanReadAgain)
            throw new UsageException($"predict: --cost {Wording.Quote(cost.ToString())} names {DataException.List(names)}, and standard input can be read only once; write the rows to a file.");
        foreach (var name in names) CsvFile.Find([.. table.Columns], name, table.Name, "--cost");
        foreach (var (name, values) in names.Zip(NamedNumbers.Read(table, names, cancellation)))
        {
            if (Array.FindIndex(values, double.IsNaN) is >= 0 and var row)
                throw DataException.Create($"{table.Name}, row {row + 1}, column {DataException.Quote(name)}", "the value is missing", "a formula given to --cost names it, so a number is expected in every row", "Fill it in, or write a number in its place.");
            columns.Add(name, values);
        }

        return cost.OnClasses(InOrder.Count, columns, rows).Classes!;
    }

    /// <summary>Joins the predictions for blocks of rows.</summary>
    internal static TablePrediction Joined(IReadOnlyList<TablePrediction> blocks) => blocks.Count == 1 ? blocks[0] : blocks[0] with
    {
        Values = [.. blocks.SelectMany(block => block.Values)],
        Classes = [.. blocks[0].Classes.Select((_, target) => blocks.SelectMany(block => block.Classes[target]).ToArray())],
    };

    internal TablePrediction Some(int[] rows) => rows.Length == Rows ? this : this with { Values = PredictTable.Some(Values, rows, Rows), Classes = Array.ConvertAll(Classes, target => Array.ConvertAll(rows, row => target[row])) };

    /// <summary>The number of values in a row.</summary>
    public int Width => OfClasses.Count < 2 ? Targets.Count * (1 + Further.Count) : OfClasses.Count;

    /// <summary>The number of rows.</summary>
    public int Rows => Values.Length / Width;
}

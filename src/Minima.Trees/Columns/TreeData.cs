namespace Minima.Trees;

/// <summary>The rows that trees are boosted on.</summary>
/// <param name="Columns">The features of the rows.</param>
/// <param name="Target">The values to predict; for losses over classes the index of the class.</param>
public sealed record TreeData(IReadOnlyList<TreeColumn> Columns, double[] Target)
{
    /// <summary>A weight for each row, 0 or more; null for 1.</summary>
    public double[]? Weight { get; init; }

    /// <summary>The group of each row: rows of one group are held out together. Null if each row is a group of its own.</summary>
    public int[]? Group { get; init; }

    /// <summary>Marks rows that are held out from training and evaluated after each round; null leaves the choice to <see cref="BoostOptions.HeldOut"/>.</summary>
    public bool[]? HeldOut { get; init; }

    /// <summary>Further inputs of the loss by name: the columns of a formula other than prediction and target.</summary>
    public IReadOnlyDictionary<string, double[]> Inputs { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>The number of classes, for losses over classes; 0 for as many as the target shows.</summary>
    public int Classes { get; init; }

    /// <summary>The cells of all columns if memory does not hold them; <see cref="TreeColumn.Values"/> is then empty. Null if the columns hold them.</summary>
    public StoredCells? Stored { get; init; }

    internal int Rows => Target.Length;

    internal void Check()
    {
        if (Rows == 0) throw new BoostException("the table has no rows; boosting needs at least one.");
        if (Columns.Count == 0) throw new BoostException("the table has no columns to split by; give at least one.");
        foreach (var column in Columns)
        {
            if (column.Values.Length != (Stored is null ? Rows : 0)) throw WrongLength($"column '{column.Name}'", column.Values.Length);
        }

        if (Weight is not null && Weight.Length != Rows) throw WrongLength("the weights", Weight.Length);
        if (Group is not null && Group.Length != Rows) throw WrongLength("the groups", Group.Length);
        if (HeldOut is not null && HeldOut.Length != Rows) throw WrongLength("the marks of held-out rows", HeldOut.Length);
        foreach (var (name, values) in Inputs)
        {
            if (values.Length != Rows) throw WrongLength($"input '{name}'", values.Length);
        }

        if (Columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new BoostException($"two columns are named '{twice.Key}'; give each a name of its own.");
        for (var row = 0; row < Rows; row++)
        {
            if (!double.IsFinite(Target[row])) throw new BoostException($"the target of row {row} is not finite; leave the row out.");
            if (Weight is not null && !(Weight[row] >= 0 && double.IsFinite(Weight[row]))) throw new BoostException($"the weight of row {row} is {Weight[row]:R}; weights are finite and not negative.");
        }

        if (Weight is not null && Array.TrueForAll(Weight, weight => weight == 0)) throw new BoostException("every weight is 0: no row counts.");
    }

    private BoostException WrongLength(string what, int length) => new($"{what}: {length} values, and the target has {Rows} rows; give one value a row.");
}

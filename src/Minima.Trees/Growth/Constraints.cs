namespace Minima.Trees;

/// <summary>The constraints of the options, by index of the column.</summary>
internal sealed class Constraints
{
    /// <exception cref="BoostException">A column does not exist or has no order, or a direction is not -1, 0 or 1.</exception>
    public Constraints(ColumnBins[] columns, BoostOptions options)
    {
        int Find(string name) => Array.FindIndex(columns, column => column.Name == name) is >= 0 and var found ? found : throw new BoostException($"there is no column '{name}' to constrain; the columns are {string.Join(", ", columns.Take(20).Select(column => column.Name))}.");
        Directions = new int[columns.Length];
        foreach (var (name, direction) in options.Monotone)
        {
            var column = Find(name);
            if (columns[column].IsCategory) throw new BoostException($"column '{name}' is one of categories, which have no order; a monotone constraint is for numbers.");
            Directions[column] = direction is >= -1 and <= 1 ? direction : throw new BoostException($"the monotone constraint of '{name}' is {direction}; it is -1, 0 or 1.");
        }

        Interactions = [.. options.Interactions.Select(set => set.Select(Find).ToHashSet())];
    }

    /// <summary>By column: +1 if predictions may only rise with it, -1 if they may only fall, 0 for both.</summary>
    public int[] Directions { get; }

    /// <summary>Sets of columns that may appear on one path; empty if all may.</summary>
    public IReadOnlyList<IReadOnlySet<int>> Interactions { get; }
}

namespace Minima.Trees;

/// <summary>The contributions of columns to each score: Shapley values along the paths of the trees.</summary>
public static class ColumnContributions
{
    private const int BlockRows = 64;

    /// <summary>Computes the contributions of the columns to raw scores. Columns that a subset lacks are averaged out, with the curvatures of the training rows at each split as weights.</summary>
    /// <returns>Row after row, output after output: the start (mean score of the training rows), then one number per column in the model's order. They add up to the raw score.</returns>
    /// <param name="model">The model.</param>
    /// <param name="columns">The model's columns by name, in any order; others are ignored.</param>
    /// <param name="rounds">The number of first rounds to use; null for all.</param>
    /// <param name="threads">The number of threads; 0 for one per core. Results are bit-identical at any number.</param>
    /// <exception cref="BoostException">A column is missing, the columns differ in length, the model has fewer rounds, or no array can hold that many numbers.</exception>
    public static double[] Contributions(this TreeModel model, IReadOnlyList<TreeColumn> columns, int? rounds = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (values, used) = model.Checked(columns, rounds);
        var (rows, outputs, width) = (values[0].Length, model.Outputs, model.Columns.Count + 1);
        var count = (long)rows * outputs * width;
        if (count > Array.MaxLength) throw new BoostException($"contributions of {rows} rows are {count} numbers, more than an array can hold; request fewer rows at a time.");
        var all = new double[count];
        PathShares[][] paths = [.. model.Trees.Take(used).Select(round => Array.ConvertAll(round, tree => new PathShares(tree, model.Columns.Count)))];
        var starts = (double[])model.StartScores.Clone();
        foreach (var round in paths)
        {
            for (var o = 0; o < outputs; o++) starts[o] += round[o].Mean;
        }

        new Team(threads).Each((rows + BlockRows - 1) / BlockRows, (_, block) =>
        {
            var row = new double[values.Length];
            for (var r = block * BlockRows; r < Math.Min(rows, (block + 1) * BlockRows); r++)
            {
                for (var c = 0; c < row.Length; c++) row[c] = values[c][r];
                for (var o = 0; o < outputs; o++)
                {
                    var shares = all.AsSpan((r * outputs + o) * width, width);
                    shares[0] = starts[o];
                    foreach (var round in paths) round[o].Add(row, shares[1..]);
                }
            }
        });
        return all;
    }
}

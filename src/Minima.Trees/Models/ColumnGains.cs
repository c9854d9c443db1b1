namespace Minima.Trees;

/// <summary>The importance of columns to a model.</summary>
public static class ColumnGains
{
    /// <summary>The sum of the gains of each column's splits, in the order of the model's columns.</summary>
    public static double[] Gains(this TreeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var gains = new double[model.Columns.Count];
        foreach (var tree in model.Trees.SelectMany(round => round))
        {
            for (var i = 0; i < tree.Nodes.Length; i++)
            {
                if (tree.Nodes[i].Is(WalkedNode.IsSplit)) gains[tree.Nodes[i].Column] += tree.Gains[i];
            }
        }

        return gains;
    }
}

namespace Minima.Trees;

/// <summary>Grows one tree at a time over the rows that a round draws.</summary>
internal interface ITreeGrower : IDisposable
{
    /// <summary>True if the rows of a leaf are counted beside its curvature, which then has fewer bits.</summary>
    bool CountsRows { get; }

    /// <param name="inTree">By chunk, the number of first rows of <see cref="CodedRows.Order"/> that belong to the tree.</param>
    /// <param name="columns">The columns that the round draws.</param>
    /// <param name="output">The output whose packed gradients the tree fits.</param>
    /// <param name="scale">The scale of the packed gradients.</param>
    /// <param name="cancellation">Checked between levels, or trees.</param>
    IGrownTree Grow(int[] inTree, int[] columns, int output, Scale scale, CancellationToken cancellation);
}

/// <summary>A grown tree. The values of its leaves follow from gradients and curvatures; a line search may still replace them.</summary>
internal interface IGrownTree
{
    /// <summary>The leaves, with the rows that the tree drew.</summary>
    GrowingNode[] Leaves { get; }

    /// <summary>The index of the leaf of a row that the tree did not draw.</summary>
    int LeafOf(int row);

    /// <summary>The tree for predictions.</summary>
    /// <param name="values">The value of each leaf.</param>
    RegressionTree Written(double[] values);
}

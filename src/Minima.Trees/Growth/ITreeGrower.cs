namespace Minima.Trees;

/// <summary>Grows one tree at a time over the rows that a round draws.</summary>
internal interface ITreeGrower : IDisposable
{
    /// <summary>The rows of a leaf are counted beside its curvature, which has fewer bits then.</summary>
    bool CountsRows { get; }

    /// <param name="inTree">By chunk, how many rows of <see cref="CodedRows.Order"/> belong to the tree.</param>
    /// <param name="columns">The columns that this tree draws.</param>
    /// <param name="output">The output whose packed slopes it follows.</param>
    /// <param name="scale">Their scale.</param>
    /// <param name="cancellation">Asked between levels, or trees.</param>
    IGrownTree Grow(int[] inTree, int[] columns, int output, Scale scale, CancellationToken cancellation);
}

/// <summary>A tree that has grown. The values of its leaves are those of slopes and curvatures, and may be searched yet.</summary>
internal interface IGrownTree
{
    /// <summary>The leaves, with the rows that the tree drew.</summary>
    GrowingNode[] Leaves { get; }

    /// <summary>The number of the leaf in which a row ends that the tree did not draw.</summary>
    int LeafOf(int row);

    /// <summary>The tree for predictions.</summary>
    /// <param name="values">The value of each leaf.</param>
    RegressionTree Written(double[] values);
}

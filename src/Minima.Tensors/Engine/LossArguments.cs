namespace Minima.Tensors;

/// <summary>What a loss is applied with besides prediction and target. The default is the plain mean.</summary>
public readonly ref struct LossArguments
{
    /// <summary>How terms become one number; <see cref="Minima.Reduction.None"/> gives the terms as a tensor.</summary>
    public Minima.Reduction Reduction { get; init; }

    /// <summary>What a weighted mean divides by.</summary>
    public WeightedMean WeightedMean { get; init; }

    /// <summary>One finite weight for each term (point losses: in the prediction's shape; row losses: one for each row), or none.</summary>
    public Tensor Weight { get; init; }

    /// <summary>Which terms count, or empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>The third input of a point loss, where it has one: a scale, a variance. May have a gradient.</summary>
    public Tensor Third { get; init; }

    /// <summary>The fourth input of a point loss, where it has one.</summary>
    public Tensor Fourth { get; init; }

    /// <summary>Row losses: one finite weight for each class, or none.</summary>
    public Tensor ClassWeight { get; init; }

    /// <summary>Row losses: the label of rows that are left out; null for the loss's own.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>Row losses: which axis the classes stand along; null for the last.</summary>
    public Index? ClassAxis { get; init; }

    /// <summary>There is one weight for each row, for all of its terms, whatever their axes.</summary>
    internal bool WeighsRows { get; init; }

    /// <summary>The same with further inputs that were given by themselves.</summary>
    /// <exception cref="TrainingException">One stands here already.</exception>
    internal LossArguments And(Tensor third, Tensor fourth)
    {
        if (!Third.IsNone || !Fourth.IsNone) throw new TrainingException("A further input of a loss was given twice: by itself and in LossArguments. Give it once.");
        return this with { Third = third, Fourth = fourth };
    }
}

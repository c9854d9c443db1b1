namespace Minima.Tensors;

/// <summary>The arguments of a loss besides prediction and target. The default is the plain mean.</summary>
public readonly ref struct LossArguments
{
    /// <summary>The reduction of terms to one number; <see cref="Minima.Reduction.None"/> returns the terms as a tensor.</summary>
    public Minima.Reduction Reduction { get; init; }

    /// <summary>The denominator of a weighted mean.</summary>
    public WeightedMean WeightedMean { get; init; }

    /// <summary>One finite weight for each term (point losses: of the prediction's shape; row losses: one for each row), or none.</summary>
    public Tensor Weight { get; init; }

    /// <summary>Selects the terms that count; empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>The third input of a point loss, if it has one: a scale, a variance. May have a gradient.</summary>
    public Tensor Third { get; init; }

    /// <summary>The fourth input of a point loss, if it has one.</summary>
    public Tensor Fourth { get; init; }

    /// <summary>Row losses: one finite weight for each class, or none.</summary>
    public Tensor ClassWeight { get; init; }

    /// <summary>Row losses: the label whose rows are left out; null for the loss's own.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>Row losses: the axis of the classes; null for the last.</summary>
    public Index? ClassAxis { get; init; }

    /// <summary>True if there is one weight for each row, for all of its terms and axes.</summary>
    internal bool WeighsRows { get; init; }

    /// <summary>The same arguments with further inputs that were given separately.</summary>
    /// <exception cref="TrainingException">The arguments already contain one.</exception>
    internal LossArguments And(Tensor third, Tensor fourth)
    {
        if (!Third.IsNone || !Fourth.IsNone) throw new TrainingException("A further input of a loss is given twice: as an argument of its own and in LossArguments. Give it once.");
        return this with { Third = third, Fourth = fourth };
    }
}

namespace Minima;

/// <summary>
/// One call of the engine over rows of classes: inputs, and the buffers that it is to fill. Whatever is left empty is not computed.
/// </summary>
/// <remarks>
/// <para>The prediction is an array [outer, classes, inner] in row-major order, so that the class axis may stand anywhere: inner = 1 where it
/// is the last axis, inner = height times width for images whose class axis comes first. Labels, weights, mask and terms have the shape
/// [outer, inner], target rows and gradients that of the prediction.</para>
/// <para>A gradient may be the same span as the prediction (it is then written in place); any other overlap of an output is refused. A row that
/// is masked, ignored or has weight 0 is left out by selection: a NaN in it does not survive.</para>
/// </remarks>
public ref struct RowBatch<TElement>
    where TElement : unmanaged
{
    /// <summary>An empty batch whose class axis is the last.</summary>
    public RowBatch()
    {
    }

    /// <summary>The scores, log-probabilities or probabilities: what the loss says.</summary>
    public ReadOnlySpan<TElement> Prediction { get; set; }

    /// <summary>One label for each row: the index of its class; or empty where <see cref="Target"/> is given.</summary>
    public ReadOnlySpan<int> Labels { get; set; }

    /// <summary>A number for each class of each row, in the prediction's shape; or empty where <see cref="Labels"/> are given.</summary>
    public ReadOnlySpan<TElement> Target { get; set; }

    /// <summary>How many classes there are: the length of the class axis.</summary>
    public int Classes { get; set; }

    /// <summary>How many elements one step along the class axis passes: the product of the sizes of the axes behind it. 1 where it is the last axis.</summary>
    public int Inner { get; set; } = 1;

    /// <summary>One finite weight for each class, or empty.</summary>
    public ReadOnlySpan<TElement> ClassWeights { get; set; }

    /// <summary>
    /// The label of rows that are left out. Null for the loss's own (-100 in cross-entropy as in PyTorch, none in most others);
    /// <see cref="IgnoreIndex.None"/> for none.
    /// </summary>
    public int? IgnoreIndex { get; set; }

    /// <summary>One finite weight for each row, or empty.</summary>
    public ReadOnlySpan<TElement> SampleWeight { get; set; }

    /// <summary>Which rows count, or empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>Receives the derivative of the reduced loss with respect to the prediction; with <see cref="Reduction.None"/> that of the sum.</summary>
    public Span<TElement> Gradient { get; set; }

    /// <summary>As <see cref="Gradient"/>, with respect to <see cref="Target"/>; refused where that is not differentiated.</summary>
    public Span<TElement> TargetGradient { get; set; }

    /// <summary>Receives the diagonal of the second derivative of the reduced loss with respect to the prediction; memory of its own.</summary>
    /// <remarks>One evaluation of the formula for each class: the cost grows with the square of their number.</remarks>
    public Span<TElement> Hessian { get; set; }

    /// <summary>As <see cref="Hessian"/>, with respect to <see cref="Target"/>.</summary>
    public Span<TElement> TargetHessian { get; set; }

    /// <summary>One term for each row before reduction, weights multiplied in.</summary>
    public Span<TElement> Terms { get; set; }

    /// <summary>How terms become the value; gradients and Hessians are those of that value.</summary>
    public Reduction Reduction { get; set; }

    /// <summary>What a weighted mean divides by.</summary>
    public WeightedMean WeightedMean { get; set; }

    /// <summary>Which second derivative the Hessian buffers receive.</summary>
    public Curvature Curvature { get; set; }

    /// <summary>How many threads at most; 0 for one per core. The bits of the result do not depend on it.</summary>
    public int Threads { get; set; }
}

/// <summary>Labels of rows that are left out.</summary>
public static class IgnoreIndex
{
    /// <summary>Every row counts, also where the loss has an ignored label of its own.</summary>
    public const int None = int.MinValue;
}

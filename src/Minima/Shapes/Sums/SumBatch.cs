namespace Minima;

/// <summary>One call of the engine over a loss of sums: inputs, and the buffers that it is to fill. Whatever is left empty is not computed.</summary>
/// <remarks>
/// <para>The prediction is an array [rows, classes, ...] in row-major order; target and gradient have its shape. Terms, weights and mask have one
/// element for each group: each pair of row and class, each class, each row or one, as the loss says.</para>
/// <para>The gradient may be the same span as the prediction (it is then written in place); any other overlap of an output is refused. A group
/// that is masked or has weight 0 is left out by selection: a NaN in it does not survive.</para>
/// </remarks>
public ref struct SumBatch<TElement>
    where TElement : unmanaged
{
    /// <summary>An empty batch of one row and one class.</summary>
    public SumBatch()
    {
    }

    /// <summary>The predictions.</summary>
    public ReadOnlySpan<TElement> Prediction { get; set; }

    /// <summary>The targets.</summary>
    public ReadOnlySpan<TElement> Target { get; set; }

    /// <summary>The size of the first axis.</summary>
    public int Rows { get; set; } = 1;

    /// <summary>The size of the second axis.</summary>
    public int Classes { get; set; } = 1;

    /// <summary>One finite weight for each term, or empty.</summary>
    public ReadOnlySpan<TElement> SampleWeight { get; set; }

    /// <summary>Which terms count, or empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>Receives the derivative of the reduced loss with respect to the prediction; with <see cref="Reduction.None"/> that of the sum.</summary>
    public Span<TElement> Gradient { get; set; }

    /// <summary>Receives the diagonal of the second derivative of the reduced loss with respect to the prediction; memory of its own.</summary>
    public Span<TElement> Hessian { get; set; }

    /// <summary>One number for each term before reduction, weights multiplied in.</summary>
    public Span<TElement> Terms { get; set; }

    /// <summary>How terms become the value; left at the mean for a loss that is no mean of terms.</summary>
    public Reduction Reduction { get; set; }

    /// <summary>What a weighted mean divides by.</summary>
    public WeightedMean WeightedMean { get; set; }

    /// <summary>Which second derivative the Hessian buffer receives.</summary>
    public Curvature Curvature { get; set; }

    /// <summary>How many threads at most; 0 for one per core. The bits of the result do not depend on it.</summary>
    public int Threads { get; set; }
}

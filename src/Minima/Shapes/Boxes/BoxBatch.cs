namespace Minima;

/// <summary>One call of the engine over pairs of boxes: inputs, and the buffers that it is to fill. Whatever is left empty is not computed.</summary>
/// <remarks>
/// <para>A box is four numbers (x1, y1, x2, y2) one after the other; predictions, targets and gradients hold box after box. Weights, mask and
/// terms have one element a box.</para>
/// <para>A gradient may be the same span as an input (it is then written in place); any other overlap of an output is refused. A box that is
/// masked or has weight 0 is left out by selection: a NaN in it does not survive.</para>
/// </remarks>
public ref struct BoxBatch<TElement>
    where TElement : unmanaged
{
    /// <summary>The predicted boxes.</summary>
    public ReadOnlySpan<TElement> Prediction { get; set; }

    /// <summary>The true boxes, one for each predicted one.</summary>
    public ReadOnlySpan<TElement> Target { get; set; }

    /// <summary>One finite weight for each box, or empty.</summary>
    public ReadOnlySpan<TElement> SampleWeight { get; set; }

    /// <summary>Which boxes count, or empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>Receives the derivative of the reduced loss with respect to the prediction; with <see cref="Reduction.None"/> that of the sum.</summary>
    public Span<TElement> Gradient { get; set; }

    /// <summary>As <see cref="Gradient"/>, with respect to <see cref="Target"/>; refused where that is not differentiated.</summary>
    public Span<TElement> TargetGradient { get; set; }

    /// <summary>Receives the diagonal of the second derivative of the reduced loss with respect to the prediction; memory of its own.</summary>
    public Span<TElement> Hessian { get; set; }

    /// <summary>As <see cref="Hessian"/>, with respect to <see cref="Target"/>.</summary>
    public Span<TElement> TargetHessian { get; set; }

    /// <summary>One term for each box before reduction, weights multiplied in.</summary>
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

namespace Minima;

/// <summary>Which second derivative.</summary>
public enum Curvature
{
    /// <summary>The exact second derivative; negative where the loss is concave.</summary>
    Exact,

    /// <summary>The generalised Gauss-Newton curvature with respect to the prediction: the exact one where it is positive, 0 elsewhere. Never negative, as Newton steps and boosters want it.</summary>
    GaussNewton,
}

/// <summary>
/// One call of the engine: inputs, and the buffers that it is to fill. Whatever is left empty is not computed.
/// </summary>
/// <remarks>
/// <para>All inputs and buffers have the same length. A gradient may be the same span as an input (it is then written in place); any other overlap is refused.</para>
/// <para>Weights, mask and reduction belong to the batch and never to a formula. A masked or zero-weight term is left out by selection: a NaN in it does not survive.</para>
/// </remarks>
public ref struct LossBatch<TElement>
    where TElement : unmanaged
{
    /// <summary>The first input: the prediction, in nearly every loss.</summary>
    public ReadOnlySpan<TElement> First { get; set; }

    /// <summary>The second input: the target, in nearly every loss.</summary>
    public ReadOnlySpan<TElement> Second { get; set; }

    public ReadOnlySpan<TElement> Third { get; set; }

    public ReadOnlySpan<TElement> Fourth { get; set; }

    /// <summary>A constant in place of an input that may be left out: one value, or one for each position of the last axis, repeated.</summary>
    public ReadOnlySpan<TElement> BoundThird { get; set; }

    /// <summary>As <see cref="BoundThird"/>.</summary>
    public ReadOnlySpan<TElement> BoundFourth { get; set; }

    public Span<TElement> FirstGradient { get; set; }

    public Span<TElement> SecondGradient { get; set; }

    public Span<TElement> ThirdGradient { get; set; }

    public Span<TElement> FourthGradient { get; set; }

    public Span<TElement> FirstHessian { get; set; }

    public Span<TElement> SecondHessian { get; set; }

    public Span<TElement> ThirdHessian { get; set; }

    public Span<TElement> FourthHessian { get; set; }

    /// <summary>The terms before reduction, weights multiplied in.</summary>
    public Span<TElement> Terms { get; set; }

    /// <summary>One finite weight for each term, or empty.</summary>
    public ReadOnlySpan<TElement> SampleWeight { get; set; }

    /// <summary>Which terms count, or empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    public Reduction Reduction { get; set; }

    public WeightedMean WeightedMean { get; set; }

    public Curvature Curvature { get; set; }

    /// <summary>How many threads at most; 0 for one per core. The bits of the result do not depend on it.</summary>
    public int Threads { get; set; }

    /// <summary>Input by index.</summary>
    internal readonly ReadOnlySpan<TElement> Input(int index) => index switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };

    internal readonly ReadOnlySpan<TElement> Bound(int index) => index switch { 2 => BoundThird, 3 => BoundFourth, _ => default };

    internal readonly Span<TElement> Gradient(int index) => index switch { 0 => FirstGradient, 1 => SecondGradient, 2 => ThirdGradient, _ => FourthGradient };

    internal readonly Span<TElement> Hessian(int index) => index switch { 0 => FirstHessian, 1 => SecondHessian, 2 => ThirdHessian, _ => FourthHessian };

    /// <summary>Sets input <paramref name="index"/>.</summary>
    public void SetInput(int index, ReadOnlySpan<TElement> values)
    {
        switch (index)
        {
            case 0: First = values; break;
            case 1: Second = values; break;
            case 2: Third = values; break;
            case 3: Fourth = values; break;
            default: throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Binds input <paramref name="index"/> (2 or 3) to constants.</summary>
    public void SetBound(int index, ReadOnlySpan<TElement> values)
    {
        switch (index)
        {
            case 2: BoundThird = values; break;
            case 3: BoundFourth = values; break;
            default: throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Sets the buffer for the gradient of input <paramref name="index"/>.</summary>
    public void SetGradient(int index, Span<TElement> values)
    {
        switch (index)
        {
            case 0: FirstGradient = values; break;
            case 1: SecondGradient = values; break;
            case 2: ThirdGradient = values; break;
            case 3: FourthGradient = values; break;
            default: throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Sets the buffer for the diagonal second derivative with respect to input <paramref name="index"/>.</summary>
    public void SetHessian(int index, Span<TElement> values)
    {
        switch (index)
        {
            case 0: FirstHessian = values; break;
            case 1: SecondHessian = values; break;
            case 2: ThirdHessian = values; break;
            case 3: FourthHessian = values; break;
            default: throw new ArgumentOutOfRangeException(nameof(index));
        }
    }
}

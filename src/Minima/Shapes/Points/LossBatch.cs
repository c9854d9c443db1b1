using System.Runtime.CompilerServices;

namespace Minima;

/// <summary>Which second derivative.</summary>
public enum Curvature
{
    /// <summary>The exact second derivative; negative where the loss is concave.</summary>
    Exact,

    /// <summary>The generalised Gauss-Newton curvature with respect to the prediction: the exact one where it is positive, 0 elsewhere. Never negative, as Newton steps and boosters want it.</summary>
    GaussNewton,

    /// <summary>
    /// The slope over the residual, |l'(p)| / |p - t|: the curvature of the parabola that touches a function of the residual from above where that
    /// function grows no faster than a square. Below the median residual of the batch it is the exact curvature or the slope over that median,
    /// whichever is larger, so that it is finite at kinks. For boosters where the exact curvature is 0 or negative: absolute errors, quantiles, losses that give outliers up.
    /// </summary>
    /// <remarks>Of losses of two or more inputs whose prediction is in the units of the target; it replaces the Hessian of the first input, the others receive <see cref="GaussNewton"/>.</remarks>
    Weight,

    /// <summary>1 for each number of the prediction, times the weight of its term and the reduction, for losses of every shape: a Newton step is then a step against the gradient, and a booster's leaf the mean of the slopes. Replaces the Hessian of the first input, the others receive <see cref="GaussNewton"/>.</summary>
    Constant,
}

/// <summary>
/// One call of the engine: inputs, and the buffers that it is to fill. Whatever is left empty is not computed.
/// </summary>
/// <remarks>
/// <para>All inputs and buffers have the same length. A gradient may be the same span as an input (it is then written in place); any other overlap of an output, and any of a Hessian or of the terms, is refused.</para>
/// <para>Weights, mask and reduction belong to the batch and never to a formula. A masked or zero-weight term is left out by selection: a NaN in it does not survive.</para>
/// </remarks>
public ref struct LossBatch<TElement>
    where TElement : unmanaged
{
    /// <summary>The first input: the prediction, in nearly every loss.</summary>
    public ReadOnlySpan<TElement> First { get; set; }

    /// <summary>The second input: the target, in nearly every loss.</summary>
    public ReadOnlySpan<TElement> Second { get; set; }

    /// <summary>The third input, where the formula has one: a scale, a variance, a weight of a class.</summary>
    public ReadOnlySpan<TElement> Third { get; set; }

    /// <summary>The fourth input, where the formula has one.</summary>
    public ReadOnlySpan<TElement> Fourth { get; set; }

    /// <summary>A constant in place of an input that may be left out: one value, or one for each position of the last axis, repeated.</summary>
    public ReadOnlySpan<TElement> BoundThird { get; set; }

    /// <summary>As <see cref="BoundThird"/>.</summary>
    public ReadOnlySpan<TElement> BoundFourth { get; set; }

    /// <summary>Receives the derivative of the reduced loss with respect to <see cref="First"/>; with <see cref="Reduction.None"/> that of the sum.</summary>
    public Span<TElement> FirstGradient { get; set; }

    /// <summary>As <see cref="FirstGradient"/>, with respect to <see cref="Second"/>; refused where that is not differentiated.</summary>
    public Span<TElement> SecondGradient { get; set; }

    /// <summary>As <see cref="FirstGradient"/>, with respect to <see cref="Third"/>, which must then be given as an input.</summary>
    public Span<TElement> ThirdGradient { get; set; }

    /// <summary>As <see cref="FirstGradient"/>, with respect to <see cref="Fourth"/>, which must then be given as an input.</summary>
    public Span<TElement> FourthGradient { get; set; }

    /// <summary>Receives the diagonal second derivative of the reduced loss with respect to <see cref="First"/>; memory of its own.</summary>
    public Span<TElement> FirstHessian { get; set; }

    /// <summary>As <see cref="FirstHessian"/>, with respect to <see cref="Second"/>.</summary>
    public Span<TElement> SecondHessian { get; set; }

    /// <summary>As <see cref="FirstHessian"/>, with respect to <see cref="Third"/>.</summary>
    public Span<TElement> ThirdHessian { get; set; }

    /// <summary>As <see cref="FirstHessian"/>, with respect to <see cref="Fourth"/>.</summary>
    public Span<TElement> FourthHessian { get; set; }

    /// <summary>The terms before reduction, weights multiplied in.</summary>
    public Span<TElement> Terms { get; set; }

    /// <summary>One finite weight for each term, or empty.</summary>
    public ReadOnlySpan<TElement> SampleWeight { get; set; }

    /// <summary>Which terms count, or empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>How terms become the value; gradients and Hessians are those of that value.</summary>
    public Reduction Reduction { get; set; }

    /// <summary>What a weighted mean divides by.</summary>
    public WeightedMean WeightedMean { get; set; }

    /// <summary>Which second derivative the Hessian buffers receive.</summary>
    public Curvature Curvature { get; set; }

    /// <summary>How many threads at most; 0 for one per core. The bits of the result do not depend on it.</summary>
    public int Threads { get; set; }

    // Members with a switch are not inlined: in a loop over the inputs that the JIT unrolls they would be miscompiled (dotnet/runtime#132370,
    // every .NET 10 up to 10.0.12; TieringTests).

    /// <summary>Input by index.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal readonly ReadOnlySpan<TElement> Input(int index) => index switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal readonly ReadOnlySpan<TElement> Bound(int index) => index switch { 2 => BoundThird, 3 => BoundFourth, _ => default };

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal readonly Span<TElement> Gradient(int index) => index switch { 0 => FirstGradient, 1 => SecondGradient, 2 => ThirdGradient, _ => FourthGradient };

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal readonly Span<TElement> Hessian(int index) => index switch { 0 => FirstHessian, 1 => SecondHessian, 2 => ThirdHessian, _ => FourthHessian };

    /// <summary>Sets input <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
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
    [MethodImpl(MethodImplOptions.NoInlining)]
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
    [MethodImpl(MethodImplOptions.NoInlining)]
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
    [MethodImpl(MethodImplOptions.NoInlining)]
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

using System.Runtime.CompilerServices;

namespace Minima;

/// <summary>One evaluation of a loss of any shape: inputs, and the buffers to fill. Minima computes nothing for an empty buffer.</summary>
/// <remarks>
/// <para>A loss of elements has one target, gradient, term, weight and mask flag for each element of its prediction. Its further
/// inputs have names: <c>new LossBatch&lt;float&gt; { Prediction = mean, Target = target, ["variance"] = variance }</c>.</para>
/// <para>A loss over rows of classes takes an array [outer, <see cref="Classes"/>, <see cref="Inner"/>] in row-major order, so that the class
/// axis may be anywhere. Labels, weights, mask and terms have the shape [outer, inner], target rows and gradients that of the prediction.</para>
/// <para>A box is four numbers (x1, y1, x2, y2) one after the other; predictions, targets and gradients hold box after box. Weights, mask and
/// terms have one element a box.</para>
/// <para>A loss of sums takes an array [<see cref="Rows"/>, <see cref="Classes"/>, ...]. Terms, weights and mask have one element for each
/// group: each pair of row and class, each class, each row or one, as the loss defines.</para>
/// <para>A gradient may be the same span as an input (it is then written in place); any other overlap of an output, and any of a Hessian or of
/// the terms, is refused. Terms that are masked, ignored or of weight 0 are left out by selection: a NaN in one does not propagate. Evaluation refuses a
/// member that the shape of the loss does not have.</para>
/// </remarks>
public ref struct LossBatch<TElement>
    where TElement : unmanaged
{
    // In the order of the formula once the batch is in order; until then the prediction, the target, and named inputs in the free places.
    internal LossInput<TElement> First;
    internal LossInput<TElement> Second;
    internal LossInput<TElement> Third;
    internal LossInput<TElement> Fourth;
    private InputNames names;
    private bool isNamed;
    private bool isOrdered;

    /// <summary>The first input: the prediction in nearly every loss.</summary>
    public ReadOnlySpan<TElement> Prediction
    {
        readonly get => First.Values;
        set
        {
            Vacate(0);
            First.Values = value;
        }
    }

    /// <summary>The input <c>target</c>; the second input of a loss that has none of this name.</summary>
    public ReadOnlySpan<TElement> Target
    {
        readonly get => Second.Values;
        set
        {
            Vacate(1);
            Second.Values = value;
        }
    }

    /// <summary>One label for each row, the index of its class, in place of <see cref="Target"/>; for losses over rows of classes.</summary>
    public ReadOnlySpan<int> Labels { get; set; }

    /// <summary>An input by its name in the catalogue. Up to four inputs fit in a batch.</summary>
    /// <exception cref="LossException">A fifth input. The loss refuses a name that it does not have, and an input that is given twice.</exception>
    public LossInput<TElement> this[string input]
    {
        readonly get => IndexOf(input) is >= 0 and var index ? At(index) : default;
        set
        {
            ArgumentNullException.ThrowIfNull(input);
            var index = IndexOf(input);
            if (index < 0)
            {
                index = Vacancy(input);
                names[index] = input;
                isNamed = true;
            }

            Put(index, value);
        }
    }

    /// <summary>Receives the derivative of the reduced loss with respect to <see cref="Prediction"/>; with <see cref="Reduction.None"/>, of the sum.</summary>
    public Span<TElement> Gradient
    {
        readonly get => First.Gradient;
        set
        {
            Vacate(0);
            First.Gradient = value;
        }
    }

    /// <summary>As <see cref="Gradient"/>, with respect to <see cref="Target"/>; refused if the target is not differentiated.</summary>
    public Span<TElement> TargetGradient
    {
        readonly get => Second.Gradient;
        set
        {
            Vacate(1);
            Second.Gradient = value;
        }
    }

    /// <summary>Receives the diagonal second derivative of the reduced loss with respect to <see cref="Prediction"/>. It may not overlap another span.</summary>
    /// <remarks>Over rows of classes it costs one evaluation of the formula for each class, unless the loss has a closed form.</remarks>
    public Span<TElement> Hessian
    {
        readonly get => First.Hessian;
        set
        {
            Vacate(0);
            First.Hessian = value;
        }
    }

    /// <summary>As <see cref="Hessian"/>, with respect to <see cref="Target"/>.</summary>
    public Span<TElement> TargetHessian
    {
        readonly get => Second.Hessian;
        set
        {
            Vacate(1);
            Second.Hessian = value;
        }
    }

    /// <summary>The terms before reduction, weights multiplied in.</summary>
    public Span<TElement> Terms { get; set; }

    /// <summary>One finite weight for each term, or empty.</summary>
    public ReadOnlySpan<TElement> SampleWeight { get; set; }

    /// <summary>Selects the terms that count; empty for all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>One finite weight for each class, or empty; for losses over rows of classes.</summary>
    public ReadOnlySpan<TElement> ClassWeights { get; set; }

    /// <summary>
    /// The label whose rows are left out. Null for the loss's own (-100 in cross-entropy as in PyTorch, none in most others);
    /// <see cref="IgnoreIndex.None"/> for none.
    /// </summary>
    public int? IgnoreIndex { get; set; }

    /// <summary>The size of the first axis, for losses of sums; null for 1.</summary>
    public int? Rows { get; set; }

    /// <summary>The length of the class axis, which losses over rows of classes need; for losses of sums the size of the second axis, null for 1.</summary>
    public int? Classes { get; set; }

    /// <summary>
    /// For losses over rows of classes: the stride of the class axis in elements, which is the product of the sizes of the
    /// axes after it. Null for 1: the class axis is the last. Height times width for images whose class axis comes first.
    /// </summary>
    public int? Inner { get; set; }

    /// <summary>The way from terms to the value; gradients and Hessians are those of that value. Leave it at the mean for a loss that is not a mean of terms.</summary>
    public Reduction Reduction { get; set; }

    /// <summary>The divisor of a weighted mean.</summary>
    public WeightedMean WeightedMean { get; set; }

    /// <summary>The second derivative that the Hessian buffers receive.</summary>
    public Curvature Curvature { get; set; }

    /// <summary>The most threads to use; 0 for one per core. The result is bit-identical for every number.</summary>
    public int Threads { get; set; }

    /// <summary>A batch of inputs in the order of the formula, ignoring names.</summary>
    internal static LossBatch<TElement> InOrder(ReadOnlySpan<TElement> first, ReadOnlySpan<TElement> second = default, ReadOnlySpan<TElement> third = default, ReadOnlySpan<TElement> fourth = default)
    {
        var batch = new LossBatch<TElement> { isOrdered = true };
        batch.First.Values = first;
        batch.Second.Values = second;
        batch.Third.Values = third;
        batch.Fourth.Values = fourth;
        return batch;
    }

    /// <summary>True if inputs must be moved before a formula whose target is input <paramref name="target"/> can read them by order.</summary>
    internal readonly bool NeedsOrder(int target) => isNamed || (target != 1 && !isOrdered);

    /// <summary>The batch with its inputs in the order of <paramref name="inputs"/>.</summary>
    internal readonly LossBatch<TElement> Ordered(string key, string[] inputs, int target)
    {
        var ordered = this;
        ordered.First = ordered.Second = ordered.Third = ordered.Fourth = default;
        ordered.names = default;
        ordered.isNamed = false;
        ordered.isOrdered = true;
        var taken = 0;
        for (var i = 0; i < InputNames.Count; i++)
        {
            var input = At(i);
            if (names[i] is null && input.IsEmpty)
            {
                continue;
            }

            var index = names[i] is { } name ? Array.IndexOf(inputs, name) : i == 1 ? target : i;
            if (index < 0)
            {
                throw Throw.UnknownInputName(key, names[i]!, inputs);
            }

            if ((taken & (1 << index)) != 0)
            {
                throw Throw.InputTwice(key, inputs[index]);
            }

            taken |= 1 << index;
            ordered.Put(index, input);
        }

        return ordered;
    }

    // Members with a switch are not inlined: in a loop over the inputs that the JIT unrolls they would be miscompiled (dotnet/runtime#132370,
    // every .NET 10 up to 10.0.12; TieringTests).

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal readonly ReadOnlySpan<TElement> InputAt(int index) => index switch { 0 => First.Values, 1 => Second.Values, 2 => Third.Values, _ => Fourth.Values };

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal readonly ReadOnlySpan<TElement> ConstantsAt(int index) => index switch { 0 => First.Constants, 1 => Second.Constants, 2 => Third.Constants, _ => Fourth.Constants };

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void SetInput(int index, ReadOnlySpan<TElement> values)
    {
        isOrdered = true;
        switch (index)
        {
            case 0: First.Values = values; break;
            case 1: Second.Values = values; break;
            case 2: Third.Values = values; break;
            default: Fourth.Values = values; break;
        }
    }

    /// <summary>Sets constants in place of input <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void SetConstants(int index, ReadOnlySpan<TElement> values)
    {
        isOrdered = true;
        switch (index)
        {
            case 0: First.Constants = values; break;
            case 1: Second.Constants = values; break;
            case 2: Third.Constants = values; break;
            default: Fourth.Constants = values; break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void SetGradient(int index, Span<TElement> values)
    {
        isOrdered = true;
        switch (index)
        {
            case 0: First.Gradient = values; break;
            case 1: Second.Gradient = values; break;
            case 2: Third.Gradient = values; break;
            default: Fourth.Gradient = values; break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void SetHessian(int index, Span<TElement> values)
    {
        isOrdered = true;
        switch (index)
        {
            case 0: First.Hessian = values; break;
            case 1: Second.Hessian = values; break;
            case 2: Third.Hessian = values; break;
            default: Fourth.Hessian = values; break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly LossInput<TElement> At(int index) => index switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Put(int index, LossInput<TElement> input)
    {
        switch (index)
        {
            case 0: First = input; break;
            case 1: Second = input; break;
            case 2: Third = input; break;
            default: Fourth = input; break;
        }
    }

    private readonly int IndexOf(string input)
    {
        for (var i = 0; isNamed && i < InputNames.Count; i++)
        {
            if (names[i] == input)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Moves a named input out of the place of the prediction or the target.</summary>
    private void Vacate(int index)
    {
        if (isNamed && names[index] is { } name)
        {
            var free = Vacancy(name);
            Put(free, At(index));
            names[free] = name;
            Put(index, default);
            names[index] = null;
        }
    }

    /// <summary>A free place for a named input; the places of the prediction and the target come last.</summary>
    private readonly int Vacancy(string input)
    {
        for (var i = 0; i < InputNames.Count; i++)
        {
            var index = (i + 2) % InputNames.Count;
            if (names[index] is null && At(index).IsEmpty)
            {
                return index;
            }
        }

        throw Throw.TooManyInputs(input);
    }

    [InlineArray(Count)]
    private struct InputNames
    {
        public const int Count = 4;

        private string? _first;
    }
}

/// <summary>Members of a batch that only some shapes of losses take.</summary>
[Flags]
internal enum BatchMembers
{
    None = 0,
    Labels = 1,
    ClassWeights = 2,
    IgnoreIndex = 4,
    Rows = 8,
    Classes = 16,
    Inner = 32,
    OfRows = Labels | ClassWeights | IgnoreIndex | Classes | Inner,
    OfSums = Rows | Classes,
}

/// <summary>Labels of rows that are left out.</summary>
public static class IgnoreIndex
{
    /// <summary>Every row counts, even if the loss has an ignored label of its own.</summary>
    public const int None = int.MinValue;
}

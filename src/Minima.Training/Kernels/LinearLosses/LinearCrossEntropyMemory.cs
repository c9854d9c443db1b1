using Minima.Reals;

namespace Minima.Training.Kernels;

/// <summary>What a chunk of samples needs, in one piece of memory that is kept from step to step.</summary>
internal sealed unsafe class LinearCrossEntropyMemory<TElement>
    where TElement : unmanaged
{
    private readonly NativeBuffer buffer = new();

    /// <summary>Logits, then their gradient: [classes, samples].</summary>
    public TElement* Logits { get; private set; }

    /// <summary>The chunk's hidden rows packed twice: samples as columns, and width as columns.</summary>
    public TElement* HiddenAcross { get; private set; }

    public TElement* HiddenAlong { get; private set; }

    /// <summary>For each block of classes and sample, the largest logit and the sum relative to it.</summary>
    public TElement* Largest { get; private set; }

    public TElement* Sums { get; private set; }

    /// <summary>For each sample: the label's logit; what the exponentials are multiplied by; the label's gradient.</summary>
    public TElement* LabelLogits { get; private set; }

    public TElement* Factors { get; private set; }

    public TElement* LabelGradients { get; private set; }

    /// <summary>The hidden rows' gradient of each group of blocks.</summary>
    public TElement* Groups { get; private set; }

    public void Ensure(nint samples, nint classes, nint paddedWidth, nint blocks, nint groups)
    {
        var hidden = samples * paddedWidth;
        var count = (classes * samples) + ((2 + groups) * hidden) + (((2 * blocks) + 3) * samples);
        Logits = (TElement*)buffer.Ensure((nuint)count * (nuint)sizeof(TElement));
        HiddenAcross = Logits + (classes * samples);
        HiddenAlong = HiddenAcross + hidden;
        Groups = HiddenAlong + hidden;
        Largest = Groups + (groups * hidden);
        Sums = Largest + (blocks * samples);
        LabelLogits = Sums + (blocks * samples);
        Factors = LabelLogits + samples;
        LabelGradients = Factors + samples;
    }
}

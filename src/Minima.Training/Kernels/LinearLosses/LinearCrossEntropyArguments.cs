namespace Minima.Training.Kernels;

/// <summary>A linear layer followed by softmax cross-entropy: what goes in, and where the gradients go.</summary>
internal unsafe struct LinearCrossEntropyArguments<TElement>
    where TElement : unmanaged
{
    /// <summary>Rows of <see cref="Hidden"/>.</summary>
    public int Samples;

    /// <summary>Elements of a row of <see cref="Hidden"/> and of <see cref="Weight"/>.</summary>
    public int Width;

    /// <summary>Rows of <see cref="Weight"/>.</summary>
    public int Classes;

    /// <summary>[Samples, Width].</summary>
    public TElement* Hidden;

    /// <summary>[Classes, Width].</summary>
    public TElement* Weight;

    /// <summary>[Classes], or null: no bias.</summary>
    public TElement* Bias;

    /// <summary>[Samples]: a class, or <see cref="IgnoredLabel"/>.</summary>
    public int* Labels;

    /// <summary>Samples with this label count nowhere.</summary>
    public int IgnoredLabel;

    /// <summary>What the sum of the samples' losses, and so each gradient, is multiplied by.</summary>
    public double Scale;

    /// <summary>[Samples, Width], or null: not wanted.</summary>
    public TElement* HiddenGradient;

    /// <summary>[Classes, Width], or null: not wanted.</summary>
    public TElement* WeightGradient;

    /// <summary>[Classes], or null: not wanted.</summary>
    public TElement* BiasGradient;
}

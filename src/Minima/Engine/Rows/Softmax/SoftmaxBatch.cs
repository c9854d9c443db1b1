namespace Minima;

/// <summary>
/// A checked batch of rows of logits for <see cref="SoftmaxRows"/>, with labels, a soft target, or labels with smoothing. The caller
/// checks that labels are in 0..Classes - 1 (or the ignored one) and that weights and targets are non-negative numbers.
/// </summary>
internal unsafe struct SoftmaxBatch<TElement>
    where TElement : unmanaged
{
    public SoftmaxBatch()
    {
    }

    /// <summary>Rows times classes elements, contiguous.</summary>
    public TElement* Logits { get; set; }

    public nint Rows { get; set; }

    public nint Classes { get; set; }

    /// <summary>One per row, or null with a soft target.</summary>
    public int* Labels { get; set; }

    /// <summary>Rows times classes elements, or null with labels.</summary>
    public TElement* Target { get; set; }

    /// <summary>One per class, or null.</summary>
    public TElement* ClassWeight { get; set; }

    /// <summary>The proportion of the mass that smoothing distributes over all classes.</summary>
    public double Smoothing { get; set; }

    /// <summary>One per row, or null. A row of weight 0 is left out, regardless of its contents.</summary>
    public TElement* RowWeight { get; set; }

    /// <summary>False: the row is left out. Null: all count.</summary>
    public bool* Mask { get; set; }

    /// <summary>Rows with this label are left out.</summary>
    public int IgnoredLabel { get; set; } = int.MinValue;

    /// <summary>Rows times classes elements, may be the logits; null: value only.</summary>
    public TElement* Gradient { get; set; }

    /// <summary>The value of each row, weighted; or null.</summary>
    public TElement* Terms { get; set; }

    /// <summary>The factor of gradients: 1 for a sum, 1 / denominator for a mean.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>The largest number of threads; 0: as many as the machine has.</summary>
    public int Threads { get; set; }

    /// <summary>True if classes other than the label have mass.</summary>
    public readonly bool IsSoft => Target != null || Smoothing > 0;

    /// <summary>True if the row is masked or ignored.</summary>
    public readonly bool IsLeftOut(nint row) => (Mask != null && !Mask[row]) || (Labels != null && Labels[row] == IgnoredLabel);
}

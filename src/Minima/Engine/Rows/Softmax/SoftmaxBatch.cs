namespace Minima;

/// <summary>
/// A checked batch of rows of logits for <see cref="SoftmaxRows"/>. Either labels, or a soft target, or labels with smoothing. Checking is the
/// caller's: labels lie in 0..Classes - 1 (or are the ignored one), weights and targets are numbers that are not negative.
/// </summary>
internal unsafe struct SoftmaxBatch<TElement>
    where TElement : unmanaged
{
    public SoftmaxBatch()
    {
    }

    /// <summary>Rows times classes, contiguous.</summary>
    public TElement* Logits { get; set; }

    public nint Rows { get; set; }

    public nint Classes { get; set; }

    /// <summary>One per row, or null with a soft target.</summary>
    public int* Labels { get; set; }

    /// <summary>Rows times classes, or null with labels.</summary>
    public TElement* Target { get; set; }

    /// <summary>One per class, or null.</summary>
    public TElement* ClassWeight { get; set; }

    /// <summary>The share of the mass that is spread over all classes.</summary>
    public double Smoothing { get; set; }

    /// <summary>One per row, or null. A row of weight 0 is left out, whatever it holds.</summary>
    public TElement* RowWeight { get; set; }

    /// <summary>False: the row is left out. Null: all count.</summary>
    public bool* Mask { get; set; }

    /// <summary>Rows with this label are left out.</summary>
    public int IgnoredLabel { get; set; } = int.MinValue;

    /// <summary>Rows times classes, may be the logits; null: value only.</summary>
    public TElement* Gradient { get; set; }

    /// <summary>The value of each row, weighted; or null.</summary>
    public TElement* Terms { get; set; }

    /// <summary>What gradients are multiplied by: 1 for a sum, 1 / denominator for a mean.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>At most so many threads; 0: as many as the machine has.</summary>
    public int Threads { get; set; }

    /// <summary>The mass is spread over more than the label.</summary>
    public readonly bool IsSoft => Target != null || Smoothing > 0;

    /// <summary>The row is masked or ignored.</summary>
    public readonly bool IsLeftOut(nint row) => (Mask != null && !Mask[row]) || (Labels != null && Labels[row] == IgnoredLabel);
}

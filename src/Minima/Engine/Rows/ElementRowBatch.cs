namespace Minima;

/// <summary>A checked batch of pairs of rows for <see cref="ElementRows"/>.</summary>
internal unsafe struct ElementRowBatch<TElement>
    where TElement : unmanaged
{
    public ElementRowBatch()
    {
    }

    /// <summary>Rows times length elements, contiguous.</summary>
    public TElement* Prediction { get; set; }

    /// <summary>The same layout as the prediction.</summary>
    public TElement* Target { get; set; }

    public nint Rows { get; set; }

    public nint Length { get; set; }

    /// <summary>One per row, or null. A row of weight 0 is left out, regardless of its contents.</summary>
    public TElement* RowWeight { get; set; }

    /// <summary>False: the row is left out. Null: all count.</summary>
    public bool* Mask { get; set; }

    /// <summary>The gradient with respect to the prediction, in its layout; may be the prediction itself. Null: value only.</summary>
    public TElement* Gradient { get; set; }

    /// <summary>The value of each row, weighted; or null.</summary>
    public TElement* Terms { get; set; }

    /// <summary>The factor of gradients: 1 for a sum, 1 / denominator for a mean.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>The largest number of threads; 0: as many as the machine has.</summary>
    public int Threads { get; set; }
}

namespace Minima.Tensors.Kernels;

/// <summary>One matrix product C = (Add ? C : 0) + A B, each operand by its two strides: transposition is a matter of strides.</summary>
internal unsafe struct ProductArguments<TElement>
    where TElement : unmanaged
{
    public int Rows;
    public int Columns;
    public int Depth;

    public TElement* A;

    /// <summary>The steps from a row of A to the next and from a column to the next; one of the two is 1.</summary>
    public nint ARow;
    public nint AColumn;

    public TElement* B;

    /// <summary>The steps from a row of B to the next and from a column to the next; one of the two is 1.</summary>
    public nint BRow;
    public nint BColumn;

    public TElement* C;

    /// <summary>The step from a row of C to the next.</summary>
    public nint CRow;

    public bool Add;
}

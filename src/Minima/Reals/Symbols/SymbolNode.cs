namespace Minima.Reals;

/// <summary>A node of a <see cref="SymbolGraph"/>: an operation on earlier nodes. Equal nodes are one node.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="A">The first operand, or the index of an input or a parameter; -1 if there is none.</param>
/// <param name="B">The second operand, or -1.</param>
/// <param name="C">The third operand, or -1.</param>
/// <param name="D">The fourth operand, or -1.</param>
/// <param name="Bits">The bits of a constant: so that NaN equals itself and -0 does not equal 0.</param>
/// <param name="Function">The primitive of a <see cref="SymbolKind.Function"/>.</param>
public readonly record struct SymbolNode(SymbolKind Kind, int A = -1, int B = -1, int C = -1, int D = -1, long Bits = 0, SymbolFunction? Function = null)
{
    /// <summary>The value of a constant.</summary>
    public double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>The number of operands.</summary>
    public int Operands => Kind switch
    {
        SymbolKind.Input or SymbolKind.Parameter or SymbolKind.Constant => 0,
        SymbolKind.Negate => 1,
        SymbolKind.IfLess => 4,
        SymbolKind.Function => Function!.Arity,
        _ => 2,
    };

    /// <summary>Operand <paramref name="index"/>, 0 to 3.</summary>
    public int Operand(int index) => index switch { 0 => A, 1 => B, 2 => C, _ => D };

    /// <summary>True if a constant is computed from parameters, not a number of the source.</summary>
    public bool IsDerived => Kind == SymbolKind.Constant && A == 0;

    /// <summary>A constant.</summary>
    public static SymbolNode Constant(double value, bool isDerived = false) => new(SymbolKind.Constant, isDerived ? 0 : -1, Bits: BitConverter.DoubleToInt64Bits(value));
}

namespace Minima;

/// <summary>An operation on earlier nodes of a <see cref="MachineGraph"/>.</summary>
/// <param name="Op">The operation.</param>
/// <param name="A">First operand; the index of an input.</param>
/// <param name="B">Second operand.</param>
/// <param name="C">Third operand.</param>
/// <param name="Bits">The bits of a constant as a double.</param>
/// <param name="Function">The scalar function of a call.</param>
internal readonly record struct MachineNode(MachineOp Op, int A = -1, int B = -1, int C = -1, long Bits = 0, ScalarCall? Function = null)
{
    public double Value => BitConverter.Int64BitsToDouble(Bits);

    public bool IsCall => Op >= MachineOp.Call;

    public bool IsMask => Op is MachineOp.Less or MachineOp.IsZero or MachineOp.IsNumber;

    /// <summary>The number of operands that are nodes.</summary>
    public int Operands => Op switch
    {
        <= MachineOp.Zero => 0,
        MachineOp.MultiplyAdd or MachineOp.Select => 3,
        MachineOp.Negate or MachineOp.IsZero or MachineOp.IsNumber or MachineOp.Mantissa or MachineOp.Exponent or MachineOp.SquareRoot or MachineOp.Absolute or MachineOp.Call => 1,
        _ => 2,
    };

    public int Operand(int index) => index == 0 ? A : index == 1 ? B : C;
}

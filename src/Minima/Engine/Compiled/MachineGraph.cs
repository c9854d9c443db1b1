using Minima.Reals;

namespace Minima;

/// <summary>
/// The lane operations of a formula, recorded one by one: the graph from which a kernel is compiled. Operands come before their
/// users; equal operations are one node; constants are folded in the arithmetic of the lanes, so that a compiled kernel
/// is bit-identical to the lanes.
/// </summary>
internal abstract class MachineGraph
{
    [ThreadStatic]
    private static MachineGraph? recording;

    private readonly List<MachineNode> nodes = [];
    private readonly List<double> values = [];
    private readonly List<bool> invariant = [];
    private readonly Dictionary<MachineNode, int> indices = [];

    /// <summary>The graph to which the lanes of this thread write.</summary>
    public static MachineGraph Recording => recording ?? throw new InvalidOperationException("No kernel is being recorded on this thread.");

    public int Count => nodes.Count;

    /// <summary>True for float arithmetic.</summary>
    public abstract bool IsSingle { get; }

    public MachineNode this[int index] => nodes[index];

    /// <summary>True if the node depends on constants and parameters alone: it is computed once per call, not for every element.</summary>
    public bool IsInvariant(int index) => invariant[index];

    /// <summary>The value of an invariant node.</summary>
    public double ValueOf(int index) => values[index];

    /// <summary>Runs <paramref name="formula"/> while lanes write to this graph.</summary>
    public T Record<T>(Func<T> formula)
    {
        var outer = recording;
        recording = this;
        try
        {
            return formula();
        }
        finally
        {
            recording = outer;
        }
    }

    public int Input(int index) => Add(new MachineNode(MachineOp.Input, index), isInvariant: false, double.NaN);

    public int Zero() => Add(new MachineNode(MachineOp.Zero), isInvariant: true, 0);

    /// <summary>True if a product with a <see cref="MachineOp.Zero"/> was left out, so that a NaN in its other factor no longer reaches the derivative.</summary>
    public bool LostFactors { get; set; }

    /// <summary>A derivative that is NaN if the value is: this restores the NaN that a lost factor would have propagated.</summary>
    public int Derivative(int value, int derivative) => LostFactors && value != derivative && !invariant[value]
        ? Make(MachineOp.Select, Make(MachineOp.IsNumber, value), derivative, value)
        : derivative;

    public int Constant(double value)
    {
        var rounded = Round(value);
        return Add(new MachineNode(MachineOp.Constant, Bits: BitConverter.DoubleToInt64Bits(rounded)), isInvariant: true, rounded);
    }

    /// <summary>A parameter: nodes with different values differ, but the kernel does not depend on the values.</summary>
    public int Slot(double value)
    {
        var rounded = Round(value);
        return Add(new MachineNode(MachineOp.Slot, Bits: BitConverter.DoubleToInt64Bits(rounded)), isInvariant: true, rounded);
    }

    public int Make(MachineOp op, int a, int b = -1, int c = -1)
    {
        if (Simplified(op, a, b, c) is { } known)
        {
            return known;
        }

        // The order of the operands of a sum, a product or a maximum does not affect the result; a fixed order finds equal ones.
        if (op is MachineOp.Add or MachineOp.Multiply or MachineOp.MultiplyAdd && a > b)
        {
            (a, b) = (b, a);
        }

        var node = new MachineNode(op, a, b, c);
        var isInvariant = !node.IsMask && AllInvariant(node);
        if (!isInvariant)
        {
            return Add(node, isInvariant: false, double.NaN);
        }

        var value = Calculate(node);
        return AllConstant(node) ? Constant(value) : Add(node, isInvariant: true, value);
    }

    public int Call(ScalarCall function, int a, int b = -1)
    {
        var node = new MachineNode(b < 0 ? MachineOp.Call : MachineOp.Call2, a, b, Function: function);
        return AllInvariant(node) ? Add(node, isInvariant: true, Calculate(node)) : Add(node, isInvariant: false, double.NaN);
    }

    /// <summary>The value of an operation on invariant nodes, in the arithmetic of the lanes.</summary>
    protected abstract double Calculate(MachineNode node);

    /// <summary>A constant rounded to the precision of the lanes.</summary>
    protected abstract double Round(double value);

    /// <summary>True if mask <paramref name="mask"/>, with invariant operands, is set.</summary>
    protected bool IsSet(int mask) => nodes[mask].Op switch
    {
        MachineOp.Less => values[nodes[mask].A] < values[nodes[mask].B],
        MachineOp.IsZero => values[nodes[mask].A] == 0,
        _ => !double.IsNaN(values[nodes[mask].A]),
    };

    /// <summary>An existing node with the same result, or null. Only bit-identical rewrites; but a derivative of 0 stays 0, even times infinity.</summary>
    private int? Simplified(MachineOp op, int a, int b, int c)
    {
        switch (op)
        {
            case MachineOp.Add when IsZero(a):
                return b;
            case MachineOp.Add or MachineOp.Subtract when IsZero(b):
                return a;
            case MachineOp.Subtract when IsZero(a):
                return Make(MachineOp.Negate, b);
            case MachineOp.Multiply when IsZero(a) || IsZero(b):
                LostFactors |= !invariant[a] || !invariant[b];
                return Zero();
            case MachineOp.Divide when IsZero(a):
            case MachineOp.Negate when IsZero(a):
                return Zero();
            case MachineOp.Multiply when IsOne(a):
                return b;
            case MachineOp.Multiply or MachineOp.Divide when IsOne(b):
                return a;
            case MachineOp.Negate when nodes[a].Op == MachineOp.Negate:
                return nodes[a].A;
            case MachineOp.Select when b == c:
                return b;
            case MachineOp.Select when AllConstant(nodes[a]):
                return IsSet(a) ? b : c;
            default:
                return null;
        }
    }

    private bool IsZero(int index) => nodes[index].Op == MachineOp.Zero;

    private bool IsOne(int index) => nodes[index].Op == MachineOp.Constant && values[index] == 1;

    private bool AllInvariant(MachineNode node)
    {
        for (var i = 0; i < node.Operands; i++)
        {
            var operand = node.Operand(i);
            if (!invariant[operand] && !(nodes[operand].IsMask && AllInvariant(nodes[operand])))
            {
                return false;
            }
        }

        return true;
    }

    private bool AllConstant(MachineNode node)
    {
        for (var i = 0; i < node.Operands; i++)
        {
            var operand = nodes[node.Operand(i)];
            if (operand.Op is not (MachineOp.Constant or MachineOp.Zero) && !(operand.IsMask && AllConstant(operand)))
            {
                return false;
            }
        }

        return true;
    }

    private int Add(MachineNode node, bool isInvariant, double value)
    {
        if (!indices.TryGetValue(node, out var index))
        {
            index = nodes.Count;
            nodes.Add(node);
            values.Add(value);
            invariant.Add(isInvariant);
            indices.Add(node, index);
        }

        return index;
    }
}

/// <summary>The graph of one precision: constants use the arithmetic of the scalar <typeparamref name="L"/>.</summary>
internal sealed unsafe class MachineGraph<L> : MachineGraph
    where L : struct, ILanes<L>
{
    private readonly Func<L, double> read;

    public MachineGraph(Func<L, double> read) => this.read = read;

    public override bool IsSingle => L.IsSingle;

    protected override double Round(double value) => read(L.Of(value));

    protected override double Calculate(MachineNode node)
    {
        if (node.Op == MachineOp.Select)
        {
            return ValueOf(IsSet(node.A) ? node.B : node.C);
        }

        if (node.IsCall)
        {
            return Call(node);
        }

        var a = L.Of(ValueOf(node.A));
        var b = node.B < 0 ? a : L.Of(ValueOf(node.B));
        var c = node.C < 0 ? a : L.Of(ValueOf(node.C));
        return read(node.Op switch
        {
            MachineOp.Add => a + b,
            MachineOp.Subtract => a - b,
            MachineOp.Multiply => a * b,
            MachineOp.Divide => a / b,
            MachineOp.Negate => -a,
            MachineOp.MultiplyAdd => L.FusedMultiplyAdd(a, b, c),
            MachineOp.Scale => L.Scale(a, b),
            MachineOp.Mantissa => L.SplitExponent(a, out _),
            MachineOp.Exponent => Exponent(a),
            MachineOp.LogEdge => L.LogEdge(a, b),
            MachineOp.SquareRoot => L.SquareRoot(a),
            MachineOp.Absolute => L.Absolute(a),
            MachineOp.Maximum => L.Maximum(a, b),
            MachineOp.Minimum => L.Minimum(a, b),
            MachineOp.AtLeast => L.AtLeast(a, ValueOf(node.B)),
            MachineOp.AtMost => L.AtMost(a, ValueOf(node.B)),
            _ => throw new InvalidOperationException($"{node.Op} is not an operation on numbers"),
        });
    }

    private static L Exponent(L x)
    {
        L.SplitExponent(x, out var exponent);
        return exponent;
    }

    private double Call(MachineNode node)
    {
        var (x, y) = (ValueOf(node.A), node.B < 0 ? 0 : ValueOf(node.B));
        if (L.IsSingle)
        {
            var (single, other) = ((float)x, (float)y);
            node.Function!.Run(&single, &other, 1);
            return single;
        }

        node.Function!.Run(&x, &y, 1);
        return x;
    }
}

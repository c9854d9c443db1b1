using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// The tape of reverse mode. For each step of a formula it stores the positions of its arguments and the derivatives with respect to them, in lanes: one
/// backward sweep gives the derivatives of sixteen rows. Each thread has its own tape, with its memory kept from call to call.
/// </summary>
/// <remarks>Nodes are numbered from 1: the inputs first, then the steps. 0 is a constant.</remarks>
internal sealed unsafe class Tape<L>
    where L : unmanaged, ILanes<L>
{
    /// <summary>Derivatives that need no memory.</summary>
    private const int One = -1;
    private const int MinusOne = -2;

    /// <summary>The most bytes of each buffer kept from call to call.</summary>
    private const int Kept = 64 << 20;

    [ThreadStatic]
    private static Tape<L>? current;

    private readonly NativeBuffer stepMemory = new();
    private readonly NativeBuffer slopeMemory = new();
    private readonly NativeBuffer adjointMemory = new();
    private Tape<L>? outer;
    private Step* steps;
    private L* slopes;
    private int inputs;
    private int nodes;
    private int slopeCount;
    private int stepRoom;
    private int slopeRoom;

    /// <summary>A tape for the calling thread, to which its numbers write until it is returned. (A formula that calls the engine itself gets another meanwhile.)</summary>
    public static Tape<L> Rent()
    {
        var tape = Pooled<Tape<L>>.Rent();
        tape.outer = current;
        current = tape;
        return tape;
    }

    public void Return()
    {
        current = outer;
        outer = null;
        stepMemory.TrimTo(Kept);
        slopeMemory.TrimTo(Kept);
        adjointMemory.TrimTo(Kept);
        stepRoom = stepMemory.Pointer == null ? 0 : stepRoom;
        slopeRoom = slopeMemory.Pointer == null ? 0 : slopeRoom;
        Pooled<Tape<L>>.Return(this);
    }

    /// <summary>Clears every step. Nodes 1 to <paramref name="inputCount"/> are the inputs.</summary>
    public void Restart(int inputCount)
    {
        inputs = inputCount;
        nodes = inputCount;
        slopeCount = 0;
    }

    /// <summary>A step with two arguments, of which one may be a constant (node 0).</summary>
    [MethodImpl(AggressiveInlining)]
    public static int Push(int left, in L leftSlope, int right, in L rightSlope)
    {
        var tape = current!;
        var step = tape.Next();
        step->Left = left;
        step->Right = right;
        step->LeftSlope = left == 0 ? 0 : tape.Keep(leftSlope);
        step->RightSlope = right == 0 ? 0 : tape.Keep(rightSlope);
        return tape.nodes;
    }

    /// <summary>A step with one argument.</summary>
    [MethodImpl(AggressiveInlining)]
    public static int Push(int node, in L slope)
    {
        var tape = current!;
        var step = tape.Next();
        step->Left = node;
        step->Right = 0;
        step->LeftSlope = tape.Keep(slope);
        return tape.nodes;
    }

    /// <summary>A sum or a difference.</summary>
    [MethodImpl(NoInlining)]
    public static int PushSum(int left, int right, bool minusRight)
    {
        if (right == 0)
        {
            return left; // x + constant has the same derivative as x.
        }

        if (left == 0 && !minusRight)
        {
            return right;
        }

        var tape = current!;
        var step = tape.Next();
        step->Left = left;
        step->LeftSlope = One;
        step->Right = right;
        step->RightSlope = minusRight ? MinusOne : One;
        return tape.nodes;
    }

    /// <summary>
    /// The derivatives of node <paramref name="output"/> with respect to every input, in their order. A product of 0 and infinity is 0:
    /// a branch not taken, or a constant at the edge of a domain, turns no derivative into NaN.
    /// </summary>
    /// <remarks>
    /// The plain sweep multiplies without checks. If a 0 met an infinity, a NaN has reached an input, and the sweep runs again
    /// with the guard. Otherwise both are bit-identical, because a sum that starts at +0 never becomes -0.
    /// </remarks>
    public L* Sweep(int output)
    {
        var adjoints = (L*)adjointMemory.Ensure((nuint)(nodes + 1) * (nuint)sizeof(L));
        Sweep(adjoints, output, guarded: false);
        var sum = L.Of(0);
        for (var i = 1; i <= inputs; i++)
        {
            sum += L.Of(0) * adjoints[i]; // NaN also if a derivative is infinite: the guarded sweep then gives the same result.
        }

        if (IsAnyNaN(sum))
        {
            Sweep(adjoints, output, guarded: true);
        }

        return adjoints + 1;
    }

    private static bool IsAnyNaN(L x)
    {
        var any = false;
        var clean = L.IfLess(x, L.Of(1), L.Of(1), L.Of(0));
        for (var lane = 0; lane < L.Count; lane++)
        {
            any |= L.IsSingle ? ((float*)&clean)[lane] == 0 : ((double*)&clean)[lane] == 0;
        }

        return any;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Sweep(L* adjoints, int output, bool guarded)
    {
        NativeMemory.Clear(adjoints, (nuint)(nodes + 1) * (nuint)sizeof(L));
        adjoints[output] = L.Of(1);
        for (var node = output; node > inputs; node--)
        {
            var step = steps + node;
            var adjoint = adjoints[node];
            if (step->Left != 0)
            {
                Add(adjoints + step->Left, step->LeftSlope, adjoint, guarded);
            }

            if (step->Right != 0)
            {
                Add(adjoints + step->Right, step->RightSlope, adjoint, guarded);
            }
        }
    }

    [MethodImpl(AggressiveInlining)]
    private void Add(L* to, int slope, in L adjoint, bool guarded)
    {
        if (slope >= 0)
        {
            *to += guarded ? Guarded(slopes[slope], adjoint) : slopes[slope] * adjoint;
        }
        else
        {
            *to = slope == One ? *to + adjoint : *to - adjoint;
        }
    }

    /// <summary>slope times adjoint, 0 if either is 0.</summary>
    [MethodImpl(NoInlining)]
    private static L Guarded(L slope, L adjoint)
    {
        var product = L.Chain(slope, adjoint);
        var zero = L.IfLess(slope, L.Of(1), L.Of(0), product); // A NaN slope is not 0.
        return L.IfLess(slope, L.Of(0), product, L.IfLess(L.Of(0), slope, product, zero));
    }

    [MethodImpl(AggressiveInlining)]
    private Step* Next()
    {
        if (++nodes >= stepRoom)
        {
            GrowSteps();
        }

        return steps + nodes;
    }

    [MethodImpl(AggressiveInlining)]
    private int Keep(in L slope)
    {
        if (slopeCount >= slopeRoom)
        {
            GrowSlopes();
        }

        slopes[slopeCount] = slope;
        return slopeCount++;
    }

    [MethodImpl(NoInlining)]
    private void GrowSteps()
    {
        stepRoom = checked(Math.Max(2 * nodes, 1024));
        steps = (Step*)stepMemory.Ensure((nuint)stepRoom * (nuint)sizeof(Step));
    }

    [MethodImpl(NoInlining)]
    private void GrowSlopes()
    {
        slopeRoom = checked(Math.Max(2 * slopeCount, 1024));
        slopes = (L*)slopeMemory.Ensure((nuint)slopeRoom * (nuint)sizeof(L));
    }

    private struct Step
    {
        public int Left;
        public int Right;
        public int LeftSlope;
        public int RightSlope;
    }
}

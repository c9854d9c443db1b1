using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>A row of the table of primitives as a function that a kernel runs over elements.</summary>
internal readonly record struct PrimitiveFunction<TPrimitive>(TPrimitive Primitive) : IActivation
    where TPrimitive : struct, IPrimitive<TPrimitive>
{
    public static string Name => TPrimitive.Name;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Apply(Primitive, x);
}

/// <summary>A primitive of one number over elements; its derivative is that of the table, evaluated by tensor operations.</summary>
internal sealed class PrimitiveOperation<TPrimitive>(TPrimitive primitive) : Operation
    where TPrimitive : struct, IPrimitive<TPrimitive>
{
    private static readonly FunctionCache<TPrimitive, PrimitiveOperation<TPrimitive>> Known = new(primitive => new(primitive));

    public override string Name => TPrimitive.Name;

    public static Tensor Apply(TPrimitive primitive, Tensor x)
    {
        var input = x.Contiguous().Node;
        var node = Node.New(input.Shape, input.Type, Known.Of(primitive), input);
        UnaryJob<PrimitiveFunction<TPrimitive>>.Value(new(primitive), input, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), TensorReal.Chained(TPrimitive.Slope(primitive, new TensorReal(new Tensor(node.Input(0))), new TensorReal(new Tensor(node))), gradient));
}

/// <summary>A primitive of two numbers over elements.</summary>
internal readonly struct PrimitiveFunction2<TPrimitive> : IBinaryFunction
    where TPrimitive : struct, IPrimitive2<TPrimitive>
{
    public static string Name => TPrimitive.Name;

    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : IReal<T> => T.Apply(default(TPrimitive), x, y);

    public static void Backward(Node node, Tensor x, Tensor y, Tensor gradient, BackwardPass pass)
    {
        TPrimitive.Slopes(default, new TensorReal(x), new TensorReal(y), new TensorReal(new Tensor(node)), out var slopeX, out var slopeY);
        if (pass.Needs(x.Node)) pass.Add(x.Node, TensorReal.Chained(slopeX, gradient));
        if (pass.Needs(y.Node)) pass.Add(y.Node, TensorReal.Chained(slopeY, gradient));
    }
}

/// <summary>A primitive of three numbers over elements.</summary>
internal sealed unsafe class PrimitiveOperation3<TPrimitive>(TPrimitive primitive) : Operation
    where TPrimitive : struct, IPrimitive3<TPrimitive>
{
    private static readonly FunctionCache<TPrimitive, PrimitiveOperation3<TPrimitive>> Known = new(primitive => new(primitive));

    public override string Name => TPrimitive.Name;

    public static Tensor Apply(TPrimitive primitive, Tensor x, Tensor y, Tensor z)
    {
        var (first, second, third) = (x.Contiguous().Node, y.Contiguous().Node, z.Contiguous().Node);
        var node = Node.New(first.Shape, first.Type, Known.Of(primitive), first, second, third);
        new Job(primitive, first.Pointer, second.Pointer, third.Pointer, node.Pointer).Run(node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        TPrimitive.Slopes(primitive, Input(0), Input(1), Input(2), new TensorReal(new Tensor(node)), out var slopeX, out var slopeY, out var slopeZ);
        ReadOnlySpan<TensorReal> slopes = [slopeX, slopeY, slopeZ];
        for (var i = 0; i < slopes.Length; i++)
        {
            if (pass.Needs(node, i)) pass.Add(node.Input(i), TensorReal.Chained(slopes[i], gradient));
        }

        TensorReal Input(int index) => new(new Tensor(node.Input(index)));
    }

    private sealed class Job(TPrimitive primitive, void* x, void* y, void* z, void* to) : RowsJob
    {
        public void Run(Node node) => RunAll(node.Count, 1, node.Type);

        protected override void Rows<L, S, TElement>(int start, int end) => Loop<L, TElement>((TElement*)x, (TElement*)y, (TElement*)z, (TElement*)to, start, end);

        [MethodImpl(NoInlining | AggressiveOptimization)]
        private void Loop<L, TElement>(TElement* x, TElement* y, TElement* z, TElement* to, nint start, nint end)
            where L : unmanaged, ILanes<L, TElement>
            where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        {
            for (var i = start; i < end; i += L.Count) L.Store(TPrimitive.Value(primitive, L.Load(x + i), L.Load(y + i), L.Load(z + i)), to + i);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using Minima.Reals;

namespace Minima;

/// <summary>The code of one stage: reads inputs, arguments and buffers, writes buffers and, in the last stage, terms, sums and outputs.</summary>
/// <param name="block">The <see cref="PointBlock{TElement}"/>.</param>
/// <param name="offset">The start of the stage in the block, in bytes.</param>
/// <param name="length">The length in bytes; a multiple of a vector.</param>
/// <param name="arguments">The arguments, each filling a vector.</param>
/// <param name="buffers">The buffers.</param>
internal delegate void StageCode(nint block, nint offset, nint length, nint arguments, nint buffers);

/// <summary>The outputs of a kernel: their targets, and if they are stored past the caches.</summary>
/// <param name="Targets">For each output after the value, the field of <see cref="PointBlock{TElement}"/> that points to its array.</param>
/// <param name="HasValue">True if the first output is the value, which is stored as terms and summed.</param>
/// <param name="Streams">True if the other outputs are stored past the caches.</param>
internal readonly record struct KernelOutputs(string[] Targets, bool HasValue, bool Streams);

/// <summary>Turns the stages of a plan into machine code: one method and one loop each, of vector instructions only.</summary>
/// <typeparam name="L">The lanes whose instructions are used.</typeparam>
/// <typeparam name="TVector">The vector that the lanes consist of.</typeparam>
/// <typeparam name="TElement">float or double.</typeparam>
[RequiresDynamicCode("compiled kernels are emitted at run time")]
internal sealed partial class KernelEmitter<L, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] TVector, TElement>
    where L : struct, ILanes<L, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    /// <summary>Bytes of a buffer: small enough for several buffers and the inputs to fit in the first-level cache together.</summary>
    public static readonly int BufferBytes = 512 * (L.IsSingle ? sizeof(float) : sizeof(double));

    private readonly KernelPlan plan;
    private readonly KernelOutputs outputs;
    private readonly Dictionary<int, LocalBuilder> locals = [];
    private readonly Dictionary<int, LocalBuilder> inputPointers = [];
    private readonly Dictionary<int, LocalBuilder> argumentLocals = [];
    private readonly Dictionary<int, LocalBuilder> walks = [];
    private ILGenerator il = null!;
    private LocalBuilder index = null!;

    private KernelEmitter(KernelPlan plan, KernelOutputs outputs)
    {
        this.plan = plan;
        this.outputs = outputs;
    }

    /// <summary>The code of every stage of a plan.</summary>
    public static StageCode[] Emit(KernelPlan plan, KernelOutputs outputs) => [.. plan.Stages.Select((stage, i) => new KernelEmitter<L, TVector, TElement>(plan, outputs).Emit(stage, i))];

    private StageCode Emit(KernelStage stage, int number)
    {
        var method = new DynamicMethod($"Minima kernel stage {number}", typeof(void), [typeof(nint), typeof(nint), typeof(nint), typeof(nint), typeof(nint)], typeof(KernelPlan).Module, skipVisibility: true);
        il = method.GetILGenerator();
        index = il.DeclareLocal(typeof(nint));
        var isLast = stage.Next is null;
        var writers = isLast ? new OutputWriter(this) : null;
        var top = il.DefineLabel();

        // Invariant values are loaded before the loop; a dry run over the needs shows which inputs and arguments occur.
        foreach (var leaf in plan.ReadBy(stage).Where(n => plan.Graph[n].Op == MachineOp.Input || plan.IsArgument(n)))
        {
            if (plan.Graph[leaf].Op == MachineOp.Input)
            {
                inputPointers[leaf] = InputPointer(plan.Graph[leaf].A);
            }
            else
            {
                argumentLocals[leaf] = ArgumentLocal(leaf);
            }
        }

        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(top);
        foreach (var node in stage.Nodes)
        {
            Calculate(node);
        }

        foreach (var node in stage.Stores)
        {
            StoreTo(node, stage.Buffers[node]);
        }

        foreach (var call in stage.Next?.Calls ?? [])
        {
            StoreTo(plan.Graph[call].A, stage.Next!.Buffers[call]);
            if (stage.Next.SecondBuffers.TryGetValue(call, out var second))
            {
                StoreTo(plan.Graph[call].B, second);
            }
        }

        writers?.Write();
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldc_I4, VectorMethods<L, TVector, TElement>.VectorBytes);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Blt, top);
        writers?.Finish();
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<StageCode>();
    }

    private LocalBuilder InputPointer(int input)
    {
        var pointer = il.DeclareLocal(typeof(nint));
        LoadField(InputFields[input]);
        il.Emit(OpCodes.Ldarg_1);
        if (input is 2 or 3)
        {
            var walk = il.DeclareLocal(typeof(nint));
            walks[input] = walk;
            LoadField(WalkFields[input - 2]);
            il.Emit(OpCodes.Stloc, walk);
            il.Emit(OpCodes.Ldloc, walk);
            il.Emit(OpCodes.And);
        }

        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, pointer);
        return pointer;
    }

    private LocalBuilder ArgumentLocal(int node)
    {
        var local = il.DeclareLocal(typeof(TVector));
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Ldc_I4, plan.ArgumentOf(node) * CompiledKernel.ArgumentBytes);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Load);
        il.Emit(OpCodes.Stloc, local);
        return local;
    }

    private void LoadField(string field)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, typeof(PointBlock<TElement>).GetField(field)!);
    }

    /// <summary>Pushes a node onto the stack.</summary>
    private void Push(int node)
    {
        var graph = plan.Graph;
        if (locals.TryGetValue(node, out var local) || argumentLocals.TryGetValue(node, out local))
        {
            il.Emit(OpCodes.Ldloc, local);
        }
        else if (graph[node].Op == MachineOp.Input)
        {
            il.Emit(OpCodes.Ldloc, inputPointers[node]);
            il.Emit(OpCodes.Ldloc, index);
            if (walks.TryGetValue(graph[node].A, out var walk))
            {
                il.Emit(OpCodes.Ldloc, walk);
                il.Emit(OpCodes.And);
            }

            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Load);
            Keep(node);
        }
        else if (graph.IsInvariant(node))
        {
            Number(graph.ValueOf(node));
        }
        else if (plan.IsCheap(node))
        {
            Calculate(node);
            il.Emit(OpCodes.Ldloc, locals[node]);
        }
        else
        {
            BufferAddress(plan.BufferOf[node]);
            il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Load);
            Keep(node);
        }
    }

    private void Number(double value)
    {
        if (L.IsSingle)
        {
            il.Emit(OpCodes.Ldc_R4, (float)value);
        }
        else
        {
            il.Emit(OpCodes.Ldc_R8, value);
        }

        il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Create);
    }

    private void Keep(int node)
    {
        var local = il.DeclareLocal(typeof(TVector));
        locals[node] = local;
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Stloc, local);
    }

    private void BufferAddress(int buffer)
    {
        il.Emit(OpCodes.Ldarg, 4);
        il.Emit(OpCodes.Ldc_I4, buffer * BufferBytes);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Add);
    }

    private void StoreTo(int node, int buffer)
    {
        Push(node);
        BufferAddress(buffer);
        il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Store);
    }

    /// <summary>Computes a node into a local.</summary>
    private void Calculate(int node)
    {
        var n = plan.Graph[node];
        if (n.Op == MachineOp.Select)
        {
            PushMask(n.A);
            Push(n.B);
            Push(n.C);
        }
        else if (n.Op is MachineOp.AtLeast or MachineOp.AtMost)
        {
            Push(n.A);
            il.Emit(OpCodes.Ldc_R8, plan.Graph.ValueOf(n.B));
        }
        else
        {
            for (var i = 0; i < n.Operands; i++)
            {
                Push(n.Operand(i));
            }
        }

        il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Of(n.Op));
        var local = il.DeclareLocal(typeof(TVector));
        locals[node] = local;
        il.Emit(OpCodes.Stloc, local);
    }

    private void PushMask(int mask)
    {
        var n = plan.Graph[mask];
        Push(n.A);
        if (n.Op == MachineOp.Less)
        {
            Push(n.B);
            il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Less);
        }
        else
        {
            if (n.Op == MachineOp.IsZero)
            {
                Number(0);
            }
            else
            {
                Push(n.A);
            }

            il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Equals);
        }
    }

    private static readonly string[] InputFields = [nameof(PointBlock<TElement>.First), nameof(PointBlock<TElement>.Second), nameof(PointBlock<TElement>.Third), nameof(PointBlock<TElement>.Fourth), nameof(PointBlock<TElement>.Fifth), nameof(PointBlock<TElement>.Sixth), nameof(PointBlock<TElement>.Seventh), nameof(PointBlock<TElement>.Eighth)];

    private static readonly string[] WalkFields = [nameof(PointBlock<TElement>.ThirdWalks), nameof(PointBlock<TElement>.FourthWalks)];
}

using System.Numerics;
using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>Minus the log of the sum over alignments for each sequence of a batch, as one node: the forward pass computes values and derivatives.</summary>
/// <param name="blank">The class that means "no label".</param>
/// <param name="labels">[B, room]; none is the blank.</param>
/// <param name="lengths">The number of labels of each sequence.</param>
/// <param name="durations">The number of times of each sequence.</param>
internal sealed class AlignmentOperation(int blank, int[] labels, int[] lengths, int[] durations) : Operation
{
    public override string Name => "alignments of labels";

    /// <param name="logits">[B, T, K].</param>
    /// <returns>[B].</returns>
    public Tensor Apply(Tensor logits)
    {
        var from = logits.Contiguous().RealNode(Name);
        var node = Node.New([from.Shape[0]], from.Type, this, from);
        if (from.RequiresGradient && Autograd.IsRecording) node.Arguments.Saved = new Tensor(Node.New(from.Shape, from.Type));
        if (from.Type == ElementType.Single) Job<float>.Run(this, from, node);
        else Job<double>.Run(this, from, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) throw new TrainingException($"{Name} has no gradient of its gradient, only a first derivative.");
        var slopes = node.Arguments.Saved;
        pass.Add(node.Input(0), slopes * gradient.Reshape([slopes.Shape[0], 1, 1]).BroadcastTo(slopes.Shape));
    }

    private unsafe void Sequence<TElement>(int sequence, Node logits, Node values)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (times, classes, room) = (logits.Shape[1], logits.Shape[2], labels.Length / logits.Shape[0]);
        var (all, own) = (times * classes, durations[sequence] * classes);
        if (own == 0)
        {
            Tensor.Elements<TElement>(values)[sequence] = TElement.Zero;
            if (!values.Arguments.Saved.IsNone) Tensor.Elements<TElement>(values.Arguments.Saved.Node).Slice(sequence * all, all).Clear();
            return;
        }

        fixed (int* places = labels)
        {
            var kernel = new AlignmentKernel(durations[sequence], classes, places + (sequence * room), lengths[sequence], blank);
            var scratch = (double*)Pooled<NativeBuffer>.Own.Ensure((nuint)(kernel.Scratch + own) * sizeof(double));
            var isNeeded = !values.Arguments.Saved.IsNone;
            var slopes = isNeeded ? scratch + kernel.Scratch : null;
            var run = new KernelRun<TElement>(kernel, (TElement*)logits.Pointer + ((nint)sequence * all), slopes, scratch);
            WidestLanes.OfDouble(ref run);
            Tensor.Elements<TElement>(values)[sequence] = TElement.CreateTruncating(run.Value);
            if (!isNeeded) return;
            var to = Tensor.Elements<TElement>(values.Arguments.Saved.Node).Slice(sequence * all, all);
            for (var i = 0; i < own; i++) to[i] = TElement.CreateTruncating(slopes[i]);
            to[own..].Clear();
        }
    }

    private unsafe struct KernelRun<TElement>(AlignmentKernel kernel, TElement* from, double* slopes, double* scratch) : ILaneWork<double>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        public double Value { get; private set; }

        public void Run<L, S>()
            where L : unmanaged, ILanes<L, double>
            where S : unmanaged, ILanes<S, double> => Value = kernel.Run<L, TElement>(from, slopes, scratch);
    }

    /// <summary>A sequence is a block.</summary>
    private sealed unsafe class Job<TElement>(AlignmentOperation operation, Node logits, Node values) : BlockJob
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        public static void Run(AlignmentOperation operation, Node logits, Node values)
        {
            var sequences = logits.Shape[0];
            Workers.Run(new Job<TElement>(operation, logits, values), sequences, sequences > 1 ? Threads.Most : 1);
        }

        public override void Run(int block) => operation.Sequence<TElement>(block, logits, values);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Minima.Tensors.Losses;

namespace Minima.Tensors;

/// <summary>
/// Minus the log of the probability that, of the rows at risk at each event's time, it is this one that has it. Sorted once, then one pass for the terms
/// and one for the derivatives, in double. On one thread, so that results do not depend on the number of threads.
/// </summary>
internal sealed class PartialLikelihood(Ties ties) : Operation
{
    private static readonly PartialLikelihood Breslow = new(Ties.Breslow);
    private static readonly PartialLikelihood Efron = new(Ties.Efron);

    public override string Name => "partial likelihood";

    /// <param name="hazards">The logarithms of hazards, [N]; differentiated.</param>
    /// <param name="times">[N], without NaN.</param>
    /// <param name="events">1 for an event, 0 for a censored row, [N].</param>
    /// <param name="ties">The treatment of ties.</param>
    /// <returns>[N]; 0 of censored rows.</returns>
    public static Tensor Apply(Tensor hazards, Tensor times, Tensor events, Ties ties) =>
        (ties == Ties.Efron ? Efron : Breslow).Run(hazards.Contiguous(), times.Detach().Contiguous(), events.Detach().Contiguous());

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) throw new TrainingException($"A {Name} has no gradient of its gradient, only a first derivative. Compute gradients without a graph.");
        if (!pass.Needs(node, 0)) return;
        var factors = gradient.Contiguous();
        var slopes = Node.New(node.Shape, node.Type);
        if (node.Type == ElementType.Single) Slopes<float>(node, factors.Node, slopes);
        else Slopes<double>(node, factors.Node, slopes);
        pass.Add(node.Input(0), slopes.Finish());
        GC.KeepAlive(factors.Node);
    }

    private Tensor Run(Tensor hazards, Tensor times, Tensor events)
    {
        var from = hazards.RealNode(Name);
        var node = Node.New(from.Shape, from.Type, this, from);
        node.Arguments.Saved = new Tensor(Node.New(from.Shape, ElementType.Int32));
        node.Arguments.SavedToo = new Tensor(Node.New(from.Shape, ElementType.Double));
        node.Arguments.SavedThird = events;
        node.Arguments.SavedFourth = new Tensor(Node.New([from.Count, Unsafe.SizeOf<RiskGroup>() / sizeof(double)], ElementType.Double));
        if (from.Type == ElementType.Single) Terms<float>(from, times.Node, node);
        else Terms<double>(from, times.Node, node);
        return node.Finish();
    }

    private void Terms<TElement>(Node hazards, Node times, Node node)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var places = Tensor.Elements<int>(node.Arguments.Saved.Node);
        var copy = Node.New(times.Shape, times.Type);
        var ordered = Tensor.Elements<TElement>(copy);
        Tensor.Elements<TElement>(times).CopyTo(ordered);
        TimeOrder.Sort(ordered, places);
        var sets = new RiskSets<TElement>(ties, Tensor.Elements<TElement>(hazards), Tensor.Elements<TElement>(node.Arguments.SavedThird.Node), places);
        node.Arguments.First = sets.Terms(ordered, Tensor.Elements<TElement>(node), Tensor.Elements<double>(node.Arguments.SavedToo.Node), Groups(node));
        GC.KeepAlive(copy);
        GC.KeepAlive(times);
    }

    private void Slopes<TElement>(Node node, Node factors, Node slopes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sets = new RiskSets<TElement>(ties, Tensor.Elements<TElement>(node.Input(0)), Tensor.Elements<TElement>(node.Arguments.SavedThird.Node), Tensor.Elements<int>(node.Arguments.Saved.Node));
        sets.Slopes(Tensor.Elements<TElement>(factors), Tensor.Elements<double>(node.Arguments.SavedToo.Node), Groups(node)[..node.Arguments.First], Tensor.Elements<TElement>(slopes));
    }

    private static Span<RiskGroup> Groups(Node node) => MemoryMarshal.Cast<double, RiskGroup>(Tensor.Elements<double>(node.Arguments.SavedFourth.Node));
}

using System.Diagnostics.CodeAnalysis;
using Minima.Reals;

namespace Minima;

/// <summary>
/// The compiled kernels of one box loss with its parameters. Each difference, minimum and area depends on only a few of the eight coordinates.
/// In a recorded graph, zero derivatives vanish and equal ones merge, whereas duals carry four partials through every step.
/// </summary>
internal sealed class CompiledBoxes<TLoss, L, TElement>
    where TLoss : struct, IBoxLoss
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    private static readonly string[] Outputs = [nameof(PointBlock<TElement>.FirstOut), nameof(PointBlock<TElement>.SecondOut), nameof(PointBlock<TElement>.ThirdOut), nameof(PointBlock<TElement>.FourthOut)];

    private static readonly RecentResults<TLoss, CompiledBoxes<TLoss, L, TElement>> Recent = new();

    private readonly TLoss loss;
    private BoundKernel? prediction;
    private BoundKernel? target;

    private CompiledBoxes(TLoss loss) => this.loss = loss;

    /// <summary>The kernels of a loss; caches those of the most recent losses.</summary>
    public static CompiledBoxes<TLoss, L, TElement> Of(in TLoss loss) => Recent.TryGet(loss, out var known) ? known : Recent.Add(loss, new(loss));

    /// <summary>Terms and the derivatives with respect to the four coordinates of one box of the pair.</summary>
    [RequiresDynamicCode("compiled kernels are emitted at run time")]
    public BoundKernel Gradient(bool ofTarget) => ofTarget ? target ??= Bind(4) : prediction ??= Bind(0);

    [RequiresDynamicCode("compiled kernels are emitted at run time")]
    private BoundKernel Bind(int first) => KernelCompiler<L, TElement>.Bind(
        L.IsSingle ? Plan<F32>(static x => x.X, first) : Plan<F64>(static x => x.X, first),
        new KernelOutputs(Outputs, HasValue: true, Streams: false));

    private KernelPlan Plan<S>(Func<S, double> read, int first)
        where S : struct, ILanes<S>
    {
        var graph = new MachineGraph<S>(read);
        int[] nodes = graph.Record(() =>
        {
            var x = new Dual<Recorded<S>, Four<Recorded<S>>>[8];
            for (var i = 0; i < x.Length; i++)
            {
                var isSeeded = i >= first && i < first + 4;
                x[i] = new(new Recorded<S>(graph.Input(i)), isSeeded ? Unit<S>(graph, i - first) : Four<Recorded<S>>.Zero);
            }

            var y = loss.Of(new Box<Dual<Recorded<S>, Four<Recorded<S>>>>(x[0], x[1], x[2], x[3]), new Box<Dual<Recorded<S>, Four<Recorded<S>>>>(x[4], x[5], x[6], x[7]));
            return new[] { y.Value.Index }.Concat(Enumerable.Range(0, 4).Select(k => graph.Derivative(y.Value.Index, Four<Recorded<S>>.At(y.Slope, k).Index))).ToArray();
        });
        return new KernelPlan(graph, nodes);
    }

    /// <summary>The partials of a coordinate: structural zeros, which the graph omits, and a single 1.</summary>
    private static Four<Recorded<S>> Unit<S>(MachineGraph graph, int index)
        where S : struct, ILanes<S>
    {
        Recorded<S> Partial(int i) => new(i == index ? graph.Constant(1) : graph.Zero());
        return new(Partial(0), Partial(1), Partial(2), Partial(3));
    }
}

namespace Minima;

/// <summary>
/// The execution plan of a graph: its operations in an order, cut into stages. A stage becomes one loop over a block that stays in the first-level
/// cache; values for later stages go through a buffer there. A loop with exp, log and a division in a row is bound by
/// latency, because the processor cannot look far enough ahead; several short loops are not.
/// </summary>
internal sealed class KernelPlan
{
    /// <summary>The work up to which an operation on inputs is recomputed, not stored: a residual, its absolute value.</summary>
    private const int CheapWork = 2;

    private readonly MachineGraph graph;
    private readonly int[] outputs;
    private readonly List<int> order = [];
    private readonly Dictionary<int, int> position = [];
    private readonly Dictionary<int, int> arguments = [];
    private readonly HashSet<int> cheap = [];

    public KernelPlan(MachineGraph graph, int[] outputs)
    {
        this.graph = graph;
        this.outputs = outputs;
        new KernelOrder(graph).Append(outputs, order);
        for (var i = 0; i < order.Count; i++)
        {
            position[order[i]] = i;
        }

        FindArguments();
        FindCheap();
        Stages = new KernelCut(graph, order, cheap, Work, LastUses()).Stages();
        Buffers = AssignBuffers();
        Calls = [.. order.Where(n => graph[n].IsCall).Select(n => graph[n].Function!)];
        Key = Structure();
    }

    public MachineGraph Graph => graph;

    /// <summary>True if the kernel computes in float.</summary>
    public bool IsSingle => graph.IsSingle;

    /// <summary>The outputs of the kernel, in the requested order.</summary>
    public IReadOnlyList<int> Outputs => outputs;

    /// <summary>The stages, in the order in which they run.</summary>
    public IReadOnlyList<KernelStage> Stages { get; }

    /// <summary>The number of buffers of one block that the stages share.</summary>
    public int Buffers { get; }

    /// <summary>The scalar functions, in the order in which the stages call them.</summary>
    public ScalarCall[] Calls { get; }

    /// <summary>The structure that plans with the same kernel share: everything except the values of arguments and the constants of calls.</summary>
    public KernelKey Key { get; }

    /// <summary>The values of the arguments.</summary>
    public IEnumerable<double> Arguments => arguments.OrderBy(a => a.Value).Select(a => graph.ValueOf(a.Key));

    /// <summary>The index of the argument for an invariant node.</summary>
    public int ArgumentOf(int node) => arguments[node];

    /// <summary>True if a node is an argument: computed from parameters, not a number of the source.</summary>
    public bool IsArgument(int node) => arguments.ContainsKey(node);

    /// <summary>True if every stage that needs a node recomputes it.</summary>
    public bool IsCheap(int node) => cheap.Contains(node);

    private void FindArguments()
    {
        foreach (var node in order.SelectMany(n => KernelOrder.Needs(graph, n)).Concat(outputs))
        {
            if (graph.IsInvariant(node) && graph[node].Op is not (MachineOp.Constant or MachineOp.Zero))
            {
                arguments.TryAdd(node, arguments.Count);
            }
        }
    }

    private void FindCheap()
    {
        var work = new Dictionary<int, int>();
        foreach (var node in order)
        {
            var own = Work(node) + KernelOrder.Needs(graph, node).Sum(n => work.GetValueOrDefault(n));
            work[node] = Math.Min(own, 1000);
            if (own <= CheapWork && !graph[node].IsCall)
            {
                cheap.Add(node);
            }
        }
    }

    private int Work(int node) => graph[node].Op switch
    {
        MachineOp.Divide or MachineOp.SquareRoot => 5,
        MachineOp.Mantissa or MachineOp.Exponent => 4,
        MachineOp.Select or MachineOp.Maximum or MachineOp.Minimum => 2,
        MachineOp.Call or MachineOp.Call2 => 1000,
        _ => 1,
    };

    /// <summary>The last position at which each node is read, including through cheap nodes; the outputs are read at the end.</summary>
    private int[] LastUses()
    {
        var last = new int[order.Count];
        for (var i = 0; i < order.Count; i++)
        {
            foreach (var need in KernelOrder.Needs(graph, order[i]))
            {
                Use(need, i);
            }
        }

        foreach (var output in outputs)
        {
            Use(output, order.Count);
        }

        // A cheap node is recomputed where it is needed, so its operands must live until then.
        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (cheap.Contains(order[i]))
            {
                foreach (var need in KernelOrder.Needs(graph, order[i]))
                {
                    Use(need, last[i]);
                }
            }
        }

        return last;

        void Use(int node, int at)
        {
            if (position.TryGetValue(node, out var p))
            {
                last[p] = Math.Max(last[p], at);
            }
        }
    }

    /// <summary>Buffers by first fit: a buffer is free again after the stage that reads it last.</summary>
    private int AssignBuffers()
    {
        var lastStage = new Dictionary<int, int>();
        for (var s = 0; s < Stages.Count; s++)
        {
            foreach (var node in ReadBy(Stages[s]).Where(position.ContainsKey))
            {
                lastStage[node] = s;
            }
        }

        var freeFrom = new List<int>();
        for (var s = 0; s < Stages.Count; s++)
        {
            foreach (var node in Stages[s].Stores)
            {
                Stages[s].Buffers[node] = Take(s, lastStage.GetValueOrDefault(node, s));
            }

            if (Stages[s].Next is { } next)
            {
                foreach (var call in next.Calls)
                {
                    // This stage writes the operand; the call turns it into the result.
                    next.Buffers[call] = Take(s, lastStage.GetValueOrDefault(call, s + 1));
                    if (graph[call].Op == MachineOp.Call2)
                    {
                        next.SecondBuffers[call] = Take(s, s + 1);
                    }
                }
            }
        }

        foreach (var stage in Stages)
        {
            foreach (var (node, buffer) in stage.Buffers)
            {
                BufferOf[node] = buffer;
            }
        }

        return freeFrom.Count;

        int Take(int stage, int last)
        {
            var index = freeFrom.FindIndex(f => f < stage);
            if (index < 0)
            {
                index = freeFrom.Count;
                freeFrom.Add(0);
            }

            freeFrom[index] = last;
            return index;
        }
    }

    /// <summary>The buffer of each node that crosses a cut.</summary>
    public Dictionary<int, int> BufferOf { get; } = [];

    /// <summary>Everything that a stage reads and does not compute, including through cheap nodes: for its own nodes, for the calls after it, for the outputs at the end.</summary>
    public IEnumerable<int> ReadBy(KernelStage stage)
    {
        var own = stage.Nodes.ToHashSet();
        var pending = new Stack<int>(stage.Nodes.Concat(stage.Next?.Calls ?? []).SelectMany(n => KernelOrder.Needs(graph, n)).Concat(stage.Next is null ? outputs : []));
        var seen = new HashSet<int>();
        while (pending.TryPop(out var node))
        {
            if (own.Contains(node) || !seen.Add(node))
            {
                continue;
            }

            if (!cheap.Contains(node))
            {
                yield return node;
                continue;
            }

            foreach (var need in KernelOrder.Needs(graph, node))
            {
                pending.Push(need);
            }
        }
    }

    private KernelKey Structure()
    {
        var words = new List<long>();
        var numbers = new Dictionary<int, int>();
        foreach (var node in order)
        {
            numbers[node] = numbers.Count;
            var n = graph[node];
            words.Add((long)n.Op);
            if (n.Op == MachineOp.Select)
            {
                words.Add((long)graph[n.A].Op);
            }

            foreach (var need in KernelOrder.Needs(graph, node))
            {
                Leaf(need);
            }

            if (n.Function is { } function)
            {
                words.Add(function.GetType().TypeHandle.Value);
            }
        }

        foreach (var output in outputs)
        {
            Leaf(output);
        }

        return new KernelKey([.. words]);

        void Leaf(int node)
        {
            var leaf = graph[node];
            if (numbers.TryGetValue(node, out var number))
            {
                words.Add(number);
            }
            else if (arguments.TryGetValue(node, out var argument))
            {
                words.Add(-1 - argument);
            }
            else
            {
                words.Add(leaf.Op == MachineOp.Input ? long.MinValue + leaf.A : long.MinValue + 8);
                if (leaf.Op != MachineOp.Input)
                {
                    words.Add(BitConverter.DoubleToInt64Bits(graph.ValueOf(node)));
                }
            }
        }
    }
}

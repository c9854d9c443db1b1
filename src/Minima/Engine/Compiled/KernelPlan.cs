namespace Minima;

/// <summary>
/// How a graph is run: its operations in an order, cut into stages. A stage becomes one loop over a block that stays in the first-level
/// cache; what a later stage needs of an earlier one goes through a buffer there. A loop with exp, log and a division in a row is bound by
/// latency, because the processor cannot look far enough ahead; several short loops are not.
/// </summary>
internal sealed class KernelPlan
{
    /// <summary>The work that one loop may hold, in additions: an exponential or a logarithm. Measured: from 18 to 28 makes little difference, 48 half the speed.</summary>
    private const int MostWork = 22;

    /// <summary>Operations on inputs that are done again rather than stored: a residual, its absolute value.</summary>
    private const int CheapWork = 2;

    /// <summary>A value that crosses a cut is stored once and loaded once or more.</summary>
    private const int CrossingCost = 3;

    /// <summary>A loop has a beginning and an end, where nothing overlaps.</summary>
    private const int StageCost = 6;

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
        var lastUse = LastUses();
        Stages = Cut(lastUse);
        Buffers = AssignBuffers();
        Calls = [.. order.Where(n => graph[n].IsCall).Select(n => graph[n].Function!)];
        Key = Structure();
    }

    public MachineGraph Graph => graph;

    /// <summary>The kernel is one of float.</summary>
    public bool IsSingle => graph.IsSingle;

    /// <summary>What the kernel computes, in the order in which it was asked for.</summary>
    public IReadOnlyList<int> Outputs => outputs;

    /// <summary>The stages, in the order in which they run.</summary>
    public IReadOnlyList<KernelStage> Stages { get; }

    /// <summary>How many buffers of one block the stages share.</summary>
    public int Buffers { get; }

    /// <summary>The scalar functions, in the order in which the stages call them.</summary>
    public ScalarCall[] Calls { get; }

    /// <summary>What two plans have in common that the same kernel runs: everything but the values of arguments and the constants of calls.</summary>
    public KernelKey Key { get; }

    /// <summary>The values of the arguments.</summary>
    public IEnumerable<double> Arguments => arguments.OrderBy(a => a.Value).Select(a => graph.ValueOf(a.Key));

    /// <summary>The index of the argument that an invariant node is.</summary>
    public int ArgumentOf(int node) => arguments[node];

    /// <summary>Whether a node is an argument: calculated from parameters, not a number of the source.</summary>
    public bool IsArgument(int node) => arguments.ContainsKey(node);

    /// <summary>Whether a node is done again in every stage that needs it.</summary>
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

    private static int WorkOf(MachineOp op) => op switch
    {
        MachineOp.Divide or MachineOp.SquareRoot => 5,
        MachineOp.Mantissa or MachineOp.Exponent => 4,
        MachineOp.Select or MachineOp.Maximum or MachineOp.Minimum => 2,
        MachineOp.Call or MachineOp.Call2 => 1000,
        _ => 1,
    };

    private int Work(int node) => WorkOf(graph[node].Op);

    /// <summary>The last position at which each node is read, by way of cheap nodes too; the outputs are read at the end.</summary>
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

        // A cheap node is done where it is needed, so what it needs must live until then.
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

    /// <summary>Cuts where little crosses, by dynamic programming over the order; before a call there is always a cut.</summary>
    private List<KernelStage> Cut(int[] lastUse)
    {
        var count = order.Count;
        var crossing = new int[count + 2];
        for (var i = 0; i < count; i++)
        {
            if (!cheap.Contains(order[i]) && lastUse[i] > i)
            {
                // Alive at every cut after i and up to its last use.
                crossing[i + 1]++;
                crossing[Math.Min(lastUse[i], count) + 1]--;
            }
        }

        for (var i = 1; i <= count; i++)
        {
            crossing[i] += crossing[i - 1];
        }

        var best = new long[count + 1];
        var from = new int[count + 1];
        for (var end = 1; end <= count; end++)
        {
            best[end] = long.MaxValue;
            var work = 0;
            for (var start = end - 1; start >= 0; start--)
            {
                // A stage begins with its calls, and none of them waits for another.
                if (start < end - 1 && graph[order[start + 1]].IsCall && (!graph[order[start]].IsCall || IsNeededByCalls(order[start], start + 1, end)))
                {
                    break;
                }

                work += cheap.Contains(order[start]) || graph[order[start]].IsCall ? 0 : Work(order[start]);
                if (work > MostWork && start < end - 1)
                {
                    break;
                }

                var cost = best[start] + StageCost + (start == 0 ? 0 : CrossingCost * (long)crossing[start]);
                if (cost < best[end] && best[start] != long.MaxValue)
                {
                    best[end] = cost;
                    from[end] = start;
                }
            }
        }

        var stages = new List<KernelStage>();
        for (var end = count; end > 0; end = from[end])
        {
            stages.Insert(0, StageOf(from[end], end, lastUse));
        }

        if (stages.Count == 0)
        {
            stages.Add(new KernelStage([], []));
        }

        // What a first stage calls must be brought to its buffer by a stage before.
        if (stages[0].Calls.Count > 0)
        {
            stages.Insert(0, new KernelStage([], []));
        }

        for (var s = 0; s + 1 < stages.Count; s++)
        {
            stages[s].Next = stages[s + 1];
        }

        return stages;
    }

    private bool IsNeededByCalls(int node, int start, int end)
    {
        for (var i = start; i < end && graph[order[i]].IsCall; i++)
        {
            if (KernelOrder.Needs(graph, order[i]).Contains(node))
            {
                return true;
            }
        }

        return false;
    }

    private KernelStage StageOf(int start, int end, int[] lastUse)
    {
        var nodes = order[start..end];
        var stage = new KernelStage([.. nodes.Where(n => !graph[n].IsCall && !cheap.Contains(n))], [.. nodes.Where(n => graph[n].IsCall)]);
        foreach (var node in stage.Nodes.Where(n => lastUse[position[n]] >= end && end < order.Count))
        {
            stage.Stores.Add(node);
        }

        return stage;
    }

    /// <summary>Buffers by first fit: a buffer is free again after the stage that reads it last.</summary>
    private int AssignBuffers()
    {
        var lastStage = new Dictionary<int, int>();
        for (var s = 0; s < Stages.Count; s++)
        {
            foreach (var node in ReadBy(Stages[s]))
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
                    // Written as the operand by this stage, then turned into the result.
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

    /// <summary>Everything that a stage reads from buffers, by way of cheap nodes too: for its own nodes, for the calls after it, for the outputs at the end.</summary>
    private IEnumerable<int> ReadBy(KernelStage stage)
    {
        var own = stage.Nodes.ToHashSet();
        var pending = new Stack<int>(stage.Nodes.SelectMany(n => KernelOrder.Needs(graph, n)));
        foreach (var call in stage.Next?.Calls ?? [])
        {
            foreach (var need in KernelOrder.Needs(graph, call))
            {
                pending.Push(need);
            }
        }

        if (stage.Next is null)
        {
            foreach (var output in outputs)
            {
                pending.Push(output);
            }
        }

        var seen = new HashSet<int>();
        while (pending.TryPop(out var node))
        {
            if (!position.ContainsKey(node) || own.Contains(node) || !seen.Add(node))
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

namespace Minima;

/// <summary>Cuts the operations of a kernel into stages.</summary>
/// <param name="graph">The operations.</param>
/// <param name="order">The operations to compute, in their order.</param>
/// <param name="cheap">The operations that every stage recomputes if it needs them.</param>
/// <param name="workOf">The cost of an operation, in additions.</param>
/// <param name="lastUse">For each position of the order, the last position that reads it.</param>
internal sealed class KernelCut(MachineGraph graph, List<int> order, HashSet<int> cheap, Func<int, int> workOf, int[] lastUse)
{
    /// <summary>The most work in one loop, in additions: an exponential or a logarithm. Measured: 18 to 28 make little difference, 48 halves the speed.</summary>
    private const int MostWork = 22;

    /// <summary>A value that crosses a cut is stored once and loaded at least once.</summary>
    private const int CrossingCost = 3;

    /// <summary>The start and the end of a loop do not overlap with other work.</summary>
    private const int StageCost = 6;

    /// <summary>Cuts where few values cross, by dynamic programming over the order; there is always a cut before a call.</summary>
    public List<KernelStage> Stages()
    {
        var count = order.Count;
        var crossing = new int[count + 2];
        for (var i = 0; i < count; i++)
        {
            if (!cheap.Contains(order[i]) && lastUse[i] > i)
            {
                // Alive at every cut after i, up to its last use.
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
                // A stage begins with its calls, and none of them depends on another.
                if (start < end - 1 && graph[order[start + 1]].IsCall && (!graph[order[start]].IsCall || IsNeededByCalls(order[start], start + 1, end)))
                {
                    break;
                }

                work += cheap.Contains(order[start]) || graph[order[start]].IsCall ? 0 : workOf(order[start]);
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
            stages.Insert(0, StageOf(from[end], end));
        }

        if (stages.Count == 0)
        {
            stages.Add(new KernelStage([], []));
        }

        // Operands of calls in the first stage need an earlier stage that writes them to their buffers.
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

    private KernelStage StageOf(int start, int end)
    {
        var nodes = order.GetRange(start, end - start);
        var stage = new KernelStage([.. nodes.Where(n => !graph[n].IsCall && !cheap.Contains(n))], [.. nodes.Where(n => graph[n].IsCall)]);
        foreach (var node in stage.Nodes.Where(n => lastUse[order.IndexOf(n, start)] >= end && end < order.Count))
        {
            stage.Stores.Add(node);
        }

        return stage;
    }
}

namespace Minima;

/// <summary>An order of the operations of a graph with long chains first, so that their ends are good places to cut.</summary>
internal sealed class KernelOrder(MachineGraph graph)
{
    private readonly Dictionary<int, int> heights = [];
    private readonly HashSet<int> done = [];

    /// <summary>Appends the nodes that <paramref name="outputs"/> need, operands first. Nodes that do not vary with the elements are left out.</summary>
    public void Append(IEnumerable<int> outputs, List<int> order)
    {
        foreach (var output in outputs.OrderByDescending(Height))
        {
            Append(output, order);
        }
    }

    /// <summary>The operands that must exist before a node; a mask is recomputed at its use, so its operands replace it.</summary>
    public static IEnumerable<int> Needs(MachineGraph graph, int node)
    {
        var n = graph[node];
        for (var i = 0; i < n.Operands; i++)
        {
            var operand = n.Operand(i);
            var mask = graph[operand];
            if (!mask.IsMask)
            {
                yield return operand;
                continue;
            }

            for (var k = 0; k < mask.Operands; k++)
            {
                yield return mask.Operand(k);
            }
        }
    }

    private void Append(int root, List<int> order)
    {
        // Without recursion: a formula typed as text may be deep.
        var path = new Stack<(int Node, IEnumerator<int> Needs)>();
        Enter(root);
        while (path.TryPeek(out var top))
        {
            if (top.Needs.MoveNext())
            {
                Enter(top.Needs.Current);
            }
            else
            {
                order.Add(top.Node);
                top.Needs.Dispose();
                path.Pop();
            }
        }

        void Enter(int node)
        {
            if (!IsLeaf(node) && done.Add(node))
            {
                path.Push((node, Needs(graph, node).OrderByDescending(Height).ThenBy(n => n).GetEnumerator()));
            }
        }
    }

    private bool IsLeaf(int node) => graph.IsInvariant(node) || graph[node].Op == MachineOp.Input;

    /// <summary>The length of the longest chain below a node. Operands come before their users, so one pass in order computes all.</summary>
    private int Height(int node)
    {
        for (var i = heights.Count; i <= node; i++)
        {
            heights[i] = IsLeaf(i) || graph[i].IsMask ? 0 : 1 + Needs(graph, i).Select(n => heights[n]).DefaultIfEmpty(0).Max();
        }

        return heights[node];
    }
}

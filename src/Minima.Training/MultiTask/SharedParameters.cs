namespace Minima.Training.MultiTask;

/// <summary>Which parameters more than one task depends on, read off the graph of one batch.</summary>
internal static class SharedParameters
{
    public static bool[] Find(IReadOnlyList<Parameter> parameters, ReadOnlySpan<Tensor> losses)
    {
        var counts = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        foreach (var loss in losses)
        {
            foreach (var leaf in LeavesOf(loss.Node)) counts[leaf] = counts.GetValueOrDefault(leaf) + 1;
        }

        return [.. parameters.Select(parameter => counts.GetValueOrDefault(parameter.Value.Node) > 1)];
    }

    private static HashSet<Node> LeavesOf(Node root)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance) { root };
        var waiting = new Stack<Node>([root]);
        while (waiting.TryPop(out var node))
        {
            for (var i = 0; i < node.InputCount; i++)
            {
                var input = node.Input(i);
                if (input.RequiresGradient && seen.Add(input)) waiting.Push(input);
            }
        }

        seen.RemoveWhere(node => node.Operation is not null);
        return seen;
    }
}

namespace Minima.Training.Diagnosis.Experiments;

/// <summary>A layer of units whose outputs were observed.</summary>
/// <param name="Layer">Its path in the model, or the function's name outside layers.</param>
/// <param name="Function">The function.</param>
/// <param name="Units">The number of units.</param>
/// <param name="Dead">The number of units with the same output for every row although their inputs differ.</param>
internal readonly record struct UnitLayer(string Layer, string Function, int Units, int Dead)
{
    public double Share => (double)Dead / Units;
}

/// <summary>Observes every unary function of the forward pass and counts units with the same output for every row.</summary>
internal sealed class ActivationWatch : IWatcher
{
    private readonly List<UnitLayer> _layers = [];

    public IReadOnlyList<UnitLayer> Layers => _layers;

    public void Computed(Node node)
    {
        if (node.Operation?.GetType() is not { IsGenericType: true } type || type.GetGenericTypeDefinition() != typeof(UnaryOperation<>)) return;
        if (node.Shape.Rank < 2 || node.Shape[0] < 2) return;
        var outputs = new Tensor(node).ToArray();
        var inputs = new Tensor(node.Input(0)).ToArray();

        // Channels are the second axis of images [rows, channels, height, width]; elsewhere units are the last axis.
        var inner = node.Shape.Rank == 4 ? node.Shape[2] * node.Shape[3] : 1;
        var units = node.Shape.Rank == 4 ? node.Shape[1] : node.Shape[^1];
        var dead = 0;
        for (var unit = 0; unit < units; unit++)
        {
            if (IsConstant(outputs, unit, units, inner) && !IsConstant(inputs, unit, units, inner)) dead++;
        }

        _layers.Add(new UnitLayer(node.Layer ?? node.Operation.Name, node.Operation.Name, units, dead));
    }

    public void Passed(Node node, Node input, Node gradient)
    {
        // Only values are observed.
    }

    private static bool IsConstant(double[] values, int unit, int units, int inner)
    {
        var first = values[unit * inner];
        for (var start = unit * inner; start < values.Length; start += units * inner)
        {
            for (var i = 0; i < inner; i++)
            {
                if (values[start + i] != first) return false;
            }
        }

        return true;
    }
}

namespace Minima.Training.Diagnosis.Experiments;

/// <summary>A layer of units whose outputs were watched.</summary>
/// <param name="Layer">Its path in the model, or the function's name outside layers.</param>
/// <param name="Function">The function.</param>
/// <param name="Units">How many units it has.</param>
/// <param name="Dead">How many say the same for every row, though what goes in differs.</param>
internal readonly record struct UnitLayer(string Layer, string Function, int Units, int Dead)
{
    public double Share => (double)Dead / Units;
}

/// <summary>Looks at every function of one number on the way forward and counts units that say the same whatever the row.</summary>
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

        // Channels stand first in pictures [rows, channels, height, width], units last everywhere else.
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
        // Only values are looked at.
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

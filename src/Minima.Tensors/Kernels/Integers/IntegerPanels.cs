namespace Minima.Tensors.Kernels;

/// <summary>Weights of a linear map in the order in which products read them: for each 16 outputs a panel, within it for each 4 inputs 16 times 4 weights. What lies beyond the last input or output is 0.</summary>
internal sealed unsafe class IntegerPanels
{
    /// <summary>Outputs of a panel.</summary>
    public const int Width = 16;

    /// <summary>Inputs of a group.</summary>
    public const int Group = 4;

    /// <summary>Bytes of a group in a panel.</summary>
    public const int GroupBytes = Width * Group;

    private readonly Storage _weights;

    /// <summary>Packs weights.</summary>
    /// <param name="inputs">The length of a sum.</param>
    /// <param name="outputs">How many sums.</param>
    /// <param name="weights">[outputs, inputs].</param>
    public IntegerPanels(int inputs, int outputs, ReadOnlySpan<sbyte> weights)
    {
        Inputs = inputs;
        Outputs = outputs;
        Groups = (inputs + Group - 1) / Group;
        Count = (outputs + Width - 1) / Width;
        var bytes = checked(Count * Groups * GroupBytes);
        _weights = new Storage(bytes);
        var to = _weights.Bytes(0, bytes);
        to.Clear();
        for (var output = 0; output < outputs; output++)
        {
            var panel = to.Slice(output / Width * Groups * GroupBytes, Groups * GroupBytes);
            var row = weights.Slice(output * inputs, inputs);
            for (var i = 0; i < inputs; i++) panel[(i / Group * GroupBytes) + (output % Width * Group) + (i % Group)] = (byte)row[i];
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Groups of inputs, the last one padded.</summary>
    public int Groups { get; }

    /// <summary>Panels, the last one padded.</summary>
    public int Count { get; }

    /// <summary>A panel; good while this object lives.</summary>
    public sbyte* Panel(int index) => (sbyte*)_weights.Pointer + ((nint)index * Groups * GroupBytes);
}

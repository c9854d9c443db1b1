namespace Minima.Tensors.Kernels;

/// <summary>Weights of a linear map in the order of reading: a panel for each 16 outputs, and within it 16 times 4 weights for each 4 inputs. Weights beyond the last input or output are 0.</summary>
internal sealed unsafe class IntegerPanels
{
    /// <summary>The number of outputs of a panel.</summary>
    public const int Width = 16;

    /// <summary>The number of inputs of a group.</summary>
    public const int Group = 4;

    /// <summary>The number of bytes of a group in a panel.</summary>
    public const int GroupBytes = Width * Group;

    private readonly Storage _weights;

    /// <summary>Packs weights.</summary>
    /// <param name="inputs">The length of a sum.</param>
    /// <param name="outputs">The number of sums.</param>
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

    /// <summary>The number of groups of inputs, the last one padded.</summary>
    public int Groups { get; }

    /// <summary>The number of panels, the last one padded.</summary>
    public int Count { get; }

    /// <summary>A panel, valid while this object lives.</summary>
    public sbyte* Panel(int index) => (sbyte*)_weights.Pointer + ((nint)index * Groups * GroupBytes);
}

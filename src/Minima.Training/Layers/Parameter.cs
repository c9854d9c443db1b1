namespace Minima.Training;

/// <summary>A tensor that training updates: a leaf with a name and a gradient.</summary>
public sealed class Parameter
{
    /// <summary>Creates a parameter from a copy of the values.</summary>
    /// <param name="name">The name within its layer, for example <c>weight</c>.</param>
    /// <param name="value">Float or double.</param>
    /// <exception cref="TrainingException">An empty name, one with a point or slash in it, or int elements.</exception>
    public Parameter(string name, Tensor value)
    {
        CheckName(name);
        LocalName = name;
        Name = name;
        var kept = value.RealNode("a parameter").Type;
        var node = Node.Lasting(value.Shape, kept);
        CopyKernel.Run(value.Node, node);
        node.RequiresGradient = true;
        Value = new Tensor(node);
    }

    /// <summary>The full name, for example <c>encoder.0.weight</c>: given by the outermost module that lists it.</summary>
    public string Name { get; internal set; }

    /// <summary>The leaf. Operations on it are recorded.</summary>
    public Tensor Value { get; }

    /// <summary>The gradient from Backward; none before, and after ClearGradient.</summary>
    public Tensor Gradient => Value.Gradient;

    /// <summary>True if gradients are collected and optimizers update it; false freezes it.</summary>
    public bool IsTrainable
    {
        get => Value.Node.RequiresGradient;
        set => Value.Node.RequiresGradient = value;
    }

    /// <summary>The name within its layer.</summary>
    internal string LocalName { get; }

    /// <summary>Clears the gradient.</summary>
    public void ClearGradient() => Value.ClearGradient();

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} {Value.Shape}";

    internal static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.AsSpan().ContainsAny('.', '/', '\\')) throw new TrainingException($"'{name}' cannot name a parameter or a module: names are not empty and have no point and no slash, which join the names of modules.");
    }
}

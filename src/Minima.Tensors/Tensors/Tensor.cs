using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Minima.Tensors;

/// <summary>
/// An array of numbers with a shape and its history: a handle that is cheap to copy. Operations return new tensors, which share memory if they are
/// views of another; <see cref="Backward()"/> adds the gradients of a result to the leaves that require them.
/// </summary>
/// <remarks>
/// <para>Elements are float, double, or int (labels, indices). An operation takes one type; <see cref="To(ElementType)"/> converts.</para>
/// <para>Shapes must be equal, or one must be a scalar; every other repetition needs <see cref="BroadcastTo"/>.</para>
/// <para>A tensor created within a <see cref="StepScope"/> is released with it; using it later throws.</para>
/// </remarks>
/// <example><code>
/// var w = Tensor.Zeros([3, 1]).WithGradient();
/// var error = x.MatMul(w) - y;
/// (error * error).Mean().Backward();
/// Console.WriteLine(w.Gradient);
/// </code></example>
public readonly partial struct Tensor : IEquatable<Tensor>
{
    private readonly Node? _node;
    private readonly int _generation;

    internal Tensor(Node node)
    {
        _node = node;
        _generation = node.Generation;
    }

    /// <summary>True for <c>default</c>, which is no tensor.</summary>
    public bool IsNone => _node is null;

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>The number of axes.</summary>
    public int Rank => Node.Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => Node.Shape.Count;

    /// <summary>The type of the elements.</summary>
    public ElementType Type => Node.Type;

    /// <summary>True if the elements follow each other in memory without gaps.</summary>
    public bool IsContiguous => Node.IsContiguous;

    /// <summary>True if gradients flow into or through this tensor.</summary>
    public bool RequiresGradient => Node.RequiresGradient;

    /// <summary>The gradient that <see cref="Backward()"/> has accumulated for this leaf; <see cref="IsNone"/> before the first call.</summary>
    public Tensor Gradient => Node.Gradient;

    internal Node Node => _node is { } node && node.Generation == _generation ? node : throw Gone();

    public static bool operator ==(Tensor left, Tensor right) => left.Equals(right);

    public static bool operator !=(Tensor left, Tensor right) => !left.Equals(right);

    /// <summary>A leaf with the same contents that accumulates gradients.</summary>
    /// <exception cref="TrainingException">The elements are int.</exception>
    public Tensor WithGradient()
    {
        var from = RealNode("a leaf with gradient");
        Tensor leaf;
        using (Autograd.NoGradient()) leaf = Densify.Copy(new Tensor(from));
        leaf.Node.RequiresGradient = true;
        return leaf;
    }

    /// <summary>The same elements without their history: gradients stop here.</summary>
    public Tensor Detach()
    {
        var from = Node;
        using (Autograd.NoGradient()) return Node.View(from, from.Shape, from.Strides, from.Offset, Detached.Instance).Finish();
    }

    /// <summary>A copy with its own memory and without history, which outlives the step.</summary>
    public Tensor Keep()
    {
        var kept = Node.Lasting(Shape, Type);
        CopyKernel.Run(Node, kept);
        return new Tensor(kept);
    }

    /// <summary>Adds the derivatives of this number to the gradients of all leaves that it was computed from.</summary>
    /// <exception cref="TrainingException">The tensor has more than one element, nothing was recorded, or a needed tensor was changed in place.</exception>
    public void Backward() => Backward(default);

    /// <summary>Adds the derivatives of the sum of this tensor times <paramref name="gradient"/> to the gradients of all leaves that it was computed from.</summary>
    /// <param name="gradient">Factors of this tensor's shape and type; none for a tensor of one element.</param>
    /// <exception cref="TrainingException">The shape or type differs, nothing was recorded, or a needed tensor was changed in place.</exception>
    public void Backward(Tensor gradient)
    {
        if (!gradient.IsNone && (gradient.Shape != Shape || gradient.Type != Type)) throw new TrainingException($"Backward of a tensor {Type} {Shape} cannot start from a gradient {gradient.Type} {gradient.Shape}; shape and type must be equal.");
        var pass = BackwardPass.Rent();
        try
        {
            pass.Run(Node, gradient);
        }
        finally
        {
            pass.Return();
        }
    }

    /// <summary>Clears the gradient of this leaf.</summary>
    public void ClearGradient() => Node.Gradient = default;

    /// <summary>The elements, in order; a view with gaps is refused.</summary>
    /// <exception cref="TrainingException">The element type differs, or the tensor is not contiguous.</exception>
    public ReadOnlySpan<TElement> Read<TElement>()
        where TElement : unmanaged => Elements<TElement>(Node);

    /// <summary>The elements, for writing in place. If a later Backward needs the overwritten values, it throws.</summary>
    /// <exception cref="TrainingException">The element type differs, the tensor is not contiguous, or its own computation is recorded.</exception>
    public Span<TElement> Write<TElement>()
        where TElement : unmanaged
    {
        var node = Node;
        if (node.Operation is not null) throw new TrainingException($"A tensor of shape {node.Shape} that {node.Operation.Name} computed cannot be written in place: its gradient would be wrong. Write into a leaf, or into a copy (Keep).");
        node.Storage!.Version++;
        return Elements<TElement>(node);
    }

    /// <summary>The only element.</summary>
    /// <exception cref="TrainingException">The tensor does not have exactly one element.</exception>
    public double Item()
    {
        var node = Node;
        if (node.Count != 1) throw new TrainingException($"Item reads a tensor of one element; this one has the shape {node.Shape}.");
        unsafe
        {
            return node.Type switch { ElementType.Single => *(float*)node.Pointer, ElementType.Double => *(double*)node.Pointer, _ => *(int*)node.Pointer };
        }
    }

    /// <summary>All elements as double, in order.</summary>
    public double[] ToArray()
    {
        var node = CopyKernel.Dense(Node);
        var values = new double[node.Count];
        switch (node.Type)
        {
            case ElementType.Single: Convert(Elements<float>(node), values); break;
            case ElementType.Double: Convert(Elements<double>(node), values); break;
            default: Convert(Elements<int>(node), values); break;
        }

        return values;
    }

    /// <inheritdoc/>
    public bool Equals(Tensor other) => ReferenceEquals(_node, other._node) && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_node is null ? 0 : RuntimeHelpers.GetHashCode(_node), _generation);

    /// <summary>Type, shape and the first elements.</summary>
    public override string ToString()
    {
        if (IsNone) return "no tensor";
        var values = ToArray();
        var shown = string.Join(", ", values.Take(8).Select(value => value.ToString("g6", System.Globalization.CultureInfo.InvariantCulture)));
        return $"{Type} {Shape}: {shown}{(values.Length > 8 ? ", ..." : string.Empty)}";
    }

    /// <summary>The node of a tensor that can be differentiated.</summary>
    internal Node RealNode(string operation)
    {
        var node = Node;
        return node.Type != ElementType.Int32
            ? node
            : throw new TrainingException($"{operation} works on float or double, not on int {node.Shape}. If these are numbers, convert them with To(ElementType.Single).");
    }

    internal static Span<TElement> Elements<TElement>(Node node)
        where TElement : unmanaged
    {
        var fits = node.Type switch
        {
            ElementType.Single => typeof(TElement) == typeof(float),
            ElementType.Double => typeof(TElement) == typeof(double),
            _ => typeof(TElement) == typeof(int),
        };
        if (!fits) throw new TrainingException($"The elements of this tensor {node.Shape} are {node.Type} and cannot be read as {typeof(TElement).Name}. Convert it with To(ElementType).");
        if (!node.IsContiguous) throw new TrainingException($"This tensor {node.Shape} is a view whose elements are not contiguous in memory. Call Contiguous first.");
        var size = Node.SizeOf(node.Type);
        return MemoryMarshal.Cast<byte, TElement>(node.Storage!.Bytes(node.Offset * size, node.Count * size));
    }

    private static void Convert<TElement>(ReadOnlySpan<TElement> from, double[] to)
        where TElement : unmanaged, System.Numerics.INumberBase<TElement>
    {
        for (var i = 0; i < to.Length; i++) to[i] = double.CreateChecked(from[i]);
    }

    private TrainingException Gone() => _node is null
        ? new TrainingException("This is not a tensor but the default value. A gradient has no value before Backward; create other tensors with Tensor.Of, Tensor.Zeros or an operation.")
        : new TrainingException("This tensor belongs to a training step that has ended and released its memory. Call Keep() inside the step for a copy that outlives it.");
}

/// <summary>A view that stops gradients.</summary>
internal sealed class Detached : Operation
{
    public static readonly Detached Instance = new();

    public override string Name => "detach";

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        // Never recorded.
    }
}

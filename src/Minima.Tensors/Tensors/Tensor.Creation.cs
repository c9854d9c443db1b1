using System.Runtime.InteropServices;

namespace Minima.Tensors;

/// <summary>Creation of tensors.</summary>
public readonly partial struct Tensor
{
    /// <summary>A copy of floats in a shape.</summary>
    /// <exception cref="TrainingException">The shape has another number of elements.</exception>
    public static Tensor Of(ReadOnlySpan<float> values, Shape shape) => From(values, shape, ElementType.Single);

    /// <summary>A copy of doubles in a shape.</summary>
    /// <exception cref="TrainingException">The shape has another number of elements.</exception>
    public static Tensor Of(ReadOnlySpan<double> values, Shape shape) => From(values, shape, ElementType.Double);

    /// <summary>A copy of labels or indices in a shape.</summary>
    /// <exception cref="TrainingException">The shape has another number of elements.</exception>
    public static Tensor Of(ReadOnlySpan<int> values, Shape shape) => From(values, shape, ElementType.Int32);

    /// <summary>One number without an axis.</summary>
    public static Tensor Scalar(double value, ElementType type = ElementType.Single) => Full(Shape.Scalar, value, type);

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(Shape shape, ElementType type = ElementType.Single) => Full(shape, 0, type);

    /// <summary>Ones.</summary>
    public static Tensor Ones(Shape shape, ElementType type = ElementType.Single) => Full(shape, 1, type);

    /// <summary>One number everywhere.</summary>
    public static Tensor Full(Shape shape, double value, ElementType type = ElementType.Single)
    {
        var node = Node.New(shape, type);
        switch (type)
        {
            case ElementType.Single: Elements<float>(node).Fill((float)value); break;
            case ElementType.Double: Elements<double>(node).Fill(value); break;
            default: Elements<int>(node).Fill(checked((int)value)); break;
        }

        return node.Finish();
    }

    /// <summary>The whole numbers from 0 to below an end, as int.</summary>
    public static Tensor Arange(int end) => Arange(0, end);

    /// <summary>The whole numbers from a start to below an end, as int; none if the end is not above the start.</summary>
    public static Tensor Arange(int start, int end)
    {
        var numbers = Zeros([Math.Max(end - start, 0)], ElementType.Int32);
        var elements = numbers.Write<int>();
        for (var i = 0; i < elements.Length; i++) elements[i] = start + i;
        return numbers;
    }

    /// <summary>The identity matrix [n, n].</summary>
    /// <param name="n">The number of rows and columns.</param>
    /// <param name="type">float or double.</param>
    public static Tensor Eye(int n, ElementType type = ElementType.Single) => Arange(n).OneHot(n, type);

    private static Tensor From<TElement>(ReadOnlySpan<TElement> values, in Shape shape, ElementType type)
        where TElement : unmanaged
    {
        if (values.Length != shape.Count) throw new TrainingException($"There are {values.Length} values for the shape {shape}, which has {shape.Count} elements.");
        var node = Node.New(shape, type);
        values.CopyTo(MemoryMarshal.Cast<byte, TElement>(node.Storage!.Bytes(0, values.Length * Node.SizeOf(type))));
        return node.Finish();
    }
}

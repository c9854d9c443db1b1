using System.Runtime.CompilerServices;

namespace Minima.Tensors;

/// <summary>The object behind a tensor: its memory, the view of it, and the operation that computed it.</summary>
internal sealed unsafe class Node
{
    /// <summary>The inputs stored without a list; only joining many tensors has more.</summary>
    public const int FixedInputs = 6;

    private static long made;

    private Inputs _inputs;
    private Versions _versions;
    private Tensor _gradient;

    /// <summary>The number of times that this object was recycled, by which handles of an earlier use are refused.</summary>
    public int Generation { get; private set; }

    /// <summary>The step at whose end the tensor is released, or null.</summary>
    public StepMemory? Scope { get; set; }

    public Shape Shape { get; private set; }

    public ElementType Type { get; private set; }

    public Storage? Storage { get; private set; }

    /// <summary>The number of elements between the start of the storage and the first element.</summary>
    public int Offset { get; private set; }

    /// <summary>The number of elements between neighbours along each axis; 0 if an axis repeats one element.</summary>
    public Steps Strides { get; private set; }

    /// <summary>True if the elements follow each other without gaps.</summary>
    public bool IsContiguous { get; private set; }

    /// <summary>The operation that computed it; null for a leaf, and if no gradients are needed.</summary>
    public Operation? Operation { get; private set; }

    /// <summary>The number of inputs of the operation.</summary>
    public int InputCount { get; private set; }

    /// <summary>The inputs beyond the fixed ones, or null.</summary>
    public List<Node>? More { get; private set; }

    /// <summary>The values that an operation records besides its inputs.</summary>
    public OperationArguments Arguments;

    /// <summary>True if gradients flow into or through this tensor.</summary>
    public bool RequiresGradient { get; set; }

    /// <summary>The order of creation, larger than that of every node it was computed from.</summary>
    public long Order { get; private set; }

    /// <summary>The order of the node made last.</summary>
    public static long LastOrder => Volatile.Read(ref made);

    /// <summary>The layer that computed it, for reports; null outside layers.</summary>
    public string? Layer { get; private set; }

    /// <summary>The backward pass that visited the node last.</summary>
    public long Visit { get; set; }

    /// <summary>True if that pass needs a gradient of this node or of one that it was computed from.</summary>
    public bool IsNeeded { get; set; }

    public Tensor Gradient
    {
        get => _gradient;
        set => _gradient = value;
    }

    /// <summary>The number of inputs of an operation that received this tensor as their gradient.</summary>
    public int Receivers { get; set; }

    /// <summary>The sum and denominator in double, if a loss computed this tensor.</summary>
    public LossResult LossResult { get; set; }

    /// <summary>The memory of a leaf's gradient, kept from step to step.</summary>
    public Node? SpareGradient { get; set; }

    /// <summary>Sets a leaf's gradient to a copy of this one.</summary>
    public void PutGradient(Tensor gradient)
    {
        if (SpareGradient is not { } kept || kept.Shape != Shape || kept.Type != Type) SpareGradient = kept = Lasting(Shape, Type);
        CopyKernel.Run(gradient.Node, kept);
        Gradient = new Tensor(kept);
    }

    public int Count => Shape.Count;

    public byte* Pointer => Storage!.Pointer + ((long)Offset * SizeOf(Type));

    /// <summary>True if only this tensor uses its storage, from the first element on and without gaps.</summary>
    public bool OwnsStorage => Offset == 0 && IsContiguous && Storage!.Users == 1;

    public static int SizeOf(ElementType type) => type == ElementType.Double ? 8 : 4;

    /// <summary>Creates a tensor with its own memory, of undefined content, that records its inputs while it is being computed.</summary>
    public static Node New(in Shape shape, ElementType type, Operation? operation = null, Node? a = null, Node? b = null, Node? c = null, Node? d = null, Node? e = null, Node? f = null)
    {
        WorkBudget.Take((long)shape.Count * SizeOf(type));
        var bytes = BytesOf(shape, type);
        var node = Fresh();
        node.Storage = node.Scope is { } scope ? scope.Take(bytes) : new Storage(StoragePool.Capacity(bytes));
        node.Storage.Users++;
        node.SetContiguous(shape, type);
        node.SetInputs(operation, a, b, c, d, e, f);
        return node;
    }

    /// <summary>Creates another view of the memory of a tensor.</summary>
    public static Node View(Node of, in Shape shape, in Steps strides, int offset, Operation operation)
    {
        WorkBudget.Check();
        var node = Fresh();
        node.Storage = of.Storage;
        node.Storage!.Users++;
        node.Type = of.Type;
        node.Shape = shape;
        node.Strides = strides;
        node.Offset = offset;
        node.IsContiguous = Steps.IsDense(shape, strides);
        node.SetInputs(operation, of, null, null, null, null, null);
        return node;
    }

    /// <summary>Creates a leaf that no step releases: a parameter, or a tensor that a user creates.</summary>
    public static Node Lasting(in Shape shape, ElementType type)
    {
        var bytes = BytesOf(shape, type);
        var node = new Node { Storage = new Storage(StoragePool.Capacity(bytes)) { Users = 1 }, Order = Interlocked.Increment(ref made) };
        node.SetContiguous(shape, type);
        return node;
    }

    public Node Input(int index) => More is { Count: > 0 } more ? more[index] : _inputs[index]!;

    public void AddInput(Node node)
    {
        (More ??= []).Add(node);
        InputCount++;
    }

    /// <summary>Marks the contents as complete: forgets the inputs unless gradients will flow to them.</summary>
    public Tensor Finish()
    {
        if (Autograd.IsRecording) Autograd.Watcher?.Computed(this);
        var records = false;
        if (Operation is not null && Autograd.IsRecording && Type != ElementType.Int32)
        {
            for (var i = 0; i < InputCount && !records; i++) records = Input(i).RequiresGradient;
        }

        if (records)
        {
            RequiresGradient = true;
            for (var i = 0; i < InputCount && i < FixedInputs; i++) _versions[i] = Input(i).Storage!.Version;
        }
        else
        {
            ForgetInputs();
        }

        return new Tensor(this);
    }

    /// <summary>Throws if an input was overwritten in place after this node was computed from it.</summary>
    public void CheckUnchanged(int index)
    {
        if (InputCount <= FixedInputs && Input(index).Storage!.Version != _versions[index])
        {
            throw new TrainingException(
                $"The gradient of {Operation!.Name}{Where} needs the original values of its input {index + 1} (shape {Input(index).Shape}), but that was later changed in place. Change tensors after Backward, or work on a copy (Keep).");
        }
    }

    /// <summary>" in layer X" for messages.</summary>
    public string Where => Layer is null ? string.Empty : $" in layer {Layer}";

    /// <summary>Exchanges the memory of two tensors of equal shape and type.</summary>
    public void SwapStorage(Node other) => (Storage, other.Storage) = (other.Storage, Storage);

    /// <summary>Ends this use of the object.</summary>
    public void Recycle()
    {
        if (Storage is { } storage)
        {
            if (--storage.Users == 0) Scope!.Give(storage);
            Storage = null;
        }

        Generation++;
        ForgetInputs();
        _gradient = default;
        RequiresGradient = false;
        Layer = null;
        Visit = 0;
        Receivers = 0;
    }

    public void ForgetInputs()
    {
        _inputs = default;
        InputCount = 0;
        More?.Clear();
        Operation = null;
        Arguments = default;
    }

    private static int BytesOf(in Shape shape, ElementType type)
    {
        var bytes = (long)shape.Count * SizeOf(type);
        return bytes <= int.MaxValue - 1024
            ? (int)bytes
            : throw new TensorSizeException($"A tensor of shape {shape} takes {bytes} bytes; one tensor holds at most 2 GiB. Use smaller batches, or float instead of double.");
    }

    private static Node Fresh()
    {
        var node = StepMemory.Current is { } scope ? scope.NewNode() : new Node();
        node.Order = Interlocked.Increment(ref made);
        node.Layer = Autograd.CurrentLayer;
        return node;
    }

    private void SetContiguous(in Shape shape, ElementType type)
    {
        Shape = shape;
        Type = type;
        Offset = 0;
        Strides = Steps.Dense(shape);
        IsContiguous = true;
    }

    private void SetInputs(Operation? operation, Node? a, Node? b, Node? c, Node? d, Node? e, Node? f)
    {
        Operation = operation;
        _inputs[0] = a;
        _inputs[1] = b;
        _inputs[2] = c;
        _inputs[3] = d;
        _inputs[4] = e;
        _inputs[5] = f;
        InputCount = a is null ? 0 : b is null ? 1 : c is null ? 2 : d is null ? 3 : e is null ? 4 : f is null ? 5 : 6;
    }

    [InlineArray(FixedInputs)]
    private struct Inputs
    {
        private Node? _first;
    }

    [InlineArray(FixedInputs)]
    private struct Versions
    {
        private int _first;
    }
}

/// <summary>The values that an operation records besides its inputs: a few numbers, and tensors that it saved.</summary>
internal struct OperationArguments
{
    public int First;
    public int Second;
    public int Third;
    public int Fourth;
    public double Number;

    /// <summary>Results that the gradient needs; they live as long as the node.</summary>
    public Tensor Saved;
    public Tensor SavedToo;
    public Tensor SavedThird;
    public Tensor SavedFourth;
    public Tensor Weight;
    public Tensor ClassWeight;
    public int? IgnoredLabel;
    public object? Extra;
}

/// <summary>The number of elements between neighbours along each axis.</summary>
[InlineArray(Shape.MostAxes)]
internal struct Steps
{
    private int _first;

    public static Steps Dense(in Shape shape)
    {
        var steps = default(Steps);
        var step = 1;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            steps[axis] = step;
            step *= shape[axis];
        }

        return steps;
    }

    public static bool IsDense(in Shape shape, in Steps steps)
    {
        if (shape.Count == 0) return true;
        var step = 1;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && steps[axis] != step) return false;
            step *= shape[axis];
        }

        return true;
    }
}

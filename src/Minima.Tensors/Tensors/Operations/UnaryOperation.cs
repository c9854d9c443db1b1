namespace Minima.Tensors;

/// <summary>y = f(x), element by element.</summary>
internal sealed class UnaryOperation<TFunction>(TFunction function) : Operation
    where TFunction : struct, IActivation
{
    private static readonly FunctionCache<TFunction, UnaryOperation<TFunction>> Known = new(function => new(function));

    public override string Name => TFunction.Name;

    public static Tensor Apply(TFunction function, Tensor x)
    {
        var input = x.Contiguous().RealNode(TFunction.Name);
        var node = Node.New(input.Shape, input.Type, Known.Of(function), input);
        UnaryJob<TFunction>.Value(function, input, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), UnarySlope<TFunction>.Apply(Function, new Tensor(node.Input(0)), gradient));

    private TFunction Function { get; } = function;
}

/// <summary>A cache of the operations of one type of function, by its parameters: most have none, and the others rarely change between steps.</summary>
internal sealed class FunctionCache<TFunction, TOperation>(Func<TFunction, TOperation> make)
    where TFunction : struct
    where TOperation : Operation
{
    private const int Most = 16;
    private (TFunction Function, TOperation Operation)[] _known = [];

    public TOperation Of(TFunction function)
    {
        foreach (var (known, operation) in Volatile.Read(ref _known))
        {
            if (EqualityComparer<TFunction>.Default.Equals(known, function)) return operation;
        }

        var made = make(function);
        var before = _known;
        Volatile.Write(ref _known, [(function, made), .. before.AsSpan(0, Math.Min(before.Length, Most - 1))]);
        return made;
    }
}

/// <summary>f'(x) g: the gradient of y = f(x), which can be differentiated again.</summary>
internal sealed class UnarySlope<TFunction>(TFunction function) : Operation
    where TFunction : struct, IActivation
{
    private static readonly FunctionCache<TFunction, UnarySlope<TFunction>> Known = new(function => new(function));

    public override string Name => $"slope of {TFunction.Name}";

    private TFunction Function { get; } = function;

    public static Tensor Apply(TFunction function, Tensor x, Tensor g)
    {
        var first = x.Contiguous().Node;
        var second = g.Contiguous().Node;
        var node = Node.New(first.Shape, first.Type, Known.Of(function), first, second);
        UnaryJob<TFunction>.Slope(function, first, second, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var x = node.Input(0);
        var g = node.Input(1);
        if (pass.Needs(g)) pass.Add(g, Apply(Function, new Tensor(x), gradient));
        if (pass.Needs(x)) pass.Add(x, Curvature(x, g, gradient.Contiguous().Node));
    }

    private Tensor Curvature(Node x, Node g, Node gradient)
    {
        var node = Node.New(x.Shape, x.Type, UnaryCurvature<TFunction>.Of(Function), x, g, gradient);
        UnaryJob<TFunction>.Curvature(Function, x, g, gradient, node);
        return node.Finish();
    }
}

/// <summary>f''(x) g h: the last derivative with its own kernel. Higher ones evaluate the function again, by tensor operations.</summary>
internal sealed class UnaryCurvature<TFunction>(TFunction function) : Operation
    where TFunction : struct, IActivation
{
    private static readonly FunctionCache<TFunction, UnaryCurvature<TFunction>> Known = new(function => new(function));

    public override string Name => $"curvature of {TFunction.Name}";

    private TFunction Function { get; } = function;

    public static UnaryCurvature<TFunction> Of(TFunction function) => Known.Of(function);

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        // A separate node for x: the incoming gradient may depend on x too, and counts as a constant here.
        var x = HigherDerivative.Own(new Tensor(node.Input(0)));
        var (g, h) = (new Tensor(node.Input(1)), new Tensor(node.Input(2)));
        var curvature = HigherDerivative.Second(() => Function.Of(new TensorReal(x)).Wide(x), x);
        if (pass.Needs(node, 0)) pass.Add(node.Input(0), HigherDerivative.Of(curvature, g * h * gradient, x, Autograd.IsRecording));
        if (pass.Needs(node, 1)) pass.Add(node.Input(1), curvature * h * gradient);
        if (pass.Needs(node, 2)) pass.Add(node.Input(2), curvature * g * gradient);
    }
}

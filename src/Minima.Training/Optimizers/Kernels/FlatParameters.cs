namespace Minima.Training;

/// <summary>All parameters as one long vector, for rules that are not element-wise.</summary>
internal sealed unsafe class FlatParameters
{
    private readonly Parameter[] _parameters;
    private readonly ElementType _type;
    private readonly int _count;
    private readonly CombineJob _combine = new();
    private readonly FlatSumJob<ProductTerm> _dot = new();
    private readonly FlatSumJob<AbsoluteTerm> _absolutes = new();

    /// <param name="name">The name of the rule, for its messages.</param>
    /// <param name="parameters">All of one element type.</param>
    /// <exception cref="TrainingException">Parameters of several element types.</exception>
    public FlatParameters(string name, IReadOnlyList<Parameter> parameters)
    {
        _parameters = [.. parameters];
        _type = parameters[0].Value.Type;
        long count = 0;
        foreach (var parameter in parameters)
        {
            count += parameter.Value.Count;
            if (parameter.Value.Type != _type) throw new TrainingException($"{name}: '{parameters[0].Name}' is {_type} and '{parameter.Name}' is {parameter.Value.Type}; its direction joins all parameters, so they must be of one element type.");
        }

        if (count > int.MaxValue) throw new TrainingException($"{name}: the parameters have {count} elements together; its vectors hold at most {int.MaxValue}. Take adam.");
        _count = (int)count;
    }

    /// <summary>A vector as long as all parameters together, all 0.</summary>
    public Tensor NewVector()
    {
        var vector = new Tensor(Node.Lasting([_count], _type));
        if (_type == ElementType.Single) vector.Write<float>().Clear();
        else vector.Write<double>().Clear();
        return vector;
    }

    /// <summary>The gradients, 0 for a parameter that has none.</summary>
    public void GatherGradient(Tensor to)
    {
        long offset = 0;
        foreach (var parameter in _parameters)
        {
            var bytes = (long)parameter.Value.Count * Node.SizeOf(_type);
            var target = new Span<byte>(to.Node.Pointer + offset, checked((int)bytes));
            if (parameter.Gradient.IsNone || !parameter.IsTrainable) target.Clear();
            else new ReadOnlySpan<byte>(ParameterCheck.GradientNode(parameter).Pointer, target.Length).CopyTo(target);
            offset += bytes;
        }
    }

    /// <summary>The parameters' values.</summary>
    public void GatherValues(Tensor to)
    {
        long offset = 0;
        foreach (var parameter in _parameters)
        {
            var bytes = (long)parameter.Value.Count * Node.SizeOf(_type);
            new ReadOnlySpan<byte>(parameter.Value.Node.Pointer, checked((int)bytes)).CopyTo(new Span<byte>(to.Node.Pointer + offset, (int)bytes));
            offset += bytes;
        }
    }

    /// <summary>Sets the parameters to start + step direction.</summary>
    public void Move(Tensor start, Tensor direction, double step)
    {
        long offset = 0;
        foreach (var parameter in _parameters)
        {
            var value = parameter.Value.Node;
            value.Storage!.Version++;
            _combine.Run(value.Pointer, 1, start.Node.Pointer + offset, step, direction.Node.Pointer + offset, value.Count, _type);
            offset += (long)value.Count * Node.SizeOf(_type);
        }
    }

    /// <summary>to = a x + b y.</summary>
    public void Combine(Tensor to, double a, Tensor x, double b, Tensor y) => _combine.Run(to.Node.Pointer, a, x.Node.Pointer, b, y.Node.Pointer, _count, _type);

    /// <summary>x y, in double.</summary>
    public double Dot(Tensor x, Tensor y) => _dot.Sum(x.Node.Pointer, y.Node.Pointer, _count, _type);

    /// <summary>The sum of |x|, in double.</summary>
    public double SumOfAbsolutes(Tensor x) => _absolutes.Sum(x.Node.Pointer, x.Node.Pointer, _count, _type);

    /// <summary>The largest |x|; NaN if an element is.</summary>
    public double Largest(Tensor x)
    {
        double largest = 0;
        if (_type == ElementType.Single)
        {
            foreach (var element in x.Read<float>()) largest = Math.Max(largest, Math.Abs(element));
        }
        else
        {
            foreach (var element in x.Read<double>()) largest = Math.Max(largest, Math.Abs(element));
        }

        return largest;
    }
}

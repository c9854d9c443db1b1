namespace Minima.Training;

/// <summary>The grouping of a parameter's weights.</summary>
public enum WeightGroups
{
    /// <summary>The weights with one index of the first axis: all weights that leave one input of a linear layer, whose weight is [inputs, outputs].</summary>
    Rows,

    /// <summary>The weights with one index of the last axis: all weights that enter one output of a linear layer.</summary>
    Columns,
}

/// <summary>The factor of a group, and its penalty.</summary>
internal interface IGroupRule
{
    /// <summary>The factor, from the group's Euclidean norm and its size.</summary>
    double Factor(double norm, int size, double rate);

    /// <summary>The penalty.</summary>
    double Value(double norm, int size);
}

/// <summary>Norms and factors of groups; one thread handles a whole group, and sums its squares in a fixed order.</summary>
internal sealed unsafe class GroupJob<TRule> : BlockJob
    where TRule : struct, IGroupRule
{
    private readonly Parameter[] _parameters;
    private readonly TRule _rule;
    private readonly (int Parameter, int First, int Last)[] _blocks;
    private readonly bool _areColumns;
    private double[] _rates = [];
    private bool _moves;

    public GroupJob(string owner, IReadOnlyList<Parameter> parameters, WeightGroups groups, TRule rule)
    {
        if (groups is not (WeightGroups.Rows or WeightGroups.Columns)) throw new TrainingException($"{owner}: {(int)groups} is not a kind of groups; take WeightGroups.Rows or WeightGroups.Columns.");
        _parameters = [.. parameters];
        _rule = rule;
        _areColumns = groups == WeightGroups.Columns;
        var blocks = new List<(int, int, int)>();
        for (var p = 0; p < parameters.Count; p++)
        {
            var shape = parameters[p].Value.Shape;
            if (shape.Rank < 2) throw new TrainingException($"{owner}: the parameter '{parameters[p].Name}' of shape {shape} has no rows and columns. Give weights only, not biases; for single weights take L1Penalty.");
            if (shape.Count == 0) continue;
            var count = Groups(shape);
            var together = Math.Max(1, ParameterBlocks.Elements / (shape.Count / count));
            for (var first = 0; first < count; first += together) blocks.Add((p, first, Math.Min(first + together, count)));
        }

        _blocks = [.. blocks];
    }

    /// <summary>The penalty of all groups.</summary>
    public double Sum()
    {
        _moves = false;
        return SumOfBlocks(_blocks.Length, Threads.Most);
    }

    /// <summary>Multiplies each group by its factor, if the rate is above 0.</summary>
    public void Scale(double[] rates)
    {
        _moves = true;
        _rates = rates;
        foreach (var parameter in _parameters) parameter.Value.Node.Storage!.Version++;
        Workers.Run(this, _blocks.Length, Threads.Most);
    }

    public override void Run(int block)
    {
        var (p, first, last) = _blocks[block];
        var node = _parameters[p].Value.Node;
        var groups = Groups(node.Shape);
        var size = node.Count / groups;
        var step = _areColumns ? groups : 1;
        double sum = 0;
        for (var group = first; group < last; group++)
        {
            var start = _areColumns ? group : (long)group * size;
            var norm = node.Type == ElementType.Single ? Norm((float*)node.Pointer + start, step, size) : Norm((double*)node.Pointer + start, step, size);
            sum += _rule.Value(norm, size);
            if (!_moves || _rates[p] == 0) continue;
            var factor = _rule.Factor(norm, size, _rates[p]);
            if (factor == 1) continue;
            if (node.Type == ElementType.Single) Multiply((float*)node.Pointer + start, step, size, (float)factor);
            else Multiply((double*)node.Pointer + start, step, size, factor);
        }

        if (!_moves) SetSum(block, sum);
    }

    private int Groups(in Shape shape) => _areColumns ? shape[^1] : shape[0];

    private static double Norm<TElement>(TElement* x, nint step, nint count)
        where TElement : unmanaged, System.Numerics.INumberBase<TElement>
    {
        // Four sums, because an addition takes four times as long as the interval at which additions can start.
        double a = 0, b = 0, c = 0, d = 0;
        nint i = 0;
        for (; i <= count - 4; i += 4)
        {
            a += Square(x[i * step]);
            b += Square(x[(i + 1) * step]);
            c += Square(x[(i + 2) * step]);
            d += Square(x[(i + 3) * step]);
        }

        for (; i < count; i++) a += Square(x[i * step]);
        return Math.Sqrt(a + b + (c + d));
    }

    private static double Square<TElement>(TElement x)
        where TElement : unmanaged, System.Numerics.INumberBase<TElement>
    {
        var y = double.CreateTruncating(x);
        return y * y;
    }

    /// <summary>x times factor; exactly 0 if the factor is 0.</summary>
    private static void Multiply<TElement>(TElement* x, nint step, nint count, TElement factor)
        where TElement : unmanaged, System.Numerics.INumberBase<TElement>
    {
        for (nint i = 0; i < count; i++) x[i * step] = TElement.IsZero(factor) ? TElement.Zero : factor * x[i * step];
    }
}

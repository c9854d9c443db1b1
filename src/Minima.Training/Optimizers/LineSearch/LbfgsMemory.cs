namespace Minima.Training;

/// <summary>The last steps of L-BFGS with the changes of the gradient along them, and the direction that follows from them.</summary>
internal sealed class LbfgsMemory(FlatParameters flat)
{
    /// <summary>A pair with less curvature than this reflects only the noise of the loss.</summary>
    private const double LeastCurvature = 1e-10;

    private const string Length = "history";

    private readonly List<Pair> _pairs = [];
    private Tensor _change = flat.NewVector();
    private Tensor _move = flat.NewVector();
    private double _scale = 1;
    private double[] _weights = [];

    /// <summary>The direction of the next step.</summary>
    public Tensor Direction { get; } = flat.NewVector();

    /// <summary>The gradient of the iteration before.</summary>
    private Tensor Previous { get; } = flat.NewVector();

    /// <summary>Stores the last step, if the loss curved upwards along it, and drops the oldest pair if there are more than <paramref name="most"/>.</summary>
    public void Add(Tensor gradient, double step, int most)
    {
        flat.Combine(_change, 1, gradient, -1, Previous);
        flat.Combine(_move, step, Direction, 0, Direction);
        var curvature = flat.Dot(_change, _move);
        if (!(curvature > LeastCurvature)) return;
        while (_pairs.Count > most) _pairs.RemoveAt(0);
        var pair = new Pair(_change, _move, 1 / curvature);
        _scale = curvature / flat.Dot(_change, _change);
        if (_pairs.Count == most)
        {
            (_change, _move) = (_pairs[0].Change, _pairs[0].Move);
            _pairs.RemoveAt(0);
        }
        else
        {
            _change = flat.NewVector();
            _move = flat.NewVector();
        }

        _pairs.Add(pair);
    }

    /// <summary>Minus the gradient, times the inverse Hessian that the memory implies: two loops (Nocedal 1980).</summary>
    public void ComputeDirection(Tensor gradient)
    {
        if (_weights.Length < _pairs.Count) _weights = new double[Math.Max(_pairs.Count, 2 * _weights.Length)];
        flat.Combine(Direction, -1, gradient, 0, gradient);
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            _weights[i] = flat.Dot(_pairs[i].Move, Direction) * _pairs[i].OverCurvature;
            flat.Combine(Direction, 1, Direction, -_weights[i], _pairs[i].Change);
        }

        flat.Combine(Direction, _scale, Direction, 0, Direction);
        for (var i = 0; i < _pairs.Count; i++)
        {
            var weight = flat.Dot(_pairs[i].Change, Direction) * _pairs[i].OverCurvature;
            flat.Combine(Direction, 1, Direction, _weights[i] - weight, _pairs[i].Move);
        }
    }

    /// <summary>Stores the gradient for the next <see cref="Add"/>.</summary>
    public void Remember(Tensor gradient) => TensorCopy.Copy(gradient, Previous);

    public void AddState(Dictionary<string, double> numbers, Dictionary<string, Tensor> tensors)
    {
        numbers[Length] = _pairs.Count;
        numbers["scale"] = _scale;
        tensors["direction"] = Direction;
        tensors["previous_gradient"] = Previous;
        for (var i = 0; i < _pairs.Count; i++)
        {
            numbers[$"history/{i}/over_curvature"] = _pairs[i].OverCurvature;
            tensors[$"history/{i}/gradient_change"] = _pairs[i].Change;
            tensors[$"history/{i}/move"] = _pairs[i].Move;
        }
    }

    /// <summary>Allocates as many pairs as the state has, if it has their arrays: a number alone must not allocate memory.</summary>
    public void PrepareState(NamedState state)
    {
        var count = 0;
        while (state.Tensors.ContainsKey($"history/{count}/move")) count++;
        if (_pairs.Count > count) _pairs.RemoveRange(count, _pairs.Count - count);
        while (_pairs.Count < count) _pairs.Add(new Pair(flat.NewVector(), flat.NewVector(), 1));
    }

    public void TakeState(NamedState state)
    {
        _scale = state.Numbers["scale"];
        TensorCopy.Copy(state.Tensors["direction"], Direction);
        TensorCopy.Copy(state.Tensors["previous_gradient"], Previous);
        for (var i = 0; i < _pairs.Count; i++)
        {
            _pairs[i] = _pairs[i] with { OverCurvature = state.Numbers[$"history/{i}/over_curvature"] };
            TensorCopy.Copy(state.Tensors[$"history/{i}/gradient_change"], _pairs[i].Change);
            TensorCopy.Copy(state.Tensors[$"history/{i}/move"], _pairs[i].Move);
        }
    }

    /// <summary>The change of the gradient along a move, the move, and the inverse of their product.</summary>
    private readonly record struct Pair(Tensor Change, Tensor Move, double OverCurvature);
}

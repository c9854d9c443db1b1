namespace Minima.Training;

/// <summary>strength times |W W' - I|^2, the sum of squares of all elements (Brock et al. 2017): draws rows to be orthonormal, as the loss orthogonal does.</summary>
/// <remarks>
/// Its gradient is 4 strength (W W' - I) W, which is 4 strength W (W'W - I). If there are more rows than columns, not all rows can be orthogonal: |W W' - I|^2 is at
/// least the number of excess rows, and the minimum is reached if the columns are orthonormal. The penalty is computed from the smaller of the two products.
/// </remarks>
public sealed class OrthogonalPenalty : Regularizer
{
    private readonly Tensor[] _units;

    /// <summary>Creates a penalty on matrices.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; a parameter that is not a matrix; no parameters, or one given twice.</exception>
    public OrthogonalPenalty(IReadOnlyList<Parameter> parameters, double strength)
        : base("orthogonal", parameters)
    {
        Strength = CheckedStrength(Name, "strength", strength);
        _units = [.. Parameters.Select(Unit)];
    }

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength}");

    /// <inheritdoc/>
    public override double Value()
    {
        double sum = 0;
        for (var i = 0; i < _units.Length; i++)
        {
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var excess = Excess(i);
            sum += (excess * excess).Sum().Item() + Beyond(i);
        }

        return Strength * sum;
    }

    /// <inheritdoc/>
    public override void AddGradient(double factor = 1)
    {
        for (var i = 0; i < _units.Length; i++)
        {
            var parameter = Parameters[i];
            if (!parameter.IsTrainable || parameter.Gradient.IsNone) continue;
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var excess = 4 * factor * Strength * Excess(i);
            var weight = parameter.Value;
            var gradient = IsTall(weight.Shape) ? weight.MatMul(excess) : excess.MatMul(weight);
            BinaryOperation<Sum2>.InPlace(ParameterCheck.GradientNode(parameter), gradient.Node);
        }
    }

    /// <summary>The excess of |W W' - I|^2 over |W'W - I|^2: the number of rows beyond that of columns.</summary>
    private int Beyond(int index)
    {
        var shape = Parameters[index].Value.Shape;
        return IsTall(shape) ? shape[0] - shape[1] : 0;
    }

    /// <summary>W'W - I, or W W' - I.</summary>
    private Tensor Excess(int index)
    {
        var weight = Parameters[index].Value;
        var turned = weight.Transpose(0, 1);
        return (IsTall(weight.Shape) ? turned.MatMul(weight) : weight.MatMul(turned)) - _units[index];
    }

    private static bool IsTall(in Shape shape) => shape[0] >= shape[1];

    private static Tensor Unit(Parameter parameter)
    {
        var shape = parameter.Value.Shape;
        if (shape.Rank != 2) throw new TrainingException($"orthogonal: the parameter '{parameter.Name}' of shape {shape} is not a matrix. Give weights of linear layers only.");
        var width = Math.Min(shape[0], shape[1]);
        var unit = new double[width * width];
        for (var i = 0; i < width; i++) unit[i * (width + 1)] = 1;
        return Tensor.Of(unit, [width, width]).To(parameter.Value.Type).Keep();
    }
}

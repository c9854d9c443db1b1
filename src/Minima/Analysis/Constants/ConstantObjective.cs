namespace Minima.Analysis;

/// <summary>The sum of a loss over a sample as a function of one number, the same for every element, with its derivative and the rounding error of the derivative.</summary>
internal sealed class ConstantObjective
{
    /// <summary>From this size on, the engine's lanes pay off.</summary>
    private const int EngineFrom = 256;

    /// <summary>Sums of n terms in fixed order are wrong by a few units of the last place of the sum of their sizes.</summary>
    private const double Rounding = 8 * 2.220446049250313e-16;

    private readonly PointFunction _function;
    private readonly double[][] _inputs;
    private readonly double[] _weights;
    private readonly double[] _gradient;

    /// <summary>Takes all inputs by index, including the constant ones; weights without zeros.</summary>
    public ConstantObjective(PointFunction function, double[][] inputs, double[] weights)
    {
        _function = function;
        _inputs = inputs;
        _weights = weights;
        TotalWeight = weights.Length == 0 ? inputs[^1].Length : weights.Sum();
        _gradient = Count >= EngineFrom ? new double[Count] : [];
    }

    public int Count => _inputs[0].Length;

    public double TotalWeight { get; }

    /// <summary>The input that varies.</summary>
    public int Input { get; set; }

    public Sum At(double constant)
    {
        Array.Fill(_inputs[Input], constant);
        return Count >= EngineFrom ? ByEngine(constant) : OneByOne(constant);
    }

    /// <summary>The sum of the absolute curvatures: 0 if every term is a straight line.</summary>
    public double Bend(double constant)
    {
        Array.Fill(_inputs[Input], constant);
        var sum = 0.0;
        Span<double> x = stackalloc double[_inputs.Length];
        for (var n = 0; n < Count; n++)
        {
            Load(x, n);
            sum += Math.Abs(_function.At(x, Input).Curvature) * (_weights.Length == 0 ? 1 : _weights[n]);
        }

        return sum;
    }

    private Sum OneByOne(double constant)
    {
        Span<double> x = stackalloc double[_inputs.Length];
        var (value, slope, size) = (0.0, 0.0, 0.0);
        for (var n = 0; n < Count; n++)
        {
            Load(x, n);
            var weight = _weights.Length == 0 ? 1 : _weights[n];
            var own = weight * _function.Slope(x, Input);
            value += weight * _function.Value(x);
            slope += own;
            size += Math.Abs(own);
        }

        return new Sum(constant, value, slope, Rounding * size);
    }

    private Sum ByEngine(double constant)
    {
        var batch = new LossBatch<double> { SampleWeight = _weights, Reduction = Reduction.Sum };
        for (var i = 0; i < _inputs.Length; i++)
        {
            batch.SetInput(i, _inputs[i]);
        }

        batch.SetGradient(Input, _gradient);
        var value = _function.Loss.Evaluate(batch).Sum;

        // Pairs of blocks in a fixed order: the error grows with the logarithm of the count.
        var (slope, size) = Pairwise(_gradient);
        return new Sum(constant, value, slope, Rounding * size);
    }

    private static (double Sum, double Size) Pairwise(ReadOnlySpan<double> terms)
    {
        if (terms.Length > 1024)
        {
            var half = terms.Length / 2;
            var (left, leftSize) = Pairwise(terms[..half]);
            var (right, rightSize) = Pairwise(terms[half..]);
            return (left + right, leftSize + rightSize);
        }

        var (sum, size) = (0.0, 0.0);
        foreach (var term in terms)
        {
            sum += term;
            size += Math.Abs(term);
        }

        return (sum, size);
    }

    private void Load(Span<double> x, int n)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = _inputs[i][n];
        }
    }

    /// <summary>A place, with the sum, its derivative, and the largest derivative that may be rounding alone.</summary>
    internal readonly record struct Sum(double At, double Value, double Slope, double Noise)
    {
        /// <summary>-1 if the sum falls, 1 if it rises, 0 if the derivative is within rounding.</summary>
        public int Direction => double.IsNaN(Slope) ? 0 : double.IsInfinity(Slope) ? Math.Sign(Slope) : Math.Abs(Slope) <= Noise ? 0 : Math.Sign(Slope);

        /// <summary>A value that can be compared: NaN ranks above everything.</summary>
        public double Height => double.IsNaN(Value) ? double.PositiveInfinity : Value;
    }
}

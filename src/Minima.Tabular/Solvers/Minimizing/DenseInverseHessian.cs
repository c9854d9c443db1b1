namespace Minima.Tabular;

/// <summary>The full matrix of BFGS, for few parameters.</summary>
internal sealed class DenseInverseHessian(int size) : IInverseHessian
{
    private readonly double[] _matrix = new double[size * size];
    private readonly double[] _product = new double[size];
    private bool _fresh = true;

    /// <summary>A copy, to continue from.</summary>
    public DenseInverseHessian Copy()
    {
        var copy = new DenseInverseHessian(size) { _fresh = _fresh };
        _matrix.CopyTo(copy._matrix, 0);
        return copy;
    }

    public void Reset(double scale)
    {
        Array.Clear(_matrix);
        for (var i = 0; i < size; i++) _matrix[(i * size) + i] = scale;
        _fresh = true;
    }

    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        for (var i = 0; i < size; i++) direction[i] = -FixedOrder.Dot(Row(i), gradient);
    }

    public void Update(ReadOnlySpan<double> step, ReadOnlySpan<double> change)
    {
        var curvature = FixedOrder.Dot(step, change);
        if (_fresh)
        {
            // The identity lacks the scale of the function; the first step has it.
            Reset(curvature / FixedOrder.Dot(change, change));
            _fresh = false;
        }

        for (var i = 0; i < size; i++) _product[i] = FixedOrder.Dot(Row(i), change);
        var along = (1 + (FixedOrder.Dot(_product, change) / curvature)) / curvature;
        for (var i = 0; i < size; i++)
        {
            FixedOrder.AddScaled((along * step[i]) - (_product[i] / curvature), step, Row(i));
            FixedOrder.AddScaled(-step[i] / curvature, _product, Row(i));
        }
    }

    private Span<double> Row(int index) => _matrix.AsSpan(index * size, size);
}

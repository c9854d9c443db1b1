namespace Minima.Tabular;

/// <summary>A model of an objective with heads around a point: its smooth part is quadratic in the step, and each kink is linear in it.</summary>
internal sealed class HeadModel : BentModel
{
    private readonly HeadDesign _design;
    private readonly double[] _gradient;
    private readonly int[] _row;
    private readonly double[] _byOutput;
    private readonly double[] _curvature;

    /// <param name="design">The features, by head.</param>
    /// <param name="gradient">The gradient of the smooth part, with the derivative just below each kink.</param>
    /// <param name="curvature">The second derivative of the smooth part.</param>
    /// <param name="row">The row of each kink in a number.</param>
    /// <param name="byOutput">The derivatives of each such kink with respect to the outputs of its row.</param>
    /// <param name="kinks">All kinks, those in parameters last.</param>
    public HeadModel(HeadDesign design, double[] gradient, double[] curvature, int[] row, double[] byOutput, Kinks kinks)
        : base(design.Size, row.Length, kinks) => (_design, _gradient, _curvature, _row, _byOutput) = (design, gradient, curvature, row, byOutput);

    public double[] Gradient => _gradient;

    /// <summary>The same model with another second derivative.</summary>
    public HeadModel With(double[] curvature) => new(_design, _gradient, curvature, _row, _byOutput, Kinks);

    /// <summary>The second derivative for an interior point method; it has to be positive semidefinite.</summary>
    public ISecondOrder SecondOrder => new DenseSecondOrder(this, _curvature);

    public override double[] Predict(ReadOnlySpan<double> parameters)
    {
        var outputs = _design.Outputs(parameters);
        var heads = _design.Heads;
        var moved = new double[Rows];
        for (var m = 0; m < moved.Length; m++) moved[m] = FixedOrder.Dot(outputs.AsSpan(_row[m] * heads, heads), _byOutput.AsSpan(m * heads, heads));
        return moved;
    }

    public override double[] RowOf(int row)
    {
        var (one, slope) = (new double[Rows], new double[Columns]);
        one[row] = 1;
        AddTransposed(one, slope);
        return slope;
    }

    public override void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target)
    {
        var heads = _design.Heads;
        var outputs = new double[_design.Rows * heads];
        for (var m = 0; m < slopes.Length; m++)
        {
            if (slopes[m] != 0) FixedOrder.AddScaled(slopes[m], _byOutput.AsSpan(m * heads, heads), outputs.AsSpan(_row[m] * heads, heads));
        }

        _design.AddTransposed(outputs, target);
    }

    public override double[] SmoothGradient(ReadOnlySpan<double> parameters, ReadOnlySpan<double> prediction, double[]? hessian, Curvature curvature = Curvature.Exact)
    {
        var gradient = (double[])_gradient.Clone();
        for (var j = 0; j < Columns; j++) gradient[j] += FixedOrder.Dot(_curvature.AsSpan(j * Columns, Columns), parameters);
        if (hessian is not null) _curvature.CopyTo(hessian, 0);
        return gradient;
    }

    public override void AddBendsWeighted(double[] weights, double[] matrix)
    {
        var heads = _design.Heads;
        var byPair = HeadDesign.Pairs(heads, _design.Rows);
        for (var m = 0; m < weights.Length; m++)
        {
            var place = Kinks.Items[m].Row;
            if (place < 0)
            {
                matrix[(-1 - place) * (Columns + 1)] += weights[m];
                continue;
            }

            var by = _byOutput.AsSpan(m * heads, heads);
            for (var h = 0; h < heads; h++)
            {
                for (var k = h; k < heads && by[h] != 0; k++) byPair[h][k][_row[m]] += weights[m] * by[h] * by[k];
            }
        }

        _design.AddWeighted(byPair, matrix);
    }
}

namespace Minima.Tabular;

/// <summary>The objective of a fit with heads: the mean loss and the penalties, in the parameters of the search.</summary>
internal sealed class HeadObjective
{
    private const double Step = 1e-5;

    private readonly HeadPlan _plan;
    private readonly HeadLoss _loss;
    private readonly HeadRows _rows;
    private readonly HeadStart _start;
    private readonly HeadDesign _design;
    private readonly FitData _data;
    private readonly int _width;
    private readonly double[]? _ridge;

    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="data">The rows.</param>
    /// <param name="basis">The columns of the search.</param>
    /// <param name="start">The best constant outputs, and the steps of the search.</param>
    /// <param name="isFlat">The heads that do not depend on the features.</param>
    /// <param name="options">The penalties.</param>
    public HeadObjective(HeadPlan plan, Loss loss, FitData data, ModelBasis basis, HeadStart start, bool[] isFlat, FitOptions options)
    {
        (_plan, _data, _start, _width) = (plan, data, start, basis.Columns);
        _loss = new(plan, loss, data.Target, data.Share);
        _design = new(basis.Design, _width, start.Factors, isFlat, plan.Constants.Count);
        _rows = new(plan, HeadTerms.Of(plan, _loss.At(start.Theta)), data.Target, start.Offsets);
        Lasso = new double[Size];
        if (options.L2 > 0) _ridge = Full(basis.Penalty(options.L2, options.Standardize));
        if (!(options.L1 > 0)) return;
        var deviations = basis.Deviations;
        for (var place = 0; place < plan.Heads.Count * _width; place++)
        {
            var column = place % _width;
            if (column < _width - 1 && !_design.IsHeld(place)) Lasso[place] = options.L1 * start.Factors[place / _width] / (options.Standardize ? 1 : deviations[column]);
        }
    }

    public int Size => _design.Size;

    /// <summary>The l1 penalty of a unit of each parameter.</summary>
    public double[] Lasso { get; }

    /// <summary>The loss, or a penalty, has kinks.</summary>
    public bool Bends => _rows.Bending.Length > 0 || Lasso.AsSpan().ContainsAnyExcept(0);

    public double Value(double[] point) => ValueAndGradient(point, new double[Size]);

    /// <summary>The value and a gradient; at a kink, one of its subgradients.</summary>
    public double ValueAndGradient(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var slopes = new double[_loss.Rows * _design.Heads];
        gradient.Clear();
        var value = _loss.Evaluate(Outputs(point), Theta(point), slopes, Theta(gradient));
        _design.AddTransposed(slopes, gradient);
        var ridge = Ridge(point);
        value += FixedOrder.Dot(ridge, point) / 2;
        FixedOrder.AddScaled(1, ridge, gradient);
        for (var j = 0; j < Size; j++)
        {
            value += Lasso[j] * Math.Abs(point[j]);
            gradient[j] += Lasso[j] * Math.Sign(point[j]);
        }

        return value;
    }

    /// <summary>The loss with the constants of a point.</summary>
    public Loss At(double[] point) => _loss.At(Theta(point));

    /// <summary>The second derivative, on the sides of the kinks on which the point lies.</summary>
    public double[] Curvature(double[] point) => Curvature(point, Taken([], []), isConvex: false);

    /// <summary>The second derivative of the loss with the given parts of its jumps, by differences of derivatives.</summary>
    /// <param name="point">The point.</param>
    /// <param name="taken">The part of the jump for each head with kinks and each row, or NaN off the kink.</param>
    /// <param name="isConvex">Leaves out negative curvature, and mixed derivatives between heads.</param>
    public double[] Curvature(double[] point, double[][] taken, bool isConvex)
    {
        var heads = _design.Heads;
        var (outputs, terms, matrix) = (Outputs(point), Terms(point), new double[Size * Size]);
        var sides = _rows.Numbers(outputs);
        var weights = HeadDesign.Pairs(heads, _loss.Rows);
        for (var k = 0; k < heads; k++)
        {
            var step = Step * _start.Factors[k];
            var (above, below) = (Moved(k, step), Moved(k, -step));
            for (var i = 0; i < _loss.Rows; i++)
            {
                for (var h = isConvex ? k : 0; h < (isConvex ? k + 1 : heads); h++)
                {
                    var curvature = _data.Share[i] * (above[(i * heads) + h] - below[(i * heads) + h]) / (2 * step);
                    weights[Math.Min(h, k)][Math.Max(h, k)][i] += h == k ? (isConvex ? Math.Max(curvature, 0) : curvature) : curvature / 2;
                }
            }
        }

        _design.AddWeighted(weights, matrix);
        OfConstants(point, outputs, sides, taken, isConvex, matrix);
        for (var j = 0; j < Size; j++)
        {
            if (_design.IsHeld(j)) matrix[j * (Size + 1)] = 1;
        }

        AddRidge(matrix);
        return matrix;

        double[] Moved(int head, double by)
        {
            var moved = (double[])outputs.Clone();
            for (var i = head; i < moved.Length; i += heads) moved[i] += by;
            return _rows.OneSided(moved, terms, sides, taken);
        }
    }

    /// <summary>The model of the objective around a point, without curvature.</summary>
    public HeadModel ModelAt(double[] point)
    {
        var heads = _design.Heads;
        var (outputs, terms, gradient) = (Outputs(point), Terms(point), new double[Size]);
        _loss.Evaluate(outputs, Theta(point), [], Theta(gradient.AsSpan()));
        var numbers = _rows.Numbers(outputs);
        var slopes = _rows.Slopes(numbers, terms);
        var rows = _loss.Rows;
        var kinks = new List<Kink>();
        var (rowOf, byOutput) = (new int[rows * _rows.Bending.Length], new double[rows * _rows.Bending.Length * heads]);
        for (var b = 0; b < _rows.Bending.Length; b++)
        {
            var head = _rows.Bending[b];
            var (below, above) = _rows.Sides(numbers, head, terms);
            _rows.ByOutputs(outputs, head).CopyTo(byOutput, b * rows * heads);
            for (var i = 0; i < rows; i++)
            {
                var apart = numbers[head][i] - _data.Target[i];
                slopes[head][i] = apart > 0 ? slopes[head][i] - (above[i] - below[i]) : below[i];
                rowOf[kinks.Count] = i;
                kinks.Add(new(kinks.Count, -apart, HeadRows.Jump(_data.Share[i], below[i], above[i])));
            }
        }

        var byRow = _rows.Chain(outputs, slopes);
        for (var i = 0; i < byRow.Length; i++) byRow[i] *= _data.Share[i / heads];
        _design.AddTransposed(byRow, gradient);
        FixedOrder.AddScaled(1, Ridge(point), gradient);
        for (var j = 0; j < Size; j++)
        {
            if (Lasso[j] == 0) continue;
            gradient[j] -= Lasso[j];
            kinks.Add(new(-1 - j, -point[j], 2 * Lasso[j]));
        }

        return new(_design, gradient, [], rowOf, byOutput, new([.. kinks]));
    }

    /// <summary>The multipliers of some kinks in the form that <see cref="Curvature(double[], double[][], bool)"/> takes.</summary>
    public double[][] Taken(int[] active, double[] multipliers)
    {
        var taken = _rows.Bending.Select(_ => Off()).ToArray();
        foreach (var m in active)
        {
            if (m < taken.Length * _loss.Rows) taken[m / _loss.Rows][m % _loss.Rows] = multipliers[m] / _data.Share[m % _loss.Rows];
        }

        return taken;
    }

    private void OfConstants(double[] point, double[] outputs, double[][] sides, double[][] taken, bool isConvex, double[] matrix)
    {
        var first = Size - _plan.Constants.Count;
        for (var j = first; j < Size; j++)
        {
            var (column, moved) = (new double[Size], (double[])point.Clone());
            foreach (var sign in (int[])[1, -1])
            {
                moved[j] = point[j] + (sign * Step);
                var slopes = _rows.OneSided(outputs, Terms(moved), sides, taken);
                for (var i = 0; i < slopes.Length; i++) slopes[i] *= sign * _data.Share[i / _design.Heads] / (2 * Step);
                _design.AddTransposed(slopes, column);
                var own = new double[Size - first];
                _loss.Evaluate(outputs, Theta(moved), [], own);
                for (var k = first; k < Size; k++) column[k] += sign * own[k - first] / (2 * Step);
            }

            for (var k = 0; k < Size; k++)
            {
                if (isConvex && k != j) continue;
                var value = isConvex ? Math.Max(column[k], 0) : k >= first ? column[k] / 2 : column[k];
                matrix[(k * Size) + j] += value;
                if (!isConvex) matrix[(j * Size) + k] += value;
            }
        }
    }

    private double[] Outputs(ReadOnlySpan<double> point)
    {
        var outputs = _design.Outputs(point);
        for (var i = 0; i < outputs.Length; i++) outputs[i] += _start.Offsets[i % _design.Heads];
        return outputs;
    }

    private ReadOnlySpan<double> Theta(ReadOnlySpan<double> point) => point[^_plan.Constants.Count..];

    private Span<double> Theta(Span<double> point) => point[^_plan.Constants.Count..];

    private IHeadTerms Terms(double[] point) => HeadTerms.Of(_plan, At(point));

    private double[] Off()
    {
        var off = new double[_loss.Rows];
        Array.Fill(off, double.NaN);
        return off;
    }

    private double[] Full(double[] penalty)
    {
        if (penalty.Length > _width || _width == 1) return penalty;
        var full = new double[_width * _width];
        for (var j = 0; j < _width; j++) full[j * (_width + 1)] = penalty[j];
        return full;
    }

    /// <summary>The derivative of the quadratic penalty, which applies to the weights of the outputs and not to their search units.</summary>
    private double[] Ridge(ReadOnlySpan<double> point)
    {
        var slope = new double[Size];
        for (var place = 0; place < _design.Heads * _width && _ridge is not null; place++)
        {
            var (h, a) = (place / _width, place % _width);
            slope[place] = _start.Factors[h] * _start.Factors[h] * FixedOrder.Dot(_ridge.AsSpan(a * _width, _width), point.Slice(h * _width, _width));
        }

        return slope;
    }

    private void AddRidge(double[] matrix)
    {
        for (var place = 0; place < _design.Heads * _width && _ridge is not null; place++)
        {
            var (h, a) = (place / _width, place % _width);
            if (!_design.IsHeld(place)) FixedOrder.AddScaled(_start.Factors[h] * _start.Factors[h], _ridge.AsSpan(a * _width, _width), matrix.AsSpan((place * Size) + (h * _width), _width));
        }
    }
}

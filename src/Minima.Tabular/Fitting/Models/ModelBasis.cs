namespace Minima.Tabular;

/// <summary>
/// The parameters in which the model is solved. Columns are centred and scaled, which changes no optimum and makes the solvers independent of
/// units. Linearly dependent columns are replaced by an orthonormal basis, unless l1 ties the solver to the columns themselves.
/// Then rounding is not amplified, and the weights lie in the span of the rows: the shortest that give the
/// same predictions.
/// </summary>
internal sealed class ModelBasis
{
    /// <summary>A column depends on the others if less than this fraction of it remains after projection.</summary>
    private const double Dependent = 1e-11;

    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly int[] _exponents;

    // The standardised weights that each parameter but the intercept represents; null for the weights themselves.
    private double[][]? _directions;

    private ModelBasis(double[] means, double[] deviations, int[] exponents)
    {
        _means = means;
        _deviations = deviations;
        _exponents = exponents;
        Features = means.Length;
        Rank = Features;
        Design = [];
    }

    public int Features { get; }

    /// <summary>The number of linearly independent columns.</summary>
    public int Rank { get; private set; }

    /// <summary>One row after the other; the last column is the intercept's.</summary>
    public double[] Design { get; private set; }

    public int Columns => (_directions?.Length ?? Features) + 1;

    /// <summary>Weighted standard deviations of the columns; 1 for a column that does not vary.</summary>
    public double[] Deviations => [.. _deviations.Select((deviation, j) => Math.ScaleB(deviation, _exponents[j]))];

    public double[] Means => [.. _means.Select((mean, j) => Math.ScaleB(mean, _exponents[j]))];

    /// <param name="columns">The features, one array each.</param>
    /// <param name="share">The weight of each row in the mean, as a fraction.</param>
    /// <param name="keepColumns">An l1 penalty needs the columns unchanged.</param>
    /// <param name="standardizedUnits">Lengths of weights are those of the standardised columns, not of the given ones.</param>
    /// <param name="cancellation">Checked now and then.</param>
    public static ModelBasis Of(double[][] columns, double[] share, bool keepColumns, bool standardizedUnits, CancellationToken cancellation)
    {
        var rows = share.Length;
        var count = columns.Length;
        var (means, deviations, exponents) = (new double[count], new double[count], new int[count]);
        var standard = new double[count][];
        for (var j = 0; j < count; j++)
        {
            // Scaling by a power of two brings very large and very small columns near 1, exactly.
            var largest = FixedOrder.LargestMagnitude(columns[j]);
            exponents[j] = largest is > 1e100 or (> 0 and < 1e-100) ? Math.ILogB(largest) : 0;
            var exponent = exponents[j];
            var column = Array.ConvertAll(columns[j], x => Math.ScaleB(x, -exponent));
            var mean = Summation.Mean(column, share);
            var centred = Array.ConvertAll(column, x => x - mean);
            var correction = Summation.Mean(centred, share);
            for (var i = 0; i < rows; i++) centred[i] -= correction;
            var deviation = Math.Sqrt(Summation.Mean(Array.ConvertAll(centred, x => x * x), share));
            if (!(deviation > 10 * 2.220446049250313e-16 * Math.Abs(mean)))
            {
                Array.Clear(centred);
                deviation = 1;
            }

            (means[j], deviations[j]) = (mean + correction, deviation);
            standard[j] = Array.ConvertAll(centred, x => x / deviation);
        }

        var basis = new ModelBasis(means, deviations, exponents);
        basis.Choose(standard, rows, keepColumns, standardizedUnits, cancellation);
        return basis;
    }

    /// <summary>The weights of the given columns, and the intercept.</summary>
    public (double[] Weights, double Intercept) ToModel(ReadOnlySpan<double> parameters)
    {
        var standard = ToStandard(parameters);
        var weights = new double[Features];
        var intercept = parameters[^1];
        for (var j = 0; j < Features; j++)
        {
            var weight = standard[j] / _deviations[j];
            intercept -= weight * _means[j];
            weights[j] = Math.ScaleB(weight, -_exponents[j]);
        }

        return (weights, intercept);
    }

    /// <summary>The parameters whose predictions are those of given weights.</summary>
    public double[] FromModel(ReadOnlySpan<double> weights, double intercept)
    {
        var parameters = new double[Columns];
        var standard = new double[Features];
        parameters[^1] = intercept;
        for (var j = 0; j < Features; j++)
        {
            var weight = Math.ScaleB(weights[j], _exponents[j]);
            standard[j] = weight * _deviations[j];
            parameters[^1] += weight * _means[j];
        }

        if (_directions is null)
        {
            standard.CopyTo(parameters, 0);
            return parameters;
        }

        // Least squares in the standardised weights: exact for weights in the span of the rows.
        var basis = OrthogonalBasis.Of(_directions, 0);
        var inBasis = basis.SolveTriangle([.. basis.Basis.Select(vector => FixedOrder.Dot(vector, standard))]);
        for (var k = 0; k < inBasis.Length; k++) parameters[basis.Order[k]] = inBasis[k];
        return parameters;
    }

    /// <summary>The weights of the standardised columns.</summary>
    public double[] ToStandard(ReadOnlySpan<double> parameters)
    {
        if (_directions is null) return parameters[..Features].ToArray();
        var standard = new double[Features];
        for (var k = 0; k < _directions.Length; k++) FixedOrder.AddScaled(parameters[k], _directions[k], standard);
        return standard;
    }

    /// <summary>Λ for strength / 2 times the squared length of the weights, without the intercept.</summary>
    public double[] Penalty(double strength, bool standardizedUnits)
    {
        var units = standardizedUnits ? Array.ConvertAll(_deviations, _ => 1.0) : Array.ConvertAll(Deviations, deviation => 1 / deviation);
        if (_directions is null) return [.. units.Select(unit => strength * unit * unit), 0];
        var columns = Columns;
        var penalty = new double[columns * columns];
        var scaled = Array.ConvertAll(_directions, direction => direction.Select((x, j) => x * units[j]).ToArray());
        for (var a = 0; a < scaled.Length; a++)
        {
            for (var b = 0; b < scaled.Length; b++) penalty[(a * columns) + b] = strength * FixedOrder.Dot(scaled[a], scaled[b]);
        }

        return penalty;
    }

    /// <summary>The same for the weights alone, in full; 0 if the strength is 0.</summary>
    public double[] Ridge(double strength, bool standardizedUnits)
    {
        var (size, width) = (Columns - 1, Columns);
        var ridge = new double[size * size];
        if (!(strength > 0)) return ridge;
        var penalty = Penalty(strength, standardizedUnits);
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < size; k++) ridge[(j * size) + k] = penalty.Length > width ? penalty[(j * width) + k] : j == k ? penalty[j] : 0;
        }

        return ridge;
    }

    private void Choose(double[][] standard, int rows, bool keepColumns, bool standardizedUnits, CancellationToken cancellation)
    {
        if (!keepColumns && Features > 0 && !WellConditioned(standard, rows)) Reduce(standard, rows, standardizedUnits, cancellation);
        else Lay(standard, rows);
    }

    private bool WellConditioned(double[][] standard, int rows)
    {
        if (Features >= rows) return false;
        Lay(standard, rows);
        var gram = new double[Columns * Columns];
        var weights = new double[rows];
        Array.Fill(weights, 1.0 / rows);
        Gram.AddWeighted(Design, Columns, weights, gram);
        return Cholesky.Factor(gram, Columns) is { SmallestPivot: > 1e-6 };
    }

    private void Reduce(double[][] standard, int rows, bool standardizedUnits, CancellationToken cancellation)
    {
        var basis = OrthogonalBasis.Of(standard, Dependent, cancellation);
        Rank = basis.Rank;
        var size = Math.Sqrt(rows);
        var units = standardizedUnits ? Array.ConvertAll(_deviations, _ => 1.0) : Deviations;
        var span = Rank == Features
            ? null
            : OrthogonalBasis.Of([.. basis.Basis.Select(q => standard.Select((column, j) => FixedOrder.Dot(q, column) * units[j]).ToArray())], 0, cancellation);
        _directions = new double[Rank][];
        for (var k = 0; k < Rank; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var unit = new double[Rank];
            unit[k] = size;
            var inPivots = basis.SolveTriangle(unit);
            var direction = new double[Features];
            for (var i = 0; i < Rank; i++) direction[basis.Order[i]] = inPivots[i] / units[basis.Order[i]];
            if (span is not null)
            {
                var inside = new double[Features];
                foreach (var vector in span.Basis) FixedOrder.AddScaled(FixedOrder.Dot(vector, direction), vector, inside);
                direction = inside;
            }

            for (var j = 0; j < Features; j++) direction[j] *= units[j];
            _directions[k] = direction;
        }

        Lay([.. basis.Basis.Select(q => Array.ConvertAll(q, x => x * size))], rows);
    }

    private void Lay(double[][] columns, int rows)
    {
        var width = columns.Length + 1;
        Design = new double[rows * width];
        for (var j = 0; j < columns.Length; j++)
        {
            for (var i = 0; i < rows; i++) Design[(i * width) + j] = columns[j][i];
        }

        for (var i = 0; i < rows; i++) Design[(i * width) + width - 1] = 1;
    }
}

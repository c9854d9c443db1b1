namespace Minima.Tabular;

/// <summary>The inverse of the bread, and the covariances from it and any meat.</summary>
internal sealed class Sandwich
{
    /// <summary>A column depends on the others if less than this fraction of it remains after projection.</summary>
    private const double Dependent = 1e-11;

    /// <summary>The smallest 1 - leverage of a row that still gives information on its error; below it the row's own target determines its prediction.</summary>
    private const double Free = 1e-10;

    private readonly Equations _equations;
    private readonly FittedRows _rows;

    private Sandwich(FittedRows rows, Equations equations, double[] inverse)
    {
        _rows = rows;
        _equations = equations;
        Inverse = inverse;
    }

    /// <summary>The inverse of the bread.</summary>
    public double[] Inverse { get; }

    /// <exception cref="FitException">The bread has no inverse.</exception>
    public static Sandwich Of(FittedRows rows, Equations equations, double[] bread)
    {
        var size = equations.Size;
        if (!Array.TrueForAll(bread, double.IsFinite))
            throw new FitException("fit: --errors: the loss's curvature is infinite at some row; take --errors bootstrap.");
        if (Cholesky.Factor(bread, size) is not { SmallestPivot: > Dependent } factor)
            throw new FitException("fit: --errors: the loss is flat in all rows that some coefficient affects, so its curvature says nothing about it. Leave columns out (--ignore), or take --errors bootstrap.");
        var inverse = new double[size * size];
        var unit = new double[size];
        for (var j = 0; j < size; j++)
        {
            unit[j] = 1;
            factor.Solve(unit).CopyTo(inverse, j * size);
            unit[j] = 0;
        }

        return new Sandwich(rows, equations, inverse);
    }

    /// <summary>bread⁻¹ meat bread⁻¹.</summary>
    public double[] Around(double[] meat)
    {
        var size = _equations.Size;
        var half = Product(Inverse, meat, size);
        return Product(half, Inverse, size);
    }

    /// <summary>The covariance if only rows, or clusters, are assumed independent.</summary>
    /// <param name="kind">The kind of sandwich.</param>
    /// <param name="clusters">The number of the cluster of each row, from 0; null for rows.</param>
    /// <param name="groups">The number of clusters.</param>
    public double[] Covariance(ErrorKind kind, int[]? clusters, int groups)
    {
        var slopes = Slopes(kind);
        var weight = _rows.Weight;
        var outputs = _equations.Outputs;
        var meat = clusters is null
            ? _equations.Products((i, a, b) => weight[i] * weight[i] * slopes[(i * outputs) + a] * slopes[(i * outputs) + b])
            : OfClusters(slopes, clusters, groups);
        var factor = Correction(kind, _rows.Rows, _equations.Size, groups);
        return Array.ConvertAll(Around(meat), value => factor * value);
    }

    /// <summary>The small-sample factor for few rows, or few clusters.</summary>
    public static double Correction(ErrorKind kind, double rows, double unknowns, double groups) => kind switch
    {
        ErrorKind.Hc1 => rows / (rows - unknowns),
        ErrorKind.Cluster => groups / (groups - 1) * ((rows - 1) / (rows - unknowns)),
        _ => 1,
    };

    /// <summary>The leverage of a row, the degree to which its derivatives follow the row itself: weight times curvature times its columns on both sides of the inverse bread.</summary>
    public double[] Leverage(int row)
    {
        var outputs = _equations.Outputs;
        var between = _equations.Between(row, Inverse);
        var leverage = new double[outputs * outputs];
        for (var a = 0; a < outputs; a++)
        {
            for (var b = 0; b < outputs; b++)
            {
                for (var c = 0; c < outputs; c++)
                    leverage[(a * outputs) + b] += _rows.Weight[row] * _equations.Curvature[(((row * outputs) + a) * outputs) + c] * between[(c * outputs) + b];
            }
        }

        return leverage;
    }

    /// <summary>The derivatives of a row if the fit did not include it, to first order.</summary>
    public double[] Without(int row)
    {
        var outputs = _equations.Outputs;
        var leverage = Leverage(row);
        var slopes = _equations.Slope.AsSpan(row * outputs, outputs).ToArray();
        if (outputs == 1) return [slopes[0] / Rest(row, 1 - leverage[0])];
        var matrix = new double[outputs, outputs];
        for (var a = 0; a < outputs; a++)
        {
            for (var b = 0; b < outputs; b++) matrix[a, b] = (a == b ? 1 : 0) - leverage[(a * outputs) + b];
        }

        return SmallLinear.Solve(matrix, slopes);
    }

    /// <summary>
    /// The inverse square root of 1 - leverage times derivatives, by the eigenvalues of a symmetric matrix similar to the leverage. With the curvature C, the
    /// columns' products B and their root R, the leverage is C B, and any power series in it is 1 + C R f(R C R) R.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="slopes">The derivatives, one for each output.</param>
    public double[] HalfWithout(int row, ReadOnlySpan<double> slopes)
    {
        var outputs = _equations.Outputs;
        var weight = _rows.Weight[row];
        var curvature = Array.ConvertAll(_equations.Curvature[(row * outputs * outputs)..((row + 1) * outputs * outputs)], value => weight * value);
        var root = Applied(_equations.Between(row, Inverse), outputs, value => Math.Sqrt(Math.Max(0, value)));
        var similar = Product(Product(root, curvature, outputs), root, outputs);
        var series = Applied(similar, outputs, value => Math.Abs(value) < 1e-4 ? 0.5 + (0.375 * value) : ((1 / Math.Sqrt(Rest(row, 1 - value))) - 1) / value);
        var change = Product(Product(curvature, root, outputs), Product(series, root, outputs), outputs);
        var halved = slopes.ToArray();
        for (var a = 0; a < outputs; a++)
        {
            for (var b = 0; b < outputs; b++) halved[a] += change[(a * outputs) + b] * slopes[b];
        }

        return halved;
    }

    /// <summary>A function of a symmetric matrix.</summary>
    private static double[] Applied(double[] symmetric, int size, Func<double, double> function)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < symmetric.Length; i++) matrix[i / size, i % size] = symmetric[i];
        var (values, vectors) = SmallLinear.Eigen(matrix);
        var result = new double[symmetric.Length];
        for (var e = 0; e < size; e++)
        {
            var value = function(values[e]);
            for (var i = 0; i < result.Length; i++) result[i] += value * vectors[i / size, e] * vectors[i % size, e];
        }

        return result;
    }

    private double[] Slopes(ErrorKind kind)
    {
        if (kind is not (ErrorKind.Hc2 or ErrorKind.Hc3)) return _equations.Slope;
        var outputs = _equations.Outputs;
        var slopes = (double[])_equations.Slope.Clone();
        for (var i = 0; i < _rows.Rows; i++)
        {
            var own = slopes.AsSpan(i * outputs, outputs);
            (kind == ErrorKind.Hc3 ? Without(i) : outputs > 1 ? HalfWithout(i, own) : [own[0] / Math.Sqrt(Rest(i, 1 - Leverage(i)[0]))]).CopyTo(own);
        }

        return slopes;
    }

    private double Rest(int row, double rest) => rest > Free
        ? rest
        : throw new FitException(FormattableString.Invariant($"fit: --errors: the row of line {_rows.Dataset.Lines[_rows.Data.Rows[row]]} alone decides a coefficient (its leverage is 1); leave it out, or take --errors hc1."));

    private double[] OfClusters(double[] slopes, int[] clusters, int groups)
    {
        var size = _equations.Size;
        var outputs = _equations.Outputs;
        var sums = new double[groups][];
        for (var g = 0; g < groups; g++) sums[g] = new double[size];
        for (var i = 0; i < clusters.Length; i++)
            FixedOrder.AddScaled(_rows.Weight[i], _equations.Terms(i, slopes.AsSpan(i * outputs, outputs)), sums[clusters[i]]);
        var meat = new double[size * size];
        foreach (var sum in sums)
        {
            for (var j = 0; j < size; j++) FixedOrder.AddScaled(sum[j], sum, meat.AsSpan(j * size, size));
        }

        return meat;
    }

    private static double[] Product(double[] left, double[] right, int size)
    {
        var product = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++) FixedOrder.AddScaled(left[(i * size) + k], right.AsSpan(k * size, size), product.AsSpan(i * size, size));
        }

        return product;
    }
}

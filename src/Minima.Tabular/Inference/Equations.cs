namespace Minima.Tabular;

/// <summary>
/// The equations whose root a fit is: the sum over the rows of weight times derivative times columns is 0. Their derivative is the bread, the sum of their
/// squares the meat. Columns are those of the solver, centred and scaled, or an orthonormal basis if they depend on each other; <see cref="Report"/> converts to the coefficients of the given columns.
/// </summary>
internal sealed class Equations
{
    private readonly FittedRows _rows;
    private readonly ModelBasis _basis;
    private readonly Contrasts? _contrasts;

    private Equations(FittedRows rows, Contrasts? contrasts, int constants)
    {
        _rows = rows;
        _contrasts = contrasts;
        Constants = constants;
        Scores = contrasts?.Count ?? rows.Heads?.Scores ?? 1;
        _basis = ModelBasis.Of(rows.Data.Columns, rows.Data.Share, keepColumns: false, rows.Model.StandardizedCoefficients is not null, CancellationToken.None);
        Slope = [];
        Curvature = [];
    }

    /// <summary>The number of independent scores: one fewer than classes if a loss sees differences only; for a distribution the heads that depend on the features.</summary>
    public int Scores { get; }

    /// <summary>The number of learned constants in addition; a head that does not depend on the features is one.</summary>
    public int Constants { get; }

    /// <summary>The number of derivatives in a row: scores first, then constants.</summary>
    public int Outputs => Scores + Constants;

    public int Rows => _rows.Rows;

    /// <summary>The number of unknowns.</summary>
    public int Size => (Scores * _basis.Columns) + Constants;

    /// <summary>The derivatives of each row.</summary>
    public double[] Slope { get; private init; }

    /// <summary>The second derivatives of each row, <see cref="Outputs"/> by <see cref="Outputs"/>.</summary>
    public double[] Curvature { get; private init; }

    private int Columns => _basis.Columns;

    public static Equations Of(FittedRows rows, bool withConstants)
    {
        if (rows.OfClasses) return OfClasses(rows);
        if (rows.OfGrades) return OfThresholds(rows);
        if (rows.Heads is { } heads)
        {
            var (slope, bread) = heads.Derivatives();
            return new(rows, null, heads.Constants) { Slope = slope, Curvature = bread };
        }

        var (score, curvature) = rows.At(rows.Predictions, rows.Targets);
        var constants = withConstants ? rows.Constants.Length : 0;
        if (constants == 0) return new(rows, null, 0) { Slope = score, Curvature = curvature };
        var outputs = 1 + constants;
        var (slopes, curvatures) = (new double[rows.Rows * outputs], new double[rows.Rows * outputs * outputs]);
        var own = rows.ConstantSlopes();
        for (var i = 0; i < rows.Rows; i++)
        {
            slopes[i * outputs] = score[i];
            curvatures[i * outputs * outputs] = curvature[i];
            for (var k = 0; k < constants; k++) slopes[(i * outputs) + 1 + k] = own[k][i];
        }

        for (var k = 0; k < constants; k++)
        {
            // Derivatives are exact, and their differences accurate to ten digits.
            var step = 1e-5 * Math.Max(1e-3, Math.Abs(rows.Constants[k].Value));
            var (below, above) = (rows.Moved(k, -step), rows.Moved(k, step));
            for (var i = 0; i < rows.Rows; i++)
            {
                var at = i * outputs * outputs;
                var mixed = (above.Score[i] - below.Score[i]) / (2 * step);
                curvatures[at + 1 + k] = curvatures[at + ((1 + k) * outputs)] = mixed;
                for (var m = 0; m < constants; m++) curvatures[at + ((1 + m) * outputs) + 1 + k] = (above.Constants[m][i] - below.Constants[m][i]) / (2 * step);
            }
        }

        return new(rows, null, constants) { Slope = slopes, Curvature = curvatures };
    }

    private static Equations OfClasses(FittedRows rows)
    {
        var (slope, curvature) = rows.OfLabels(Array.ConvertAll(rows.Targets, label => (int)label));
        var contrasts = Contrasts.Of(rows.Outputs, ClassShape.Of(rows.Loss, rows.Outputs).DifferencesOnly);
        return new(rows, contrasts, 0) { Slope = Contrast(contrasts, slope, 1), Curvature = Contrast(contrasts, curvature, 2) };
    }

    /// <summary>
    /// The equations of grades: the intercept is minus the first threshold, because only differences of scores and thresholds count, and the constants are the distances of the other thresholds from the first.
    /// </summary>
    private static Equations OfThresholds(FittedRows rows)
    {
        var outputs = rows.Outputs;
        var (slope, curvature, thresholds) = (new double[rows.Rows * outputs], new double[rows.Rows * outputs * outputs], new double[outputs]);
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var k = 0; k < outputs; k++) thresholds[k] = -rows.Predictions[(i * outputs) + k];
            var grade = (int)rows.Targets[i];
            var slice = OrderedLogit.Derivatives(0, thresholds, grade);
            var own = slope.AsSpan(i * outputs, outputs);
            var bends = curvature.AsSpan(i * outputs * outputs, outputs * outputs);
            (own[0], bends[0]) = (slice.Score, slice.ScoreScore);
            if (grade < outputs && grade > 0) Write(grade, slice.Upper, slice.UpperUpper, slice.ScoreUpper, own, bends);
            if (grade > 1) Write(grade - 1, slice.Lower, slice.LowerLower, slice.ScoreLower, own, bends);
            if (grade < outputs && grade > 1) bends[(grade * outputs) + grade - 1] = bends[((grade - 1) * outputs) + grade] = slice.UpperLower;
        }

        return new(rows, null, outputs - 1) { Slope = slope, Curvature = curvature };

        void Write(int place, double one, double both, double mixed, Span<double> own, Span<double> bends)
        {
            own[place] = one;
            bends[place * (outputs + 1)] = both;
            bends[place] = bends[place * outputs] = mixed;
        }
    }

    /// <summary>The same equations with other derivatives and no curvature of their own: those of a loss with kinks.</summary>
    public Equations With(double[] slope) => new(_rows, _contrasts, Constants) { Slope = slope };

    /// <summary>Converts first (order 1) or second (order 2) derivatives with respect to scores to those with respect to contrasts.</summary>
    public double[] Contrast(double[] values, int order) => _contrasts is null ? values : Contrast(_contrasts, values, order);

    private static double[] Contrast(Contrasts contrasts, double[] values, int order)
    {
        var (classes, count) = (contrasts.Classes, contrasts.Count);
        var rows = values.Length / (order == 1 ? classes : classes * classes);
        var result = new double[rows * (order == 1 ? count : count * count)];
        for (var i = 0; i < rows; i++)
        {
            for (var a = 0; a < count; a++)
            {
                if (order == 1)
                {
                    for (var k = 0; k < classes; k++) result[(i * count) + a] += contrasts[k, a] * values[(i * classes) + k];
                    continue;
                }

                for (var b = 0; b < count; b++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < classes; k++)
                    {
                        for (var m = 0; m < classes; m++) sum += contrasts[k, a] * values[(((i * classes) + k) * classes) + m] * contrasts[m, b];
                    }

                    result[(((i * count) + a) * count) + b] = sum;
                }
            }
        }

        return result;
    }

    /// <summary>The sum over the rows of a weight times the products of the columns of two outputs, for all outputs.</summary>
    /// <param name="weight">The weight of a row for two outputs; the same for both orders.</param>
    public double[] Products(Func<int, int, int, double> weight)
    {
        var (size, width) = (Size, Columns);
        var all = new double[size * size];
        var weights = new double[Rows];
        for (var a = 0; a < Outputs; a++)
        {
            for (var b = a; b < Outputs; b++)
            {
                for (var i = 0; i < Rows; i++) weights[i] = weight(i, a, b);
                Write(a, b, Block(a, b, weights));
            }
        }

        return all;

        double[] Block(int a, int b, double[] weights)
        {
            if (a >= Scores) return [weights.Sum()];
            var block = new double[b < Scores ? width * width : width];
            if (b < Scores) Gram.AddWeighted(_basis.Design, width, weights, block);
            else Gram.AddTransposed(_basis.Design, width, weights, block);
            return block;
        }

        void Write(int a, int b, double[] block)
        {
            var (top, left) = (Start(a), Start(b));
            var (height, across) = (Width(a), Width(b));
            for (var j = 0; j < height; j++)
            {
                for (var k = 0; k < across; k++)
                    all[((top + j) * size) + left + k] = all[((left + k) * size) + top + j] = block[(j * across) + k];
            }
        }
    }

    /// <summary>The derivative of the equations.</summary>
    public double[] Bread()
    {
        var (weight, outputs) = (_rows.Weight, Outputs);
        return Products((i, a, b) => weight[i] * Curvature[(((i * outputs) + a) * outputs) + b]);
    }

    /// <summary>The equations' terms of one row: its derivatives times its columns.</summary>
    public double[] Terms(int row, ReadOnlySpan<double> slopes)
    {
        var terms = new double[Size];
        for (var a = 0; a < Outputs; a++)
        {
            if (a >= Scores) terms[Start(a)] = slopes[a];
            else FixedOrder.AddScaled(slopes[a], _basis.Design.AsSpan(row * Columns, Columns), terms.AsSpan(Start(a), Columns));
        }

        return terms;
    }

    /// <summary>The products of a row's columns with a matrix on both sides: <see cref="Outputs"/> by <see cref="Outputs"/> numbers.</summary>
    public double[] Between(int row, double[] inverse)
    {
        var result = new double[Outputs * Outputs];
        for (var a = 0; a < Outputs; a++)
        {
            for (var b = a; b < Outputs; b++)
            {
                var sum = 0.0;
                for (var j = 0; j < Width(a); j++)
                {
                    var line = inverse.AsSpan(((Start(a) + j) * Size) + Start(b), Width(b));
                    sum += Design(row, a, j) * (b >= Scores ? line[0] : FixedOrder.Dot(line, _basis.Design.AsSpan(row * Columns, Columns)));
                }

                result[(a * Outputs) + b] = result[(b * Outputs) + a] = sum;
            }
        }

        return result;
    }

    /// <summary>The covariance of the coefficients of the given columns: class by class or head by head, features first, the intercept last; then constants.</summary>
    public double[][] Report(double[] covariance)
    {
        var map = Map();
        var half = Array.ConvertAll(map, line => Times(covariance, line));
        return Array.ConvertAll(half, left => Array.ConvertAll(map, line => FixedOrder.Dot(left, line)));
    }

    /// <summary>Converts a change of the unknowns to one of the coefficients of the given columns.</summary>
    public double[] ReportChange(ReadOnlySpan<double> change)
    {
        var values = change.ToArray();
        return Array.ConvertAll(Map(), line => FixedOrder.Dot(line, values));
    }

    /// <summary>A matrix of <see cref="Size"/> by <see cref="Size"/> times a vector.</summary>
    public double[] Times(double[] matrix, double[] vector)
    {
        var result = new double[Size];
        for (var j = 0; j < Size; j++) result[j] = FixedOrder.Dot(matrix.AsSpan(j * Size, Size), vector);
        return result;
    }

    /// <summary>The combination of unknowns for each reported coefficient.</summary>
    private double[][] Map()
    {
        var units = new (double[] Weights, double Intercept)[Columns];
        for (var p = 0; p < Columns; p++)
        {
            var unit = new double[Columns];
            unit[p] = 1;
            units[p] = _basis.ToModel(unit);
        }

        // Rows of coefficients are classes, combined from contrasts, or heads, each an output of its own.
        int[] places = _rows.Heads?.Places ?? [.. Enumerable.Range(0, _contrasts?.Classes ?? 1)];
        var map = new List<double[]>();
        foreach (var place in places)
        {
            if (_contrasts is null && place >= Scores) map.Add(Constant(place));
            else map.AddRange(OfScores(a => _contrasts?[place, a] ?? (a == place ? 1 : 0)));
        }

        for (var output = Scores + (_rows.Heads is null ? 0 : places.Length - Scores); output < Outputs; output++) map.Add(Constant(output));
        if (!_rows.OfGrades) return [.. map];

        // A threshold is its distance from the first one minus the intercept.
        var intercept = map[_basis.Features];
        double[][] distances = [new double[Size], .. map.Skip(_basis.Features + 1)];
        return [.. map.Take(_basis.Features), .. distances.Select(distance => distance.Zip(intercept, (one, other) => one - other).ToArray())];

        double[] Constant(int output)
        {
            var line = new double[Size];
            line[Start(output)] = 1;
            return line;
        }

        IEnumerable<double[]> OfScores(Func<int, double> share) => Enumerable.Range(0, _basis.Features + 1).Select(feature =>
        {
            var line = new double[Size];
            for (var a = 0; a < Scores; a++)
            {
                for (var p = 0; p < Columns; p++) line[(a * Columns) + p] = share(a) * (feature < _basis.Features ? units[p].Weights[feature] : units[p].Intercept);
            }

            return line;
        });
    }

    private double Design(int row, int output, int column) => output >= Scores ? 1 : _basis.Design[(row * Columns) + column];

    private int Start(int output) => output < Scores ? output * Columns : (Scores * Columns) + output - Scores;

    private int Width(int output) => output < Scores ? Columns : 1;
}

namespace Minima.Tensors.Losses;

/// <summary>
/// The singular values and vectors of a matrix, by Jacobi rotations of its shorter side until all its vectors are at right angles (Hestenes 1958). Small values keep
/// their digits, which they lose in the eigenvalues of products.
/// </summary>
internal sealed class SmallSingular
{
    private const int MostSweeps = 60;
    private const double Precision = 2.220446049250313e-16;

    private readonly int _rows;
    private readonly int _columns;
    private readonly double[][] _long;
    private readonly double[][] _short;
    private readonly bool _isWide;

    private SmallSingular(int rows, int columns, double[] values, double[][] ofLong, double[][] ofShort)
    {
        (_rows, _columns, _isWide) = (rows, columns, columns > rows);
        (Values, _long, _short) = (values, ofLong, ofShort);
    }

    /// <summary>The largest first.</summary>
    public double[] Values { get; }

    /// <summary>The number of values that are not 0 but for rounding.</summary>
    public int Rank => Values.TakeWhile(s => s > Math.Max(_rows, _columns) * Precision * Values[0] || !double.IsFinite(s)).Count();

    /// <summary>The sum of u v^T over the largest values, row by row; of values that are 0 it is 0.</summary>
    /// <param name="count">The number of values.</param>
    public double[] Outer(int count)
    {
        var sum = new double[_rows * _columns];
        for (var k = 0; k < count; k++)
        {
            var (left, right) = _isWide ? (_short[k], _long[k]) : (_long[k], _short[k]);
            for (var i = 0; i < _rows; i++)
            {
                WorkBudget.Check();
                for (var j = 0; j < _columns; j++) sum[(i * _columns) + j] += left[i] * right[j];
            }
        }

        return sum;
    }

    /// <summary>The decomposition of [R, C], neither 0; all NaN if an element is not finite.</summary>
    public static SmallSingular Of(Tensor matrix)
    {
        var (rows, columns) = (matrix.Shape[0], matrix.Shape[1]);
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var elements = matrix.ToArray();

        // Squares then neither overflow nor vanish.
        var largest = elements.Max(Math.Abs);
        var scale = double.IsFinite(largest) && largest > 0 ? largest : 1;
        var vectors = new double[count][];
        var turns = new double[count][];
        for (var k = 0; k < count; k++)
        {
            (vectors[k], turns[k]) = (new double[length], new double[count]);
            turns[k][k] = 1;
            for (var i = 0; i < length; i++) vectors[k][i] = elements[columns > rows ? (k * columns) + i : (i * columns) + k] / scale;
        }

        // A NaN in one vector would not reach those that it is never turned with.
        if (!Array.TrueForAll(elements, double.IsFinite)) Array.ForEach(vectors, v => Array.Fill(v, double.NaN));
        else Turn(vectors, turns);

        var norms = Array.ConvertAll(vectors, v => Math.Sqrt(TaskGradients.Dot(v, v)));
        var order = Enumerable.Range(0, count).OrderByDescending(k => norms[k]).ToArray();
        return new(
            rows,
            columns,
            Array.ConvertAll(order, k => scale * norms[k]),
            Array.ConvertAll(order, k => Array.ConvertAll(vectors[k], x => norms[k] == 0 ? 0 : x / norms[k])),
            Array.ConvertAll(order, k => turns[k]));
    }

    private static void Turn(double[][] vectors, double[][] turns)
    {
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var turned = false;
            for (var p = 0; p < vectors.Length; p++)
            {
                WorkBudget.Check();
                for (var q = p + 1; q < vectors.Length; q++)
                {
                    var (first, second, between) = (TaskGradients.Dot(vectors[p], vectors[p]), TaskGradients.Dot(vectors[q], vectors[q]), TaskGradients.Dot(vectors[p], vectors[q]));
                    if (Math.Abs(between) <= Precision * Math.Sqrt(first) * Math.Sqrt(second)) continue;
                    turned = true;
                    var ratio = (second - first) / (2 * between);
                    var tangent = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + Math.Sqrt((ratio * ratio) + 1));
                    var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
                    Rotate(vectors[p], vectors[q], cosine, tangent * cosine);
                    Rotate(turns[p], turns[q], cosine, tangent * cosine);
                }
            }

            if (!turned) return;
        }
    }

    private static void Rotate(double[] left, double[] right, double cosine, double sine)
    {
        for (var i = 0; i < left.Length; i++) (left[i], right[i]) = ((cosine * left[i]) - (sine * right[i]), (sine * left[i]) + (cosine * right[i]));
    }
}

namespace Minima.Tabular;

/// <summary>
/// The objective of an ordered logit: the mean of the loss and the quadratic penalty, in the weights of the search's columns and, after them, the thresholds. There is no intercept, because the same
/// number added to all scores and thresholds changes nothing.
/// </summary>
internal sealed class GradeObjective
{
    private readonly FitData _data;
    private readonly ModelBasis _basis;
    private readonly int _steps;
    private readonly double[] _ridge;

    /// <param name="data">The rows; their targets are grades from 0.</param>
    /// <param name="basis">The columns of the search.</param>
    /// <param name="steps">The number of thresholds.</param>
    /// <param name="l2">The strength of the penalty.</param>
    /// <param name="standardize">The penalty applies to the coefficients of standardised columns.</param>
    public GradeObjective(FitData data, ModelBasis basis, int steps, double l2, bool standardize) =>
        (_data, _basis, _steps, _ridge) = (data, basis, steps, basis.Ridge(l2, standardize));

    /// <summary>The number of columns of the search.</summary>
    public int Weights => _basis.Columns - 1;

    /// <summary>The number of parameters.</summary>
    public int Size => Weights + _steps;

    /// <summary>Zero weights, and the best thresholds without features.</summary>
    public double[] Start
    {
        get
        {
            var start = new double[Size];
            for (var k = 0; k < _steps; k++)
            {
                var below = Enumerable.Range(0, _data.Target.Length).Where(i => _data.Target[i] <= k).Sum(i => _data.Share[i]);
                start[Weights + k] = Math.Log(below / (1 - below));
            }

            return start;
        }
    }

    public double[] Scores(ReadOnlySpan<double> point)
    {
        var (scores, width) = (new double[_data.Target.Length], _basis.Columns);
        for (var i = 0; i < scores.Length; i++) scores[i] = FixedOrder.Dot(_basis.Design.AsSpan(i * width, Weights), point[..Weights]);
        return scores;
    }

    public double[] Thresholds(ReadOnlySpan<double> point) => point[Weights..].ToArray();

    /// <summary>The value, infinite if the thresholds do not increase, and its gradient.</summary>
    public double ValueAndGradient(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (scores, thresholds, width) = (Scores(point), Thresholds(point), _basis.Columns);
        gradient.Clear();
        var value = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var (share, grade) = (_data.Share[i], (int)_data.Target[i]);
            value += share * OrderedLogit.Value(scores[i], thresholds, grade);
            var slopes = OrderedLogit.Derivatives(scores[i], thresholds, grade);
            FixedOrder.AddScaled(share * slopes.Score, _basis.Design.AsSpan(i * width, Weights), gradient[..Weights]);
            if (grade < _steps) gradient[Weights + grade] += share * slopes.Upper;
            if (grade > 0) gradient[Weights + grade - 1] += share * slopes.Lower;
        }

        for (var j = 0; j < Weights; j++)
        {
            var pull = FixedOrder.Dot(_ridge.AsSpan(j * Weights, Weights), point[..Weights]);
            gradient[j] += pull;
            value += pull * point[j] / 2;
        }

        return value;
    }

    /// <summary>The second derivative.</summary>
    public double[] Curvature(double[] point)
    {
        var (scores, thresholds, width, size) = (Scores(point), Thresholds(point), _basis.Columns, Size);
        var (matrix, bends, all) = (new double[size * size], new double[scores.Length], new double[width * width]);
        for (var i = 0; i < scores.Length; i++)
        {
            var columns = _basis.Design.AsSpan(i * width, Weights);
            var (share, grade) = (_data.Share[i], (int)_data.Target[i]);
            var slice = OrderedLogit.Derivatives(scores[i], thresholds, grade);
            bends[i] = share * slice.ScoreScore;
            var (upper, lower) = (Weights + grade, Weights + grade - 1);
            if (grade < _steps)
            {
                FixedOrder.AddScaled(share * slice.ScoreUpper, columns, matrix.AsSpan(upper * size, Weights));
                matrix[upper * (size + 1)] += share * slice.UpperUpper;
            }

            if (grade > 0)
            {
                FixedOrder.AddScaled(share * slice.ScoreLower, columns, matrix.AsSpan(lower * size, Weights));
                matrix[lower * (size + 1)] += share * slice.LowerLower;
            }

            if (grade > 0 && grade < _steps) matrix[(upper * size) + lower] += share * slice.UpperLower;
        }

        Gram.AddWeighted(_basis.Design, width, bends, all);
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < j; k++) matrix[(k * size) + j] = matrix[(j * size) + k];
        }

        for (var j = 0; j < Weights; j++)
        {
            for (var k = 0; k < Weights; k++) matrix[(j * size) + k] = all[(j * width) + k] + _ridge[(j * Weights) + k];
        }

        return matrix;
    }
}

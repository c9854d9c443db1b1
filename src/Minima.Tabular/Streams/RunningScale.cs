namespace Minima.Tabular;

/// <summary>Standardises columns by the means and standard deviations of the rows so far (Welford 1962), never of later ones.</summary>
internal sealed class RunningScale
{
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly double[] _meansBefore;
    private readonly double[] _squaresBefore;
    private long _rows;

    public RunningScale(int columns)
    {
        (_means, _squares) = (new double[columns], new double[columns]);
        (_meansBefore, _squaresBefore) = (new double[columns], new double[columns]);
    }

    /// <summary>Updates the moments with a row, and scales it in place.</summary>
    public void Scale(Span<double> row)
    {
        _means.CopyTo(_meansBefore, 0);
        _squares.CopyTo(_squaresBefore, 0);
        _rows++;
        for (var i = 0; i < row.Length; i++)
        {
            var before = row[i] - _means[i];
            _means[i] += before / _rows;
            _squares[i] += before * (row[i] - _means[i]);
            var deviation = Math.Sqrt(_squares[i] / _rows);

            // A column that never varied is uninformative.
            row[i] = deviation > 0 ? (row[i] - _means[i]) / deviation : 0;
        }
    }

    /// <summary>Removes the last row, if it turned out to be unusable.</summary>
    public void TakeBack()
    {
        _meansBefore.CopyTo(_means, 0);
        _squaresBefore.CopyTo(_squares, 0);
        _rows--;
    }

    public RunningScaleState Save() => new(_rows, [.. _means], [.. _squares]);

    /// <exception cref="DataException">The state is of other columns, or damaged.</exception>
    public void Restore(RunningScaleState state)
    {
        if (state.Rows < 0 || state.Means?.Length != _means.Length || state.Squares?.Length != _squares.Length || !Array.TrueForAll(state.Means, double.IsFinite) || !Array.TrueForAll(state.Squares, square => square >= 0 && double.IsFinite(square)))
            throw new DataException("its scale does not hold a mean and a deviation for each column");
        _rows = state.Rows;
        state.Means.CopyTo(_means, 0);
        state.Squares.CopyTo(_squares, 0);
    }
}

/// <summary>The state of a <see cref="RunningScale"/>.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Means">The mean of each column.</param>
/// <param name="Squares">The sums of squared deviations.</param>
internal sealed record RunningScaleState(long Rows, double[] Means, double[] Squares);

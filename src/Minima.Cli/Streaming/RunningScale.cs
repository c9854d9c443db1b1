namespace Minima.Cli.Streaming;

/// <summary>Standardises columns by the means and deviations of the rows so far (Welford 1962): what comes later is never looked at.</summary>
internal sealed class RunningScale(int columns)
{
    private readonly double[] _means = new double[columns];
    private readonly double[] _squares = new double[columns];
    private long _rows;

    /// <summary>Takes a row in, and scales it in place.</summary>
    public void Scale(Span<double> row)
    {
        _rows++;
        for (var i = 0; i < row.Length; i++)
        {
            var before = row[i] - _means[i];
            _means[i] += before / _rows;
            _squares[i] += before * (row[i] - _means[i]);
            var deviation = Math.Sqrt(_squares[i] / _rows);

            // A column that never varied says nothing.
            row[i] = deviation > 0 ? (row[i] - _means[i]) / deviation : 0;
        }
    }
}

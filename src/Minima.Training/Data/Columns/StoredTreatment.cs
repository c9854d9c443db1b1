namespace Minima.Training.Data;

/// <summary>
/// Learns the encoding of a stored column from its training rows, bit-identically to <see cref="FeatureSet"/> on columns in memory. Counts, medians, means and
/// standard deviations are exact; it makes a few passes over the column, a block at a time.
/// </summary>
internal sealed class StoredTreatment
{
    private readonly RowBits _training;
    private readonly StoredMedian _median;
    private readonly int[] _rows;
    private readonly double[] _present;

    /// <param name="training">The rows to use.</param>
    /// <param name="blockLength">The number of rows in memory at a time.</param>
    /// <param name="mostSorted">The maximum count of numbers sorted in memory.</param>
    public StoredTreatment(RowBits training, int blockLength, int mostSorted)
    {
        _training = training;
        _median = new StoredMedian(mostSorted);
        _rows = new int[blockLength];
        _present = new double[blockLength];
    }

    public (ColumnEncoding Encoding, FeatureScale[] Scales) Learn(StoredColumn column)
    {
        var encoding = column.Kind == TableColumnKind.Category ? Texts(column) : Numbers(column);
        encoding = encoding with { Form = column.Form };
        var features = new BlockFeatures(encoding, column, _rows.Length);
        var scalings = Array.ConvertAll(features.Features, _ => new FeatureScaling());
        for (var again = scalings.Length > 0; again;)
        {
            Walk((block, places) =>
            {
                features.Read(block, places);
                for (var k = 0; k < scalings.Length; k++) scalings[k].Add(features.Features[k].AsSpan(0, places.Length));
            });
            foreach (var scaling in scalings) again = scaling.NextPass();
        }

        return (encoding, Array.ConvertAll(scalings, scaling => scaling.Scale));
    }

    private ColumnEncoding Numbers(StoredColumn column)
    {
        var first = double.PositiveInfinity;
        var (missing, present) = (0L, 0L);
        Walk((block, places) =>
        {
            var values = column.Values(block);
            foreach (var place in places)
            {
                if (double.IsNaN(values[place]))
                {
                    missing++;
                    continue;
                }

                present++;
                if (values[place] < first) first = values[place];
            }
        });
        if (!ColumnTreatment.NeedsFill(column.Kind, column.Missing, column.Note)) return ColumnTreatment.OfNumbers(column.Name, column.Kind, null, first, hasMissing: false);
        var fill = present == 0 ? 0 : _median.Of(Present, present);
        return ColumnTreatment.OfNumbers(column.Name, column.Kind, fill, first, missing > 0);

        void Present(NumberTaker take) => Walk((block, places) =>
        {
            var values = column.Values(block);
            var count = 0;
            foreach (var place in places)
            {
                if (!double.IsNaN(values[place])) _present[count++] = values[place];
            }

            take(_present.AsSpan(0, count));
        });
    }

    private ColumnEncoding Texts(StoredColumn column)
    {
        var counts = new int[column.Levels.Length];
        var missing = 0;
        var codes = new int[_rows.Length];
        Walk((block, places) =>
        {
            column.Codes(block, codes);
            foreach (var place in places)
            {
                if (codes[place] < 0) missing++;
                else counts[codes[place]]++;
            }
        });
        return ColumnTreatment.OfTexts(column.Name, column.Levels, counts, missing > 0);
    }

    private void Walk(Action<int, ReadOnlySpan<int>> visit)
    {
        for (int block = 0, start = 0; start < _training.Rows; block++, start += _rows.Length)
        {
            var count = _training.Places(start, Math.Min(_rows.Length, _training.Rows - start), _rows);
            if (count > 0) visit(block, _rows.AsSpan(0, count));
        }
    }
}

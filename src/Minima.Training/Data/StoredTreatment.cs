namespace Minima.Training.Data;

/// <summary>
/// Learns from the training rows of a stored column how it becomes features, to the last bit as <see cref="FeatureSet"/> learns it from columns in
/// memory. Counts, medians, means and deviations are exact; the column passes by a few times, a block at a time.
/// </summary>
internal static class StoredTreatment
{
    public static (ColumnEncoding Encoding, FeatureScale[] Scales) Learn(StoredColumn column, RowBits training, int blockLength)
    {
        var rows = new int[blockLength];
        var encoding = column.Kind == TableColumnKind.Category ? Texts(column, training, rows) : Numbers(column, training, rows);
        encoding = encoding with { Form = column.Form };
        var features = new BlockFeatures(encoding, column, blockLength);
        var scalings = Array.ConvertAll(features.Features, _ => new FeatureScaling());
        for (var again = scalings.Length > 0; again;)
        {
            Walk(column, training, rows, (block, places) =>
            {
                features.Read(block, places);
                for (var k = 0; k < scalings.Length; k++) scalings[k].Add(features.Features[k].AsSpan(0, places.Length));
            });
            foreach (var scaling in scalings) again = scaling.NextPass();
        }

        return (encoding, Array.ConvertAll(scalings, scaling => scaling.Scale));
    }

    private static ColumnEncoding Numbers(StoredColumn column, RowBits training, int[] rows)
    {
        var first = double.PositiveInfinity;
        var (missing, present) = (0L, 0L);
        Walk(column, training, rows, (block, places) =>
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
        var there = new double[rows.Length];
        var fill = present == 0 ? 0 : StoredMedian.Of(Present, present);
        return ColumnTreatment.OfNumbers(column.Name, column.Kind, fill, first, missing > 0);

        void Present(NumberTaker take) => Walk(column, training, rows, (block, places) =>
        {
            var values = column.Values(block);
            var count = 0;
            foreach (var place in places)
            {
                if (!double.IsNaN(values[place])) there[count++] = values[place];
            }

            take(there.AsSpan(0, count));
        });
    }

    private static ColumnEncoding Texts(StoredColumn column, RowBits training, int[] rows)
    {
        var counts = new int[column.Levels.Length];
        var missing = 0;
        var codes = new int[rows.Length];
        Walk(column, training, rows, (block, places) =>
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

    private static void Walk(StoredColumn column, RowBits training, int[] rows, Action<int, ReadOnlySpan<int>> visit)
    {
        for (int block = 0, start = 0; start < training.Rows; block++, start += rows.Length)
        {
            var count = training.Places(start, Math.Min(rows.Length, training.Rows - start), rows);
            if (count > 0) visit(block, rows.AsSpan(0, count));
        }
    }
}

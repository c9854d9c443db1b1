namespace Minima.Training.Data;

/// <summary>Converts the columns of a stored table to records, a block of rows at a time.</summary>
internal static class RecordWriter
{
    /// <param name="table">The columns.</param>
    /// <param name="treatment">The treatment of the columns.</param>
    /// <param name="targets">The available targets.</param>
    /// <param name="used">The rows to write.</param>
    /// <param name="layout">The layout of a record.</param>
    /// <param name="records">Receives the records.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    public static void Write(StoredTable table, TableTreatment treatment, TargetCells[] targets, RowBits used, RecordLayout layout, RecordStore records, CancellationToken cancellation)
    {
        var columns = treatment.Encodings.Select((encoding, j) => new BlockFeatures(encoding, table.Features[j], table.BlockLength)).ToArray();
        var weight = table.Weight is { } weights ? new ColumnCursor(weights, table.BlockLength) : null;
        var places = new int[table.BlockLength];
        var block = new byte[table.BlockLength * layout.Size];
        for (int b = 0, start = 0; start < used.Rows; b++, start += table.BlockLength)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = used.Places(start, Math.Min(table.BlockLength, used.Rows - start), places);
            var rows = places.AsSpan(0, count);
            var offset = 0;
            var text = 0;
            for (var j = 0; j < columns.Length; j++)
            {
                if (columns[j].Encoding.Kind is EncodingKind.Number or EncodingKind.Date)
                {
                    columns[j].Read(b, rows);
                    for (var k = 0; k < columns[j].Features.Length; k++) offset = Numbers(columns[j].Features[k], treatment.Scales[j][k], count, layout, block, offset);
                }
                else
                {
                    var levels = columns[j].Places(b, rows);
                    for (var i = 0; i < count; i++) layout.WriteText(Record(i), text, levels[i]);
                    text++;
                }
            }

            for (var i = 0; i < count; i++)
            {
                var record = Record(i);
                var row = start + places[i];
                for (var t = 0; t < targets.Length; t++) layout.WriteTarget(record, t, targets[t].Treated(row));
                if (weight is not null) layout.WriteWeight(record, weight.Value(row));
                layout.WriteLine(record, table.Lines[row]);
                record.CopyTo(records.Add());
            }
        }

        Span<byte> Record(int i) => block.AsSpan(i * layout.Size, layout.Size);
    }

    private static int Numbers(double[] values, FeatureScale scale, int count, RecordLayout layout, byte[] block, int offset)
    {
        var next = offset;
        for (var i = 0; i < count; i++) next = layout.WriteNumber(block.AsSpan(i * layout.Size, layout.Size), offset, scale.Apply(values[i]));
        return next;
    }
}

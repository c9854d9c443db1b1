namespace Minima.Training.Data;

/// <summary>Computes the features of a stored column, block by block. Each thread needs its own.</summary>
internal sealed class BlockFeatures
{
    private readonly StoredColumn _column;
    private readonly int[] _placeOf;
    private readonly double[] _values;
    private readonly int[] _codes;
    private readonly int[] _places;

    public BlockFeatures(ColumnEncoding encoding, StoredColumn column, int blockLength)
    {
        _column = column;
        Encoding = encoding;
        var isText = column.Kind == TableColumnKind.Category;
        _placeOf = isText ? ColumnTreatment.Places(encoding, column.Levels) : [];
        _values = isText ? [] : new double[blockLength];
        _codes = isText ? new int[blockLength] : [];
        _places = isText ? new int[blockLength] : [];
        Features = new double[encoding.Width][];
        for (var k = 0; k < Features.Length; k++) Features[k] = new double[blockLength];
    }

    public ColumnEncoding Encoding { get; }

    /// <summary>The result of the last call of <see cref="Read"/>: an array for each feature.</summary>
    public double[][] Features { get; }

    /// <summary>Computes the features of some rows of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="rows">The indices within the block.</param>
    public void Read(int block, ReadOnlySpan<int> rows)
    {
        foreach (var feature in Features) Array.Clear(feature, 0, rows.Length);
        if (_column.Kind != TableColumnKind.Category)
        {
            _column.CopyValues(block, _values);
            ColumnTreatment.Numbers(Encoding, _values, rows, Features);
        }
        else ColumnTreatment.Levels(Encoding, Places(block, rows), Features);
    }

    /// <summary>The indices of texts among the levels of the encoding: -1 for another text, -2 for a missing one.</summary>
    public ReadOnlySpan<int> Places(int block, ReadOnlySpan<int> rows)
    {
        _column.CopyCodes(block, _codes);
        for (var i = 0; i < rows.Length; i++)
        {
            _places[i] = _codes[rows[i]] switch
            {
                StoredColumn.MissingText => -2,
                StoredColumn.UnknownText => -1,
                var code => _placeOf[code],
            };
        }

        return _places.AsSpan(0, rows.Length);
    }
}

namespace Minima.Training.Data;

/// <summary>The encodings and scales of columns, learned from training rows.</summary>
internal sealed class FeatureSet
{
    private readonly IReadOnlyList<TableColumn> _columns;

    private FeatureSet(IReadOnlyList<TableColumn> columns, ColumnEncoding[] encodings)
    {
        _columns = columns;
        Encodings = encodings;
        Count = encodings.Sum(encoding => encoding.Width);
        Scales = new FeatureScale[Count];
    }

    public IReadOnlyList<ColumnEncoding> Encodings { get; }

    /// <summary>The scale of each feature, in the order of the encodings.</summary>
    public FeatureScale[] Scales { get; }

    /// <summary>The number of features.</summary>
    public int Count { get; }

    /// <summary>Learns from rows and returns their design: one row after the other, standardised.</summary>
    public static (FeatureSet Set, double[] Design) Fit(IReadOnlyList<TableColumn> columns, int[] rows)
    {
        var encodings = new ColumnEncoding[columns.Count];
        for (var j = 0; j < encodings.Length; j++) encodings[j] = ColumnTreatment.Fit(columns[j], rows);
        var set = new FeatureSet(columns, encodings);
        return (set, set.Design(rows, fit: true));
    }

    /// <summary>The design of other rows.</summary>
    public double[] Design(int[] rows) => Design(rows, fit: false);

    private double[] Design(int[] rows, bool fit)
    {
        var design = new double[checked(rows.Length * Count)];
        var feature = 0;
        for (var j = 0; j < _columns.Count; j++)
        {
            foreach (var values in ColumnTreatment.Apply(Encodings[j], _columns[j], rows))
            {
                if (fit) Scales[feature] = FeatureScale.Of(values);
                var scale = Scales[feature];
                for (var i = 0; scale.Factor != 0 && i < values.Length; i++) design[(i * Count) + feature] = scale.Apply(values[i]);
                feature++;
            }
        }

        return design;
    }
}

namespace Minima.Tabular;

/// <summary>Training and held-out rows in the form of the model: columns are treated and features standardised by the training rows alone.</summary>
internal sealed class Split
{
    private Split(FeatureSet? features, int columns, double[] trainDesign, double[] testDesign, int[] trainRows, int[] testRows, double[] values)
        : this(features, columns, trainDesign, testDesign, trainRows, testRows, Pick(values, trainRows), Pick(values, testRows))
    {
    }

    private Split(FeatureSet? features, int columns, double[] trainDesign, double[] testDesign, int[] trainRows, int[] testRows, double[] trainTarget, double[] testTarget)
    {
        Features = features;
        Columns = columns;
        TrainDesign = trainDesign;
        TestDesign = testDesign;
        TrainRows = trainRows;
        TestRows = testRows;
        TrainTarget = trainTarget;
        TestTarget = testTarget;
    }

    /// <summary>The treatment of the columns, learned on the training rows; null if the design is that of a larger split.</summary>
    public FeatureSet? Features { get; }

    public double[] TrainDesign { get; }

    public double[] TrainTarget { get; }

    public double[] TestDesign { get; }

    public double[] TestTarget { get; }

    public int Columns { get; }

    /// <summary>The indexes of the training rows in the table.</summary>
    public int[] TrainRows { get; }

    /// <summary>The indexes of the held-out rows in the table.</summary>
    public int[] TestRows { get; }

    public static Split Create(IReadOnlyList<TableColumn> columns, Fold fold, double[] values)
    {
        var (features, design) = FeatureSet.Fit(columns, fold.Train);
        return new Split(features, features.Count, design, features.Design(fold.Test), fold.Train, fold.Test, values);
    }

    /// <summary>The training rows in place of the held-out ones, for predictions of the rows that a model was fitted to.</summary>
    public Split OnTrainingRows() => new(Features, Columns, TrainDesign, TrainDesign, TrainRows, TrainRows, TrainTarget, TrainTarget);

    /// <summary>The same rows with another target.</summary>
    public Split WithTarget(double[] values) => new(Features, Columns, TrainDesign, TestDesign, TrainRows, TestRows, values);

    /// <summary>Some of the training rows, by their positions, with unchanged features, and no test rows.</summary>
    public Split Sample(int[] positions, double[] values)
    {
        var design = new double[checked(positions.Length * Columns)];
        for (var i = 0; i < positions.Length; i++)
            TrainDesign.AsSpan(positions[i] * Columns, Columns).CopyTo(design.AsSpan(i * Columns));
        return new Split(null, Columns, design, [], Array.ConvertAll(positions, position => TrainRows[position]), [], values);
    }

    private static double[] Pick(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}

namespace Minima.Tabular;

/// <summary>Reads numbers of rows block by block.</summary>
internal static class DataRows
{
    private const int Piece = 1024;

    /// <summary>The values of each target column of some rows: numbers as in the file (rounded to float if the data are), or labels.</summary>
    public static double[][] Targets(ITrainingData data, RowSet rows)
    {
        var columns = data.Targets.Sum(Width);
        var values = new double[columns][];
        for (var k = 0; k < columns; k++) values[k] = new double[rows.Count];
        Walk(data, rows, (buffer, first) =>
        {
            var column = 0;
            for (var t = 0; t < data.Targets.Count; t++)
            {
                var width = Width(data.Targets[t]);
                for (var k = 0; k < width; k++, column++)
                {
                    for (var i = 0; i < buffer.Count; i++) values[column][first + i] = Number(buffer.TargetTensor(t), (i * width) + k);
                }
            }
        });
        return values;
    }

    /// <summary>The features of some rows, one row after the other.</summary>
    public static double[] Features(ITrainingData data, RowSet rows)
    {
        var width = data.Features[0].Shape.Count;
        var design = new double[checked(rows.Count * width)];
        Walk(data, rows, (buffer, first) =>
        {
            for (var i = 0; i < buffer.Count * width; i++) design[(first * width) + i] = Number(buffer.FeatureTensor(0), i);
        });
        return design;
    }

    public static double Number(Tensor tensor, int index) => tensor.Type switch
    {
        ElementType.Double => tensor.Read<double>()[index],
        ElementType.Int32 => tensor.Read<int>()[index],
        _ => tensor.Read<float>()[index],
    };

    private static int Width(DataField field) => Math.Max(1, field.Shape.Count);

    private static void Walk(ITrainingData data, RowSet rows, Action<BatchBuffer, int> take)
    {
        BatchBuffer? buffer = null;
        var places = new int[Math.Min(Piece, rows.Count)];
        for (var first = 0; first < rows.Count; first += Piece)
        {
            var count = Math.Min(Piece, rows.Count - first);
            for (var i = 0; i < count; i++) places[i] = rows[first + i];
            if (buffer?.Count != count) buffer = new BatchBuffer(data, count, data.HasWeights);
            data.Read(places.AsSpan(0, count), buffer);
            take(buffer, first);
        }
    }
}

/// <summary>The robust scale of a linear model's residuals of a target, on rows that it was not fitted on.</summary>
internal static class ResidualScale
{
    private const int MostRows = 2000;
    private const double L2 = 1e-2;

    /// <param name="data">The rows.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="target">The target column by its index.</param>
    /// <param name="seed">The seed that samples the rows if there are many.</param>
    public static double Of(ITrainingData data, RowSet rows, int target, ulong seed)
    {
        var chosen = rows.Count <= MostRows ? rows : RowSet.Of(Array.ConvertAll(RowSampling.Of(rows.Count, MostRows, seed), place => rows[place]));
        var values = DataRows.Targets(data, chosen)[target];
        var design = DataRows.Features(data, chosen);
        var width = data.Features[0].Shape.Count;
        var (center, spread) = (RobustScale.Median(values), RobustScale.Scale(values));
        var half = Math.Max(1, values.Length / 2);

        // Every other row, as a table may be sorted by its target.
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(row => row % 2)];
        var scaled = Array.ConvertAll(order, row => (values[row] - center) / spread);
        design = [.. order.SelectMany(row => design.Skip(row * width).Take(width))];
        var objective = new LinearObjective(design[..(half * width)], half, width, HalfSquare, L2);
        var solution = Minimizer.Minimize(objective.ValueAndGradient, new double[objective.ParameterCount]);
        var left = new double[values.Length - half];
        LinearObjective.Predict(design.AsSpan(half * width), solution.Parameters, left);
        for (var i = 0; i < left.Length; i++) left[i] -= scaled[half + i];

        // A target that the features determine exactly leaves rounding errors, which are not a unit.
        return spread * (left.Length == 0 ? 1 : Math.Max(RobustScale.Scale(left), 1e-6));

        double HalfSquare(ReadOnlySpan<double> prediction, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < half; i++)
            {
                var difference = prediction[i] - scaled[i];
                sum += 0.5 * difference * difference;
                gradient[i] = difference / half;
            }

            return sum / half;
        }
    }
}

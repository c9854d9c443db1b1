namespace Minima.Tabular;

/// <summary>The cost of each decision between classes: the same in all rows, or by the columns of the row.</summary>
internal sealed class ClassCost
{
    /// <summary>The highest number of costs, which take a gigabyte.</summary>
    private const int MostCosts = 1 << 27;

    /// <summary>For each true class and decision, row by row of the matrix, one number, or one for each row of the table.</summary>
    private readonly double[][] _entries;

    /// <summary>The rows that have a cost; null if it is the same in all.</summary>
    private readonly int[]? _rows;

    private ClassCost(int count, double[][] entries, int[]? rows) => (Count, _entries, _rows) = (count, entries, rows);

    /// <summary>The number of classes.</summary>
    public int Count { get; }

    /// <summary>The same cost in all rows.</summary>
    /// <param name="matrix">A row for each true class, a column for each decision.</param>
    public static ClassCost Of(double[][] matrix) => new(matrix.Length, [.. matrix.SelectMany(row => row.Select(cost => new[] { cost }))], null);

    /// <summary>The cost of a formula whose target is the true class and whose prediction is the decision, both counted from 0.</summary>
    /// <param name="formula">Its other names are columns.</param>
    /// <param name="count">The number of classes.</param>
    /// <param name="columns">Numbers for every row of the table, by name.</param>
    /// <param name="used">The rows that need a cost.</param>
    /// <param name="refusal">Makes the exception for a true class, a decision and a row whose cost is not a finite number.</param>
    /// <exception cref="UsageException">There are too many costs for the memory.</exception>
    public static ClassCost Of(Loss formula, int count, IReadOnlyDictionary<string, double[]> columns, int[] used, Func<int, int, int, Exception> refusal)
    {
        var isByRow = formula.Entry.Inputs.Count > 2;
        int[] rows = isByRow ? used : [0];
        if ((long)count * count * rows.Length > MostCosts)
            throw new UsageException($"compare: --cost with columns has {count * count} costs in each of {rows.Length} rows, more than memory should hold; give --rows {MostCosts / (count * count)} or fewer.");
        var cost = LossMetric.Of(formula, columns).ByRow!;
        var entries = new double[count * count][];
        for (var truth = 0; truth < count; truth++)
        {
            for (var decision = 0; decision < count; decision++)
            {
                double[] costs = cost(Filled(truth, decision, rows)) ?? Array.ConvertAll(rows, row => cost(Filled(truth, decision, [row])) is [var one] ? one : double.NaN);
                if (Array.FindIndex(costs, number => !double.IsFinite(number)) is >= 0 and var wrong) throw refusal(truth, decision, rows[wrong]);
                var entry = entries[(truth * count) + decision] = isByRow ? new double[rows.DefaultIfEmpty(-1).Max() + 1] : costs;
                if (isByRow)
                {
                    for (var i = 0; i < rows.Length; i++) entry[rows[i]] = costs[i];
                }
            }
        }

        return new(count, entries, isByRow ? rows : null);
    }

    private static Predictions Filled(int truth, int decision, int[] rows) =>
        Predictions.OfNumbers(Array.ConvertAll(rows, _ => (double)truth), Array.ConvertAll(rows, _ => (double)decision)).At(rows);

    /// <summary>The cost of a decision about a row of the table.</summary>
    public double this[int truth, int decision, int row] => _entries[(truth * Count) + decision][_rows is null ? 0 : row];

    /// <summary>The cost of deciding for the second of two classes, minus that of deciding for the first.</summary>
    public double MoreIfCalled(int truth, int row) => this[truth, 1, row] - this[truth, 0, row];

    /// <summary>The first decision about a row that never costs more than any other, for every true class; null without one.</summary>
    public int? Dominating(int row)
    {
        for (var k = 0; k < Count; k++)
        {
            if (Enumerable.Range(0, Count).All(other => Enumerable.Range(0, Count).All(truth => this[truth, k, row] <= this[truth, other, row]))) return k;
        }

        return null;
    }

    /// <summary>In each row one decision is best for every prediction.</summary>
    public bool HasNothingToDecide => Array.TrueForAll(Rows, row => Dominating(row) is not null);

    /// <summary>The thresholds on the probability of the second of two classes, over the rows, and the number of rows without one; null for more classes, and if no row has one.</summary>
    public (double Low, double Median, double High, int Without)? ThresholdRange
    {
        get
        {
            if (Count != 2) return null;
            double[] each = [.. Rows.Select(row => (Missed: -MoreIfCalled(1, row), Alarm: MoreIfCalled(0, row))).Where(pair => pair is ( > 0, > 0)).Select(pair => pair.Alarm / (pair.Alarm + pair.Missed)).Order()];
            return each.Length == 0 ? null : (each[0], RobustScale.Median(each), each[^1], Rows.Length - each.Length);
        }
    }

    /// <summary>The threshold if all rows have the same one; else null.</summary>
    public double? Threshold => ThresholdRange is { Without: 0 } rows && rows.Low.Equals(rows.High) ? rows.Low : null;

    private int[] Rows => _rows ?? [0];

    /// <summary>The cost of each row, for several labels the sum over them; null if a class is not predicted.</summary>
    /// <param name="predictions">Of two or more classes, or of several labels.</param>
    /// <param name="byCost">True to decide for the class of the lowest expected cost, if there are probabilities; else for the predicted one.</param>
    public double[]? Of(Predictions predictions, bool byCost)
    {
        if (predictions.Labels.Count > 0)
        {
            var labels = predictions.Labels.Select(label => Of(label, byCost)).ToArray();
            return Array.Exists(labels, label => label is null) ? null : [.. predictions.Target.Select((_, row) => labels.Sum(label => label![row]))];
        }

        var costs = new double[predictions.Target.Length];
        for (var i = 0; i < costs.Length; i++)
        {
            if (!double.IsFinite(predictions.Score[i])) return null;
            costs[i] = this[(int)predictions.Target[i], byCost ? Decision(predictions, i) : Predicted(predictions, i), RowOf(predictions.Rows, i)];
        }

        return costs;
    }

    /// <summary>The decision with the lowest expected cost, the first of equal ones.</summary>
    /// <param name="probabilities">The probability of each class.</param>
    /// <param name="row">The row of the table.</param>
    public int Cheapest(ReadOnlySpan<double> probabilities, int row)
    {
        var (best, lowest) = (0, double.PositiveInfinity);
        for (var decision = 0; decision < Count; decision++)
        {
            var expected = 0.0;
            for (var truth = 0; truth < Count; truth++) expected += probabilities[truth] * this[truth, decision, row];
            if (expected < lowest) (best, lowest) = (decision, expected);
        }

        return best;
    }

    /// <summary>The decision about one of the predictions: the one with the lowest expected cost if there are probabilities, else by the threshold chosen for the cost.</summary>
    public int Decision(Predictions predictions, int i) =>
        predictions.ClassProbabilities is { } all ? Cheapest(all.AsSpan(i * Count, Count), RowOf(predictions.Rows, i))
        : predictions.Probability is { } one ? Cheapest([1 - one[i], one[i]], RowOf(predictions.Rows, i))
        : predictions.Classes > 0 ? Predicted(predictions, i) : predictions.IsOne(i) ? 1 : 0;

    /// <summary>The row of the table of a prediction; 0 if the cost is the same in all rows.</summary>
    public int RowOf(int[]? places, int i) => _rows is null ? 0 : places![i];

    private static int Predicted(Predictions predictions, int i) => predictions.Classes > 0 ? (int)predictions.Score[i] : predictions.Score[i] > predictions.Threshold ? 1 : 0;
}

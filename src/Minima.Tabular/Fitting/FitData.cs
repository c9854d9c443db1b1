using System.Globalization;

namespace Minima.Tabular;

/// <summary>The table as a fit sees it: without rows of weight 0, and with the target on the scale of the loss.</summary>
internal sealed class FitData
{
    private FitData(Dataset dataset, int[] rows, double[] share, double[] target, Dictionary<string, double[]> others)
    {
        Dataset = dataset;
        Rows = rows;
        Share = share;
        Target = target;
        Others = others;
        Columns = Array.ConvertAll(dataset.Features.Columns, column => Array.ConvertAll(rows, row => column[row]));
    }

    public Dataset Dataset { get; }

    /// <summary>The rows that count.</summary>
    public int[] Rows { get; }

    /// <summary>The weight of each of them in the mean, as a fraction.</summary>
    public double[] Share { get; }

    /// <summary>The target on the scale of the loss.</summary>
    public double[] Target { get; }

    public double[][] Columns { get; }

    /// <summary>Further columns by name.</summary>
    public Dictionary<string, double[]> Others { get; }

    /// <param name="dataset">The table.</param>
    /// <param name="margin">The loss codes classes as -1 and +1, not 0 and 1.</param>
    /// <param name="weight">The column of weights, or null.</param>
    public static FitData Of(Dataset dataset, bool margin, string? weight)
    {
        var weights = weight is null ? null : Weights(dataset.Name, weight, dataset.Others[weight.Trim()], row => dataset.Lines[row]);
        int[] rows = [.. Enumerable.Range(0, dataset.Rows).Where(row => weights is null || weights[row] > 0)];
        if (rows.Length == 0)
        {
            throw DataException.Create(
                $"{dataset.Name}, column {DataException.Quote(weight!)}",
                "every weight is 0",
                "at least one row must have a weight above 0",
                "Correct the weights, or leave out --weight.");
        }

        var values = Array.ConvertAll(rows, row => dataset.Target.Values[row]);
        if (values.Length > 0 && Array.TrueForAll(values, value => value.Equals(values[0])))
        {
            var what = dataset.Target.Kind != TargetKind.Regression
                ? OfClass(dataset.Target.Classes[(int)values[0]])
                : values[0].ToString(CultureInfo.InvariantCulture);
            throw DoesNotVary(dataset.Name, dataset.Target.Name, what);
        }

        var largest = weights is null ? 1 : rows.Max(row => weights[row]);
        var share = Array.ConvertAll(rows, row => weights is null ? 1 : weights[row] / largest);
        var total = share.Sum();
        for (var i = 0; i < share.Length; i++) share[i] /= total;
        var target = margin ? Array.ConvertAll(values, value => (2 * value) - 1) : values;
        var others = dataset.Others.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(rows, row => pair.Value[row]), StringComparer.Ordinal);
        return new FitData(dataset, rows, share, target, others);
    }

    /// <summary>The error that the rows that count are of one class.</summary>
    public static DataException OneClass(string table, string target, string only) => DoesNotVary(table, target, OfClass(only));

    private static string OfClass(string only) => $"of the class {DataException.Quote(only)}";

    private static DataException DoesNotVary(string table, string target, string what) => DataException.Create(
        $"{table}, target {DataException.Quote(target)}",
        $"in every row whose weight is not 0 it is {what}",
        "a target that varies is expected",
        "Give weights to other rows too.");

    /// <summary>A column of weights, unchanged; refused if one is negative.</summary>
    /// <param name="table">The name of the table, for the message.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="weights">Its values.</param>
    /// <param name="lineOf">The line of the file for each of them.</param>
    /// <exception cref="DataException">A weight is below 0.</exception>
    public static double[] Weights(string table, string column, double[] weights, Func<int, int> lineOf)
    {
        var negative = Array.FindIndex(weights, weight => weight < 0);
        if (negative < 0) return weights;
        throw DataException.Create(
            $"{table}, line {lineOf(negative)}, column {DataException.Quote(column)}",
            FormattableString.Invariant($"the weight is {weights[negative]}"),
            "weights must be 0 or more",
            "Correct the value, or remove the row.");
    }
}

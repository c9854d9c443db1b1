using System.Globalization;

namespace Minima.Tabular;

/// <summary>Intervals or sets around the outputs of a model: numbers, classes, grades or labels.</summary>
internal sealed class OutputRegions(Predictor predictor) : Conformity
{
    /// <summary>The loss knows an order of the classes, so that a set of them has no gap.</summary>
    private bool IsOrdered => predictor is { Linear.Outputs: OutputReading.Steps or OutputReading.Conditional } or { Trees.Outputs: not null } or { Network.Meaning.Kind: PredictionTask.Ordinal };

    /// <summary>The grades that numbers represent, with their numbers; empty for other models.</summary>
    private (string Name, double Place)[] Grades => predictor switch
    {
        { Linear.Grades: { Count: > 0 } grades } => Places(grades),
        { Trees.Grades: { Count: > 0 } grades } => Places(grades),
        { Network.Meaning: { Kind: PredictionTask.Ordinal, AsClasses: false } meaning } => [.. meaning.Grades.Select(grade => (grade.ToString("R", CultureInfo.InvariantCulture), grade))],
        _ => [],
    };

    public override (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation)
    {
        var (prediction, targets) = HeldOutRows.Of(predictor, heldOut, cancellation);
        var rows = targets[0].Length;
        if (HasNumbers(prediction)) return ([.. targets.Select((target, k) => Threshold(row => Math.Abs(target[row] - Number(prediction, row, k))))], rows);
        if (!IsOfClasses(prediction)) return ([Threshold(row => targets.Select((target, k) => Label(prediction, row, k, target[row] > 0.5)).Max())], rows);
        var unlike = Classes(prediction);
        return ([Threshold(row => unlike(row, (int)targets[0][row]))], rows);

        double Threshold(Func<int, double> score) => Ranked([.. Enumerable.Range(0, rows).Select(score)], level, heldOut.Name);
    }

    public override ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation)
    {
        var prediction = predictor.Predict(table, cancellation);
        if (HasNumbers(prediction)) return Intervals(prediction, thresholds);
        if (IsOfClasses(prediction)) return new(prediction, [], [], Sets(prediction, thresholds[0]));
        return new(prediction, [], [], [])
        {
            Certain = Labels((row, k) => Label(prediction, row, k, isSet: false) > thresholds[0]),
            Possible = Labels((row, k) => !(Label(prediction, row, k, isSet: true) > thresholds[0])),
        };

        string[][] Labels(Func<int, int, bool> belongs) => [.. Enumerable.Range(0, prediction.Rows).Select(row => prediction.Targets.Where((_, k) => belongs(row, k)).ToArray())];
    }

    private ConformalPrediction Intervals(TablePrediction prediction, IReadOnlyList<double> thresholds)
    {
        var (count, grades) = (prediction.Targets.Count, Grades);
        double[] Ends(int sign) => [.. Enumerable.Range(0, prediction.Rows * count).Select(i => Number(prediction, i / count, i % count) + (sign * thresholds[i % count]))];
        string[] Near(int row) => [.. grades.Where(grade => !(Math.Abs(grade.Place - Number(prediction, row, 0)) > thresholds[0])).Select(grade => grade.Name)];
        return new(prediction, Ends(-1), Ends(1), grades.Length == 0 ? [] : [.. Enumerable.Range(0, prediction.Rows).Select(Near)]);
    }

    private string[][] Sets(TablePrediction prediction, double threshold)
    {
        var (classes, unlike, isOrdered) = (prediction.InOrder, Classes(prediction), IsOrdered);
        var sets = new string[prediction.Rows][];
        for (var row = 0; row < sets.Length; row++)
        {
            int[] inside = [.. Enumerable.Range(0, classes.Count).Where(k => !(unlike(row, k) > threshold))];
            sets[row] = isOrdered && inside.Length > 0 ? [.. classes.Skip(inside[0]).Take(inside[^1] - inside[0] + 1)] : Array.ConvertAll(inside, k => classes[k]);
        }

        return sets;
    }

    private static (string Name, double Place)[] Places(IReadOnlyList<string> grades) => [.. grades.Zip(OutputMeaning.Places(grades))];

    private static bool HasNumbers(TablePrediction prediction) => prediction.Quantity == "prediction";

    /// <summary>The outputs are classes or grades of one target, rather than labels.</summary>
    private static bool IsOfClasses(TablePrediction prediction) => prediction.InOrder.Count > 0;

    /// <summary>The number of one target; further numbers of the loss follow it.</summary>
    private static double Number(TablePrediction prediction, int row, int target) => prediction.Values[(row * prediction.Width) + (target * (1 + prediction.Further.Count))];

    /// <summary>For a row and a class 1 - its probability; without probabilities the distance of its score below the largest one.</summary>
    private Func<int, int, double> Classes(TablePrediction prediction)
    {
        var (values, width, isProbability) = (prediction.Values, prediction.Width, prediction.Quantity == "probability");
        if (width == 1)
        {
            if (isProbability) return (row, of) => of == 1 ? 1 - values[row] : values[row];
            var cut = Cut();
            return (row, of) => Math.Max(0, of == 1 ? cut - values[row] : values[row] - cut);
        }

        if (isProbability) return (row, of) => 1 - values[(row * width) + of];
        double[] largest = [.. values.Chunk(width).Select(row => row.Max())];
        return (row, of) => largest[row] - values[(row * width) + of];
    }

    /// <summary>The score above which the later of two classes without probabilities is predicted.</summary>
    private double Cut() => predictor.Linear is { } model ? model.Threshold ?? 0 : (predictor.Boosted?.Reader ?? predictor.Network!.Reader).Judge([[0]], [0])[0].Threshold;

    /// <summary>The distance of a label from the side of one of its states: from a probability of a half, or from a score of 0. One of the two states is always at 0.</summary>
    private static double Label(TablePrediction prediction, int row, int label, bool isSet)
    {
        var above = prediction.Values[(row * prediction.Width) + label] - (prediction.Quantity == "probability" ? 0.5 : 0);
        return Math.Max(0, isSet ? -above : above);
    }
}

namespace Minima.Tabular;

/// <summary>Intervals or sets around the outputs of a model: numbers, classes, grades or labels.</summary>
internal sealed class OutputRegions(Predictor predictor) : Conformity
{
    /// <summary>Classes have an order, so that a set of them has no gap.</summary>
    private bool IsOrdered => predictor.Linear is { Outputs: OutputReading.Steps or OutputReading.Conditional } or { Task: PredictionTask.Ordinal }
        || predictor.Trees is { Outputs: not null } || predictor.Network?.Meaning.Kind == PredictionTask.Ordinal;

    /// <summary>The score above which the later of two classes without probabilities is predicted.</summary>
    private double Cut => predictor.Linear?.Threshold ?? predictor.Trees?.Threshold ?? predictor.Network?.Reader.Threshold ?? 0;

    /// <summary>The grades that numbers stand for, with their numbers; empty for other models.</summary>
    private (string Name, double Place)[] Grades => predictor switch
    {
        { Linear.Grades: { Count: > 0 } grades } => Places(grades),
        { Trees.Grades: { Count: > 0 } grades } => Places(grades),
        { Network.Meaning: { Kind: PredictionTask.Ordinal, AsClasses: false } meaning } => [.. meaning.Grades.Select(grade => (grade.ToString("R", System.Globalization.CultureInfo.InvariantCulture), grade))],
        _ => [],
    };

    public override (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation)
    {
        var (prediction, targets) = HeldOutRows.Of(predictor, heldOut, cancellation);
        double[] rows = new double[targets[0].Length];
        double Score(int row) => IsOfLabels(prediction)
            ? targets.Select((target, k) => Unlike(prediction, row, k, target[row] > 0.5)).Max()
            : Unlike(prediction, row, (int)targets[0][row]);
        if (HasNumbers(prediction)) return (Array.ConvertAll([.. Enumerable.Range(0, targets.Length)], k => Ranked([.. targets[k].Select((value, row) => Math.Abs(value - Number(prediction, row, k)))], level, heldOut.Name)), rows.Length);
        return ([Ranked([.. rows.Select((_, row) => Score(row))], level, heldOut.Name)], rows.Length);
    }

    public override ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation)
    {
        var prediction = predictor.Predict(table, cancellation);
        if (HasNumbers(prediction)) return Intervals(prediction, thresholds);
        if (!IsOfLabels(prediction)) return new(prediction, [], [], Sets(prediction, (row, k) => Unlike(prediction, row, k) <= thresholds[0], IsOrdered));
        return new(prediction, [], [], [])
        {
            Certain = Labels((row, k) => Unlike(prediction, row, k, isSet: false) > thresholds[0]),
            Possible = Labels((row, k) => Unlike(prediction, row, k, isSet: true) <= thresholds[0]),
        };

        string[][] Labels(Func<int, int, bool> belongs) => [.. Enumerable.Range(0, prediction.Rows).Select(row => prediction.Targets.Where((_, k) => belongs(row, k)).ToArray())];
    }

    private ConformalPrediction Intervals(TablePrediction prediction, IReadOnlyList<double> thresholds)
    {
        var (count, grades) = (prediction.Targets.Count, Grades);
        double[] Ends(int sign) => [.. Enumerable.Range(0, prediction.Rows * count).Select(i => Number(prediction, i / count, i % count) + (sign * thresholds[i % count]))];
        return new(prediction, Ends(-1), Ends(1), [.. Enumerable.Range(0, grades.Length == 0 ? 0 : prediction.Rows).Select(row => grades.Where(grade => Math.Abs(grade.Place - prediction.Values[row]) <= thresholds[0]).Select(grade => grade.Name).ToArray())]);
    }

    private static string[][] Sets(TablePrediction prediction, Func<int, int, bool> isInside, bool isOrdered)
    {
        var classes = prediction.InOrder;
        var sets = new string[prediction.Rows][];
        for (var row = 0; row < sets.Length; row++)
        {
            int[] inside = [.. Enumerable.Range(0, classes.Count).Where(k => isInside(row, k))];
            sets[row] = isOrdered && inside.Length > 0 ? [.. classes.Skip(inside[0]).Take(inside[^1] - inside[0] + 1)] : Array.ConvertAll(inside, k => classes[k]);
        }

        return sets;
    }

    private static (string Name, double Place)[] Places(IReadOnlyList<string> grades) => [.. grades.Zip(OutputMeaning.Places(grades))];

    private static bool HasNumbers(TablePrediction prediction) => prediction.Quantity == "prediction";

    private static bool IsOfLabels(TablePrediction prediction) => prediction.Targets.Count > 1;

    /// <summary>The number of one target; further numbers of the loss stand behind it.</summary>
    private static double Number(TablePrediction prediction, int row, int target) => prediction.Values[(row * prediction.Width) + (target * (1 + prediction.Further.Count))];

    /// <summary>1 - probability of a class; without probabilities how far its score is below the largest one.</summary>
    private double Unlike(TablePrediction prediction, int row, int of)
    {
        var isProbability = prediction.Quantity == "probability";
        if (prediction.Width == 1)
        {
            var one = prediction.Values[row];
            return isProbability ? (of == 1 ? 1 - one : one) : Math.Max(0, of == 1 ? Cut - one : one - Cut);
        }

        var all = prediction.Values.AsSpan(row * prediction.Width, prediction.Width);
        return isProbability ? 1 - all[of] : System.Numerics.Tensors.TensorPrimitives.Max<double>(all) - all[of];
    }

    /// <summary>The distance of a label from the side of one of its states: from a probability of a half, or from a score of 0. One of the two states is always at 0.</summary>
    private static double Unlike(TablePrediction prediction, int row, int label, bool isSet)
    {
        var above = prediction.Values[(row * prediction.Width) + label] - (prediction.Quantity == "probability" ? 0.5 : 0);
        return Math.Max(0, isSet ? -above : above);
    }
}

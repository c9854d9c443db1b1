namespace Minima.Tabular;

/// <summary>Converts the outputs of a model to predictions: probabilities of grades and classes, labels, numbers.</summary>
internal static class JointReading
{
    /// <summary>The number of outputs for a number of classes, labels or targets.</summary>
    public static int Outputs(OutputReading reading, int count) => reading is OutputReading.Steps or OutputReading.Conditional ? count - 1 : count;

    /// <summary>A saved model may have such outputs.</summary>
    public static bool IsSaved(OutputReading reading) => reading is OutputReading.Largest or OutputReading.Softmax or OutputReading.Steps or OutputReading.Conditional
        or OutputReading.Labels or OutputReading.LabelScores or OutputReading.Numbers or OutputReading.Logarithm;

    /// <summary>A model of one target has as many outputs as its reading requires.</summary>
    public static bool Fits(OutputReading? reading, TargetKind kind, int targets, int classes, int outputs) => reading is { } known && targets == 1 && kind switch
    {
        TargetKind.MultiClass => known is OutputReading.Largest or OutputReading.Softmax or OutputReading.Steps or OutputReading.Conditional && classes >= 2 && outputs == Outputs(known, classes),
        TargetKind.Binary => known is OutputReading.Labels or OutputReading.LabelScores && classes == 2 && outputs == 1,
        _ => known is OutputReading.Numbers or OutputReading.Logarithm && classes == 0 && outputs == 1,
    };

    /// <summary>Scores give classes, not their probabilities.</summary>
    public static bool HasProbabilities(OutputReading reading) => reading is OutputReading.Softmax or OutputReading.Steps or OutputReading.Conditional or OutputReading.Labels;

    /// <summary>The probability of each class for each row; the scores themselves if there are no probabilities.</summary>
    /// <param name="reading">The meaning of the outputs.</param>
    /// <param name="outputs">The outputs, row after row.</param>
    /// <param name="classes">The number of classes.</param>
    public static double[] OfClasses(OutputReading reading, double[] outputs, int classes)
    {
        var own = Outputs(reading, classes);
        if (own == classes)
        {
            var values = (double[])outputs.Clone();
            for (var at = 0; at < values.Length && reading == OutputReading.Softmax; at += classes) RowLink.Softmax(values.AsSpan(at, classes));
            return values;
        }

        var probabilities = new double[outputs.Length / own * classes];
        for (var row = 0; row < outputs.Length / own; row++)
        {
            var above = 1.0;
            for (var k = 0; k < own; k++)
            {
                var step = InverseLink.Probability(PredictionLink.Logit, outputs[(row * own) + k]);

                // Steps that share their weights decrease; if rounding or a model of another program breaks this, no probability becomes negative.
                var next = reading == OutputReading.Conditional ? above * step : Math.Min(above, step);
                probabilities[(row * classes) + k] = above - next;
                above = next;
            }

            probabilities[(row * classes) + own] = above;
        }

        return probabilities;
    }

    /// <summary>The numbers of a row: as they are, or parts of 1, or probabilities of labels.</summary>
    public static double[] OfRow(OutputReading reading, double[] outputs, int count) => reading switch
    {
        OutputReading.Softmax => OfClasses(reading, outputs, count),
        OutputReading.Labels => Array.ConvertAll(outputs, output => InverseLink.Probability(PredictionLink.Logit, output)),
        OutputReading.Logarithm => Array.ConvertAll(outputs, Math.Exp),
        _ => outputs,
    };

    /// <summary>The predictions of rows whose target is known.</summary>
    /// <param name="task">The task.</param>
    /// <param name="reading">The meaning of the outputs.</param>
    /// <param name="outputs">The outputs, row after row.</param>
    /// <param name="target">The class or number of each row.</param>
    /// <param name="targets">The several targets of each row, row after row; empty if there is one.</param>
    /// <param name="count">The number of classes, labels or targets.</param>
    public static Predictions Of(PredictionTask task, OutputReading reading, double[] outputs, double[] target, double[] targets, int count)
    {
        if (task is PredictionTask.MultiClass or PredictionTask.Ordinal)
        {
            var values = OfClasses(reading, outputs, count);
            return Predictions.OfClasses(target, count, outputs.Length == values.Length ? outputs : values, HasProbabilities(reading) ? values : null);
        }

        var rows = target.Length;
        var predicted = OfRow(reading, outputs, count);
        if (count == 1) return task == PredictionTask.Binary ? Predictions.OfScores(target, outputs, reading == OutputReading.Labels ? predicted : null) : Predictions.OfNumbers(target, predicted);
        Predictions[] each =
        [
            .. Enumerable.Range(0, count).Select(k =>
            {
                double[] truth = [.. Enumerable.Range(0, rows).Select(row => targets[(row * count) + k])];
                double[] own = [.. Enumerable.Range(0, rows).Select(row => predicted[(row * count) + k])];
                if (task != PredictionTask.MultiLabel) return Predictions.OfNumbers(truth, own);
                return Predictions.OfScores(truth, [.. Enumerable.Range(0, rows).Select(row => outputs[(row * count) + k])], reading == OutputReading.Labels ? own : null);
            }),
        ];
        return task == PredictionTask.MultiLabel ? Predictions.OfLabels(each) : Predictions.OfRows(each);
    }
}

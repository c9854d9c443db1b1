namespace Minima.Tabular;

/// <summary>The weights with which a trained model of several outputs predicts.</summary>
internal static class JointWeights
{
    /// <summary>The weights of each predicted output, then the intercepts.</summary>
    /// <param name="plan">The outputs and their meaning.</param>
    /// <param name="split">The rows.</param>
    /// <param name="targets">The several targets of the training rows; empty if there is one.</param>
    /// <param name="parameters">Weights, intercepts, and the numbers learned with them.</param>
    public static double[] Of(BatchPlan plan, Split split, double[] targets, ReadOnlySpan<double> parameters)
    {
        if (plan.SharesWeights) return Steps(plan, split.Columns, parameters);
        var weights = parameters[..(plan.Outputs * (split.Columns + 1))].ToArray();
        if (!plan.IsEmbedding && !plan.LeavesLengthOpen && !plan.LeavesCutOpen) return weights;
        var outputs = RowLinearObjective.Predict(split.TrainDesign, split.TrainTarget.Length, split.Columns, plan.Outputs, weights);
        if (plan.IsEmbedding) return Means(plan, split, outputs, weights);
        if (plan.LeavesCutOpen) Cut(split.Columns, plan.Outputs, outputs, targets, weights);
        else Lengthen(outputs, targets, weights);
        return weights;
    }

    /// <summary>The same weights for each step, minus its threshold.</summary>
    private static double[] Steps(BatchPlan plan, int columns, ReadOnlySpan<double> parameters)
    {
        var steps = plan.LearnedShapes[0][0];
        var weights = new double[steps * (columns + 1)];
        for (var k = 0; k < steps; k++)
        {
            parameters[..columns].CopyTo(weights.AsSpan(k * columns));
            weights[(steps * columns) + k] = parameters[columns] - parameters[columns + 1 + k];
        }

        return weights;
    }

    /// <summary>
    /// For each class twice its mean embedding times the embedding, minus the square of the mean: the largest is that of the nearest mean. For
    /// directions, the mean direction times the embedding.
    /// </summary>
    private static double[] Means(BatchPlan plan, Split split, double[] outputs, double[] weights)
    {
        var (columns, dimensions, classes) = (split.Columns, plan.Outputs, plan.Outputs);
        var means = new double[classes, dimensions];
        var counts = new double[classes];
        for (var i = 0; i < split.TrainTarget.Length; i++)
        {
            var k = (int)split.TrainTarget[i];
            counts[k]++;
            var place = outputs.AsSpan(i * dimensions, dimensions);
            var length = plan.Reading == OutputReading.Direction ? Length(place) : 1;
            for (var d = 0; d < dimensions && length > 0; d++) means[k, d] += place[d] / length;
        }

        var read = new double[classes * (columns + 1)];
        for (var k = 0; k < classes; k++)
        {
            var mean = new double[dimensions];
            for (var d = 0; d < dimensions; d++) mean[d] = means[k, d] / counts[k];
            var length = plan.Reading == OutputReading.Direction ? Length(mean) : 1;
            for (var d = 0; d < dimensions; d++)
            {
                var along = plan.Reading == OutputReading.Direction ? mean[d] / length : 2 * mean[d];
                for (var j = 0; j < columns; j++) read[(k * columns) + j] += along * weights[(d * columns) + j];
                read[(classes * columns) + k] += along * weights[(dimensions * columns) + d];
                if (plan.Reading == OutputReading.Place) read[(classes * columns) + k] -= mean[d] * mean[d];
            }
        }

        return read;
    }

    /// <summary>Shifts all labels by one number, so that as many labels are set on the training rows as are true.</summary>
    private static void Cut(int columns, int labels, double[] outputs, double[] targets, double[] weights)
    {
        var set = (int)targets.Sum();
        double[] falling = [.. outputs.OrderDescending()];
        var cut = set == 0 ? falling[0] : set == falling.Length ? falling[^1] - 1 : (falling[set - 1] + falling[set]) / 2;
        for (var k = 0; k < labels; k++) weights[(labels * columns) + k] -= cut;
    }

    /// <summary>Multiplies all outputs by the factor that fits the targets best by least squares.</summary>
    private static void Lengthen(double[] outputs, double[] targets, double[] weights)
    {
        var (both, own) = (0.0, 0.0);
        for (var i = 0; i < outputs.Length; i++)
        {
            both += outputs[i] * targets[i];
            own += outputs[i] * outputs[i];
        }

        for (var i = 0; i < weights.Length && own > 0; i++) weights[i] *= both / own;
    }

    private static double Length(ReadOnlySpan<double> place)
    {
        var sum = 0.0;
        foreach (var number in place) sum += number * number;
        return Math.Sqrt(sum);
    }
}

namespace Minima.Tabular;

/// <summary>The start of the search for a model of several outputs.</summary>
internal static class JointStart
{
    /// <summary>The penalty of the least squares from which numeric outputs start.</summary>
    private const double Ridge = 1e-3;

    private const double Share = 0.05;

    /// <summary>The initial difference between the centres of a class, as a fraction of the first.</summary>
    private const double Apart = 0.1;

    /// <summary>All parameters, and the weights towards which the penalty shrinks; empty if it shrinks towards 0.</summary>
    /// <param name="plan">The outputs and their meaning.</param>
    /// <param name="split">The rows.</param>
    /// <param name="rows">The targets of the rows.</param>
    /// <param name="count">The number of parameters.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public static (double[] Start, double[] Anchor) Of(BatchPlan plan, Split split, BatchRows rows, int count, CancellationToken cancellation)
    {
        var start = new double[count];
        var outputs = plan.SharesWeights ? 1 : plan.Outputs;
        var model = outputs * (split.Columns + 1);
        if (plan.SharesWeights) Thresholds(plan, rows.Target, start.AsSpan(model));
        else if (plan.IsEmbedding) Means(plan, split, start, model);
        else if (plan.Reading == OutputReading.Numbers) Squares(split, rows.Targets.Length > 0 ? rows.Targets : rows.Target, plan.Outputs, cancellation).CopyTo(start.AsSpan());
        return (start, plan.IsAnchored ? start[..model] : []);
    }

    /// <summary>Half of about one unit of the outputs: for numbers a small fraction of their root mean square, for boxes of their mean side.</summary>
    public static double Step(BatchPlan plan, double[] targets)
    {
        if (plan.Reading != OutputReading.Numbers || plan.Count == 1) return 0.5;
        var size = plan.Task == PredictionTask.Boxes
            ? targets.Chunk(plan.Count).Average(box => (box[2] - box[0] + box[3] - box[1]) / 2)
            : Math.Sqrt(targets.Average(target => target * target));
        return size > 0 ? size * Share : 0.5;
    }

    /// <summary>The best thresholds without features: the logits of the proportions of the lower grades.</summary>
    public static void Thresholds(BatchPlan plan, double[] target, Span<double> thresholds)
    {
        for (var k = 0; k < plan.LearnedShapes[0][0]; k++)
        {
            var below = target.Count(grade => grade <= k);
            thresholds[k] = Math.Log((below + 0.5) / (target.Length - below + 0.5));
        }
    }

    /// <summary>Starts along the mean features of each class, with the learned numbers of a class at its mean embedding.</summary>
    private static void Means(BatchPlan plan, Split split, double[] start, int model)
    {
        var (columns, dimensions) = (split.Columns, plan.Outputs);
        var classes = dimensions;
        var means = new double[classes * columns];
        var counts = new double[classes];
        foreach (var target in split.TrainTarget) counts[(int)target]++;
        for (var i = 0; i < split.TrainTarget.Length; i++)
        {
            var k = (int)split.TrainTarget[i];
            for (var j = 0; j < columns; j++) means[(k * columns) + j] += split.TrainDesign[(i * columns) + j] / counts[k];
        }

        means.CopyTo(start.AsSpan());
        var place = model;
        foreach (var shape in plan.LearnedShapes)
        {
            var each = shape.Length == 3 ? shape[1] : 1;
            for (var k = 0; k < shape[0]; k++)
            {
                for (var centre = 0; centre < each; centre++)
                {
                    for (var d = 0; d < dimensions; d++)
                    {
                        var at = 0.0;
                        for (var j = 0; j < columns; j++) at += means[(d * columns) + j] * means[(k * columns) + j];
                        start[place++] = at * (1 + (centre * Apart * (d % 2 == 0 ? 1 : -1)));
                    }
                }
            }
        }
    }

    /// <summary>The least squares of all targets, with a small penalty.</summary>
    private static double[] Squares(Split split, double[] targets, int outputs, CancellationToken cancellation)
    {
        var rows = split.TrainTarget.Length;
        var scale = targets.Average(Math.Abs) is > 0 and var mean ? mean : 1;
        var linear = new RowLinearObjective(split.TrainDesign, rows, split.Columns, outputs, Mean, Ridge);
        var found = Minimizer.Minimize(linear.ValueAndGradient, new double[linear.ParameterCount], new MinimizerOptions { MaximumIterations = 500 }, cancellation).Parameters;
        return Array.ConvertAll(found, weight => weight * scale);

        double Mean(ReadOnlySpan<double> predicted, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < predicted.Length; i++)
            {
                var error = predicted[i] - (targets[i] / scale);
                sum += error * error / rows / 2;
                if (!gradient.IsEmpty) gradient[i] = error / rows;
            }

            return sum;
        }
    }
}

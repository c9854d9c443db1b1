namespace Minima.Training.Diagnosis.Experiments;

/// <summary>
/// The lowest losses of outputs without a model: one constant for each output, or separate outputs for every row. The difference of the two is the learnable
/// part.
/// </summary>
internal static class BestOutputs
{
    private const int Iterations = 100;

    /// <summary>The best constant for each output, the same for all rows.</summary>
    /// <returns>The loss, and the constants in the order of the outputs.</returns>
    public static (double Loss, double[] Row) Constant(Objective objective, in TrainingBatch batch, ForwardPass like)
    {
        if (IsOfPoints(objective))
        {
            var row = new OutputSearch(objective, batch, like).Constants();
            return (LossOf(objective, batch, like, Repeated(row, like)), row);
        }

        var best = (Loss: double.PositiveInfinity, Row: new double[like.Width]);
        foreach (var start in Starts(objective, batch, like))
        {
            var plain = LossOf(objective, batch, like, Repeated(start, like));
            if (plain < best.Loss) best = (plain, start);
            var refined = Refined(objective, batch, like, start, Ones(like.Shape));
            if (refined.Loss < best.Loss) best = refined;
        }

        return best;
    }

    /// <summary>The loss of the best separate outputs for every row; NaN if a scale is predicted, because the loss is then unbounded below.</summary>
    public static double Free(Objective objective, in TrainingBatch batch, ForwardPass like)
    {
        if (HasScales(objective)) return double.NaN;
        if (IsOfPoints(objective))
        {
            var values = new OutputSearch(objective, batch, like).Free();
            return LossOf(objective, batch, like, values);
        }

        var best = double.PositiveInfinity;
        foreach (var start in Starts(objective, batch, like))
        {
            best = Math.Min(best, Refined(objective, batch, like, Repeated(start, like), like.Shape).Loss);
        }

        return best;
    }

    /// <summary>The loss if every output is the same number.</summary>
    public static double At(Objective objective, in TrainingBatch batch, ForwardPass like, double value)
    {
        var values = new double[like.Values.Length];
        Array.Fill(values, value);
        return LossOf(objective, batch, like, values);
    }

    public static double LossOf(Objective objective, in TrainingBatch batch, ForwardPass like, double[] outputs)
    {
        var sums = new LossResult[objective.Terms.Count];
        using (Autograd.NoGradient())
        using (StepScope.Begin())
        {
            objective.Apply(Tensor.Of(outputs, like.Shape).To(like.Type), batch, [], sums);
        }

        return TrialSteps.Mean(objective, sums);
    }

    /// <summary>True if the model predicts a scale in addition to a number.</summary>
    public static bool HasScales(Objective objective) => Enumerable.Range(0, objective.Terms.Count).Any(term => objective.PredictedBy(term).Count > 1);

    /// <summary>True if every output contributes separately, so that the search can treat each alone.</summary>
    private static bool IsOfPoints(Objective objective) => objective.Terms.All(term => term.Loss.Entry.Row is null);

    /// <summary>Constants to start from: all equal, and those from the label frequencies. A loss over probabilities accepts only these.</summary>
    private static List<double[]> Starts(Objective objective, in TrainingBatch batch, ForwardPass like)
    {
        var equal = new double[like.Width];
        var known = new double[like.Width];
        foreach (var term in objective.Terms)
        {
            var (start, count) = like.OutputsOf(term);
            var isReal = term.Loss.DomainOf(0).IsReal;
            var frequencies = LabelFrequencies.Of(term, batch, count);
            for (var i = 0; i < count; i++)
            {
                equal[start + i] = isReal ? 0 : 1.0 / count;
                known[start + i] = isReal ? Math.Log(frequencies[i]) : frequencies[i];
            }
        }

        return [equal, known];
    }

    private static (double Loss, double[] Outputs) Refined(Objective objective, in TrainingBatch batch, ForwardPass like, double[] start, in Shape shape)
    {
        Parameter outputs;
        using (Autograd.NoGradient()) outputs = new Parameter("outputs", Tensor.Of(start, shape).To(like.Type));
        var steps = new TrialSteps(new SameForAll(outputs, like.Shape), objective, new Lbfgs([outputs], iterations: Iterations));

        // Outside its domain a loss over probabilities would throw.
        if (objective.Terms.All(term => term.Loss.DomainOf(0).IsReal)) steps.Run(batch);
        return (steps.LossOf(batch), outputs.Value.ToArray());
    }

    private static double[] Repeated(double[] row, ForwardPass like)
    {
        var values = new double[like.Values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = row[i % row.Length];
        return values;
    }

    private static Shape Ones(Shape shape)
    {
        for (var axis = 0; axis < shape.Rank - 1; axis++) shape = shape.With(axis, 1);
        return shape;
    }

    /// <summary>A model with the same output for every input.</summary>
    private sealed class SameForAll(Parameter outputs, Shape shape) : Module
    {
        protected override Tensor Compute(Tensor input) => outputs.Value.Shape == shape ? outputs.Value * 1 : outputs.Value.BroadcastTo(shape);
    }
}

/// <summary>The frequencies of labels, slightly smoothed to keep logarithms finite.</summary>
internal static class LabelFrequencies
{
    private const double Smoothing = 0.5;

    public static double[] Of(LossTerm term, in TrainingBatch batch, int classes)
    {
        var counts = new double[classes];
        Array.Fill(counts, Smoothing);
        var target = batch.TargetAt(term.Target);
        if (target.Type == ElementType.Int32)
        {
            foreach (var label in target.ToArray())
            {
                if (label >= 0 && label < classes) counts[(int)label]++;
            }
        }
        else if (target.Count % classes == 0)
        {
            var values = target.ToArray();
            for (var i = 0; i < values.Length; i++) counts[i % classes] += Math.Max(values[i], 0);
        }

        var sum = counts.Sum();
        return Array.ConvertAll(counts, count => count / sum);
    }
}

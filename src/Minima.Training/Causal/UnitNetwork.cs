namespace Minima.Training.Causal;

/// <summary>Networks on rows of covariates: training and prediction for all effect learners.</summary>
internal static class UnitNetwork
{
    /// <summary>Trains with AdamW, a cosine schedule, and batches in a new order each epoch.</summary>
    /// <param name="parameters">The parameters to train.</param>
    /// <param name="rows">The units to train on.</param>
    /// <param name="settings">Epochs, batch size, learning rate and weight decay.</param>
    /// <param name="random">Orders the units.</param>
    /// <param name="loss">The loss of a batch of units.</param>
    public static void Fit(IReadOnlyList<Parameter> parameters, IReadOnlyList<int> rows, CausalSettings settings, RandomState random, Func<int[], Tensor> loss)
    {
        var optimizer = new AdamW(parameters, settings.LearningRate, weightDecay: settings.WeightDecay);
        var order = rows.ToArray();
        var size = Math.Min(settings.BatchSize, order.Length);
        var batches = order.Length / size;
        var schedule = new CosineSchedule(settings.Epochs * batches);
        for (var step = 0; step < settings.Epochs * batches; step++)
        {
            if (step % batches == 0) random.Shuffle(order.AsSpan());
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            var value = loss(order[(step % batches * size)..(((step % batches) + 1) * size)]);
            if (!double.IsFinite(value.Item())) throw new TrainingException($"The loss of a network became {value.Item()} at step {step}. Lower the learning rate.");
            value.Backward();
            optimizer.Step();
        }
    }

    /// <summary>A network of the settings' size on covariates: one number for each unit, [N], from rows [N, inputs].</summary>
    public static Sequential Make(int inputs, CausalSettings settings, RandomState random) => Models.Mlp(inputs, settings.Hidden.AsSpan(), 1, random, "elu");

    /// <summary>The predictions of a network for rows, one number each.</summary>
    public static double[] Said(Module model, float[] rows, int width)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return model.Forward(Tensor.Of(rows, [rows.Length / width, width])).ToArray();
    }

    /// <summary>Some rows of a table.</summary>
    public static Tensor Taken(float[] values, int width, int[] rows)
    {
        var taken = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * width, width).CopyTo(taken.AsSpan(i * width));
        return Tensor.Of(taken, [rows.Length, width]);
    }

    /// <summary>Some numbers of a column.</summary>
    public static Tensor Taken(IReadOnlyList<float> values, int[] rows) => Tensor.Of(Array.ConvertAll(rows, row => values[row]), [rows.Length]);

    /// <summary>Some numbers of a column.</summary>
    public static Tensor Taken(IReadOnlyList<double> values, int[] rows) => Tensor.Of(Array.ConvertAll(rows, row => (float)values[row]), [rows.Length]);

    /// <summary>A column of predictions, [N, 1], as numbers, [N].</summary>
    public static Tensor Numbers(Tensor column) => column.Reshape([column.Shape[0]]);
}

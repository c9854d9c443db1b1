
namespace Minima.Lab;

/// <summary>The loop of an example whose loss takes more than one output and one target: batches of rows in another order each epoch, AdamW, cosine decay.</summary>
internal static class Fitting
{
    public static void Run(IReadOnlyList<Parameter> parameters, int rows, int batchRows, int epochs, double learningRate, RandomState random, Func<int[], Tensor> loss)
    {
        var optimizer = new AdamW(parameters, learningRate);
        var order = Enumerable.Range(0, rows).ToArray();
        var steps = epochs * (rows / batchRows);
        var schedule = new CosineSchedule(steps);
        for (var step = 0; step < steps; step++)
        {
            var batch = step % (rows / batchRows);
            if (batch == 0) random.Shuffle(order.AsSpan());
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            loss(order[(batch * batchRows)..((batch + 1) * batchRows)]).Backward();
            optimizer.Step();
        }
    }

    /// <summary>What a model says, without a graph.</summary>
    public static double[] Said(Func<Tensor> forward)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return forward().ToArray();
    }

    /// <summary>Some rows of a table of numbers.</summary>
    public static float[] Taken(float[] values, int width, IReadOnlyList<int> rows)
    {
        var taken = new float[rows.Count * width];
        for (var i = 0; i < rows.Count; i++) values.AsSpan(rows[i] * width, width).CopyTo(taken.AsSpan(i * width));
        return taken;
    }
}

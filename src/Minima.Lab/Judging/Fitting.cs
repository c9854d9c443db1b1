
namespace Minima.Lab;

/// <summary>The loop of an example whose loss takes more than one output and one target: batches of rows in another order each epoch, AdamW, cosine decay.</summary>
internal static class Fitting
{
    /// <summary>AdamW's own.</summary>
    public const double UsualDecay = 0.01;

    public static void Run(IReadOnlyList<Parameter> parameters, int rows, int batchRows, int epochs, double learningRate, RandomState random, Func<int[], Tensor> loss, double decay = UsualDecay)
    {
        var optimizer = new AdamW(parameters, learningRate, weightDecay: decay);
        Each(rows, batchRows, epochs, random, (batch, factor) =>
        {
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = factor;
            loss(batch).Backward();
            optimizer.Step();
        });
    }

    /// <summary>Calls for each batch of rows, in another order each epoch, with the factor of the learning rate: a cosine from 1 to 0.</summary>
    public static void Each(int rows, int batchRows, int epochs, RandomState random, Action<int[], double> step)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        var steps = epochs * (rows / batchRows);
        var schedule = new CosineSchedule(steps);
        for (var done = 0; done < steps; done++)
        {
            var batch = done % (rows / batchRows);
            if (batch == 0) random.Shuffle(order.AsSpan());
            using var scope = StepScope.Begin();
            step(order[(batch * batchRows)..((batch + 1) * batchRows)], schedule.At(done));
        }
    }

    /// <summary>The outputs of a model, without a graph.</summary>
    public static double[] Outputs(Func<Tensor> forward)
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

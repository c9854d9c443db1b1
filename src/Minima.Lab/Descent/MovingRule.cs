using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>A linear rule of ten features, learned from a stream of small batches while it drifts or is constant; one target in twenty is an outlier.</summary>
internal static class MovingRule
{
    private const int Features = 10;
    private const int BatchRows = 8;
    private const double Wild = 0.05;

    /// <summary>The distance of the learned weights from the rule, in the mean over all steps but the first quarter.</summary>
    /// <param name="trial">Of everything that is drawn.</param>
    /// <param name="loss">What is learned with.</param>
    /// <param name="optimizer">What makes the steps.</param>
    /// <param name="rate">Its rate, constant.</param>
    /// <param name="pace">The deviation of each weight's step between two batches; 0 for a constant rule.</param>
    /// <param name="steps">How many batches.</param>
    public static double Distance(Trial trial, Loss loss, RivalOptimizer optimizer, double rate, double pace, int steps)
    {
        var random = new RandomState((ulong)trial.Seed).Fork("stream");
        double[] rule = [.. Enumerable.Range(0, Features).Select(_ => random.NextNormal())];
        var weights = new Parameter("weights", Tensor.Zeros([Features, 1], ElementType.Double));
        var learner = optimizer.Make([weights], rate);
        var (x, y) = (new double[BatchRows * Features], new double[BatchRows]);
        var (sum, counted) = (0.0, 0);
        for (var step = 0; step < steps; step++)
        {
            for (var k = 0; k < Features; k++) rule[k] += pace * random.NextNormal();
            for (var i = 0; i < x.Length; i++) x[i] = random.NextNormal();
            for (var row = 0; row < BatchRows; row++)
            {
                y[row] = random.NextNormal() * (random.NextDouble() < Wild ? 10 : 0.5);
                for (var k = 0; k < Features; k++) y[row] += rule[k] * x[(row * Features) + k];
            }

            if (step >= steps / 4)
            {
                sum += Math.Sqrt(weights.Value.ToArray().Zip(rule, (learned, right) => (learned - right) * (learned - right)).Sum());
                counted++;
            }

            using var scope = StepScope.Begin();
            learner.ClearGradients();
            loss.Apply(Tensor.Of(x, [BatchRows, Features]).MatMul(weights.Value).Reshape([BatchRows]), Tensor.Of(y, [BatchRows])).Backward();
            learner.Step();
        }

        return sum / counted;
    }
}

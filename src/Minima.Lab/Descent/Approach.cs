using Minima.Lab.Adaptive;

namespace Minima.Lab.Descent;

/// <summary>The way of a linear function to the minimum of its own loss.</summary>
/// <param name="Distances">From the minimum, before the first step and after each, as shares of the first.</param>
internal sealed record Approach(double[] Distances)
{
    private const double Smallest = 1e-12;
    private const int Rounds = 60;

    /// <summary>Gradient descent on all rows, from weights of 0.</summary>
    /// <param name="line">The rows.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="weight">Its derivative over the residual, given the size of the residual: with it the minimum is found by weighted least squares.</param>
    /// <param name="rate">Of the first step.</param>
    /// <param name="schedule">The schedule of the rate.</param>
    /// <param name="steps">How many.</param>
    public static Approach Of(NoisyLine line, Loss loss, Func<double, double> weight, double rate, Schedule schedule, int steps)
    {
        var minimum = Minimum(line, weight);
        var (rows, weights) = (line.Targets.Length, new Parameter("weights", Tensor.Zeros([NoisyLine.Inputs, 1], ElementType.Double)));
        var optimizer = new Sgd([weights], rate);
        var features = Tensor.Of(line.Features, [rows, NoisyLine.Inputs]);
        var targets = Tensor.Of(line.Targets, [rows]);
        var start = Far();
        var distances = new double[steps + 1];
        distances[0] = 1;
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            loss.Apply(features.MatMul(weights.Value).Reshape([rows]), targets).Backward();
            optimizer.Step();
            distances[step + 1] = Far() / start;
        }

        return new(distances);

        double Far() => Math.Sqrt(weights.Value.ToArray().Zip(minimum, (at, best) => (at - best) * (at - best)).Sum());
    }

    /// <summary>After how many steps the distance stays at a fraction of the first or below; all steps if it never does.</summary>
    public int Steps(double share)
    {
        var last = Array.FindLastIndex(Distances, distance => !(distance <= share));
        return Math.Min(last + 1, Distances.Length - 1);
    }

    /// <summary>It ends within a fraction of the first distance.</summary>
    public bool Reaches(double share) => Distances[^1] <= share;

    /// <summary>Least squares over and over, each row weighted by the derivative over its last residual (Lawson 1961). If that ratio is unbounded, residuals count as no smaller than a falling bound.</summary>
    private static double[] Minimum(NoisyLine line, Func<double, double> weight)
    {
        const int inputs = NoisyLine.Inputs;
        var solution = new double[inputs];
        var bound = 1.0;
        for (var round = 0; round < Rounds; round++)
        {
            var (matrix, right) = (new double[inputs, inputs], new double[inputs]);
            for (var row = 0; row < line.Targets.Length; row++)
            {
                var x = line.Features.AsSpan(row * inputs, inputs);
                var residual = line.Targets[row];
                for (var k = 0; k < inputs; k++) residual -= solution[k] * x[k];
                var counts = weight(Math.Max(Math.Abs(residual), bound));
                for (var i = 0; i < inputs; i++)
                {
                    right[i] += counts * x[i] * line.Targets[row];
                    for (var j = 0; j < inputs; j++) matrix[i, j] += counts * x[i] * x[j];
                }
            }

            solution = SmallLinear.Solve(matrix, right);
            bound = Math.Max(Smallest, bound / 2);
        }

        return solution;
    }
}

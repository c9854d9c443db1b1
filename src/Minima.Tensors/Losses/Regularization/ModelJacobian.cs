namespace Minima.Tensors.Losses;

/// <summary>The derivatives of a model's outputs with respect to its inputs, which can be differentiated themselves: the input of <see cref="JacobianNorm"/>.</summary>
/// <example><code>
/// var loss = new CrossEntropy().Apply(model.Forward(x), labels) + (0.01 * new JacobianNorm().Apply(ModelJacobian.Projected(model.Forward, x, random)));
/// </code></example>
public static class ModelJacobian
{
    /// <summary>All derivatives: one backward pass for each output.</summary>
    /// <param name="model">The model, which maps each row by itself to [N, C] or [N]: no batch normalisation.</param>
    /// <param name="points">The rows [N, ..]; constants.</param>
    /// <returns>[N, C, ..].</returns>
    /// <exception cref="TrainingException">The model's output does not depend on the points, or has no row for each.</exception>
    public static Tensor At(Func<Tensor, Tensor> model, Tensor points)
    {
        var (leaf, answers) = Answers(model, points);
        var each = Single(points.Shape);
        var slopes = new Tensor[answers.Shape[1]];
        for (var k = 0; k < slopes.Length; k++) slopes[k] = Autograd.Gradient(answers.Slice(1, k, 1).Sum(), [leaf], createGraph: true)[0].Reshape(each);
        return slopes.Length == 1 ? slopes[0] : Tensor.Concatenate(1, slopes);
    }

    /// <summary>
    /// The derivatives of the outputs along random directions v of length sqrt(C): their mean squared size is that of all derivatives, for a backward pass each instead of
    /// one for each output.
    /// </summary>
    /// <param name="model">The model, which maps each row by itself to [N, C] or [N]: no batch normalisation.</param>
    /// <param name="points">The rows [N, ..]; constants.</param>
    /// <param name="random">Draws a direction for each row.</param>
    /// <param name="projections">The number of directions for each row; the result is divided by its square root.</param>
    /// <returns>[N, projections, ..].</returns>
    /// <exception cref="TrainingException">No projection; or the model's output does not depend on the points, or has no row for each.</exception>
    public static Tensor Projected(Func<Tensor, Tensor> model, Tensor points, RandomState random, int projections = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (projections < 1) throw new TrainingException($"Cannot project a Jacobian {projections} times; use at least 1 projection.");
        var (leaf, answers) = Answers(model, points);
        var each = Single(points.Shape);
        var (rows, outputs) = (answers.Shape[0], answers.Shape[1]);
        var slopes = new Tensor[projections];
        for (var k = 0; k < projections; k++)
        {
            var directions = Tensor.Of(Directions(random, rows, outputs, Math.Sqrt((double)outputs / projections)), [rows, outputs]).To(answers.Type);
            slopes[k] = Autograd.Gradient((answers * directions).Sum(), [leaf], createGraph: true)[0].Reshape(each);
        }

        return projections == 1 ? slopes[0] : Tensor.Concatenate(1, slopes);
    }

    private static (Tensor Leaf, Tensor Answers) Answers(Func<Tensor, Tensor> model, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(model);
        var leaf = points.WithGradient();
        var answers = model(leaf);
        if (points.Rank == 0 || answers.Rank is < 1 or > 2 || answers.Shape[0] != points.Shape[0] || (answers.Rank == 2 && answers.Shape[1] == 0))
            throw new TrainingException($"A Jacobian needs a row of outputs [N, C] for each point; the outputs have the shape {answers.Shape} and the points {points.Shape}. Return one output for each point from the model, and reshape it to [N, C].");
        return (leaf, answers.Rank == 2 ? answers : answers.Reshape([answers.Shape[0], 1]));
    }

    /// <summary>[N, ..] as [N, 1, ..].</summary>
    private static Shape Single(Shape points) => points.Insert(1, 1);

    /// <summary>Normal numbers, each row brought to a length: the direction is then uniform.</summary>
    private static double[] Directions(RandomState random, int rows, int outputs, double length)
    {
        var values = new double[rows * outputs];
        random.FillNormal(values.AsSpan());
        for (var row = 0; row < rows; row++)
        {
            var own = values.AsSpan(row * outputs, outputs);
            double squares = 0;
            foreach (var x in own) squares += x * x;
            foreach (ref var x in own) x *= length / Math.Sqrt(squares);
        }

        return values;
    }
}

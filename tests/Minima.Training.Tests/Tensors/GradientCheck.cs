namespace Minima.Training.Tests.Tensors;

/// <summary>Holds gradients to central differences in double, first and second order.</summary>
internal static class GradientCheck
{
    /// <summary>The gradient of sum(weights * f(inputs)) with respect to every element of every input.</summary>
    public static void Holds(Func<Tensor[], Tensor> function, params Tensor[] inputs) => Holds(function, 1e-6, inputs);

    public static void Holds(Func<Tensor[], Tensor> function, double tolerance, params Tensor[] inputs)
    {
        var leaves = inputs.Select(input => input.RequiresGradient ? input : input.WithGradient()).ToArray();
        var gradients = Autograd.Gradient(Scalar(function(leaves)), leaves);
        Compare(values => Scalar(function(values)), leaves, gradients, tolerance);
        HoldsInSteps(function, leaves, gradients);
    }

    /// <summary>The gradient of a sum over the gradients: what a gradient penalty needs.</summary>
    public static void HoldsTwice(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        var leaves = inputs.Select(input => input.WithGradient()).ToArray();
        var gradients = Autograd.Gradient(Penalty(leaves), leaves);
        Compare(Penalty, leaves, gradients, 2e-5);

        Tensor Penalty(Tensor[] values)
        {
            var first = Autograd.Gradient(Scalar(Squared(function(values))), values, createGraph: true);
            var sum = Tensor.Scalar(0, ElementType.Double);
            foreach (var one in first) sum += (one * one).Sum();
            return sum;
        }
    }

    /// <summary>Numbers that are neither equal nor symmetric.</summary>
    public static Tensor Numbers(Shape shape, int seed = 1, double low = -1.5, double high = 1.5)
    {
        var random = new Random(seed);
        var values = new double[shape.Count];
        for (var i = 0; i < values.Length; i++) values[i] = low + ((high - low) * random.NextDouble());
        return Tensor.Of(values, shape);
    }

    /// <summary>Not linear in anything, so that every gradient has a gradient.</summary>
    private static Tensor Squared(Tensor result) => result * result;

    private static Tensor Scalar(Tensor result) => (result * Numbers(result.Shape, 77, 0.5, 1.5)).Sum();

    /// <summary>Leaves of a training loop get the same, whatever the memory that is taken again held before.</summary>
    private static void HoldsInSteps(Func<Tensor[], Tensor> function, Tensor[] leaves, Tensor[] gradients)
    {
        for (var step = 0; step < 3; step++)
        {
            using (StepScope.Begin())
            {
                Scalar(function(leaves)).Backward();
            }

            for (var input = 0; input < leaves.Length; input++)
            {
                var expected = gradients[input].ToArray();
                if (leaves[input].Gradient.IsNone)
                {
                    Assert.All(expected, slope => Assert.Equal(0, slope));
                    continue;
                }

                var found = leaves[input].Gradient.ToArray();
                for (var i = 0; i < found.Length; i++) Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"step {step}, input {input} element {i}: {found[i]} reaches the leaf, the gradient is {expected[i]}");
                leaves[input].Gradient.Write<double>().Fill(double.NaN);
                leaves[input].ClearGradient();
            }
        }
    }

    private static void Compare(Func<Tensor[], Tensor> function, Tensor[] leaves, Tensor[] gradients, double tolerance)
    {
        const double Step = 1e-5;
        for (var input = 0; input < leaves.Length; input++)
        {
            var values = leaves[input].Write<double>();
            var found = gradients[input].ToArray();
            for (var i = 0; i < found.Length; i++)
            {
                var kept = values[i];
                values[i] = kept + Step;
                var above = function(leaves).Item();
                values[i] = kept - Step;
                var below = function(leaves).Item();
                values[i] = kept;
                var expected = (above - below) / (2 * Step);
                Assert.True(Math.Abs(expected - found[i]) <= tolerance * Math.Max(1, Math.Abs(expected)), $"input {input} element {i}: differences say {expected}, the gradient {found[i]}");
            }
        }
    }
}

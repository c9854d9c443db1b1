using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples.Gradients;

/// <summary>How long the gradient of each layer's weight is.</summary>
internal static class LayerGradients
{
    /// <summary>The norms from the first layer to the last, for a loss of a model's outputs on a batch.</summary>
    public static double[] Norms(Module model, Func<Tensor> loss)
    {
        model.ClearGradients();
        using (StepScope.Begin())
        {
            loss().Backward();
        }

        // The weights of linear layers are matrices; those of normalisations are not.
        return [.. model.Parameters.Where(parameter => parameter.Value.Rank == 2).Select(parameter => Math.Sqrt(parameter.Gradient.ToArray().Sum(x => x * x)))];
    }

    /// <summary>The geometric mean over seeds of the numbers that one seed gives.</summary>
    public static double[] Means(IReadOnlyList<int> seeds, Func<int, double[]> numbers)
    {
        var logarithms = seeds.Select(seed => Array.ConvertAll(numbers(seed), Math.Log)).ToArray();
        return [.. Enumerable.Range(0, logarithms[0].Length).Select(place => Math.Exp(logarithms.Average(one => one[place])))];
    }
}

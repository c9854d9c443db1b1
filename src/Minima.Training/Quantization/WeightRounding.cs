using Minima.Tensors.Losses;

namespace Minima.Training.Quantization;

/// <summary>Rounds the weights of a trained quantised layer permanently: to the nearest level, or to the one that best preserves the layer's output.</summary>
/// <remarks>Source: Nagel et al. 2020, "Up or down? Adaptive rounding for post-training quantization", ICML, arXiv:2004.10568.</remarks>
public static class WeightRounding
{
    /// <summary>The distance that rounding variables extend beyond 0 and 1, so that they can reach both.</summary>
    private const double Margin = 0.1;

    /// <summary>The proportion of the iterations before decisions are enforced.</summary>
    private const double WarmUp = 0.2;

    private const double FirstBeta = 20;
    private const double LastBeta = 2;

    /// <summary>Rounds every weight to the nearest level; the step does not change.</summary>
    public static void Nearest(QuantizedLinear layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using (Autograd.NoGradient()) Put(layer, layer.Weight.Levels(layer.Inner.Weight.Value));
    }

    /// <summary>
    /// Rounds every weight to the level below or above, choosing those that together best preserve the float layer's output on some inputs. If the search ends
    /// worse than rounding to the nearest level, that is used.
    /// </summary>
    /// <param name="layer">The layer, whose float weights are rounded and stay on their levels.</param>
    /// <param name="inputs">[rows, inputs]: the layer's inputs within the model.</param>
    /// <param name="iterations">The number of iterations of the search, at least 1.</param>
    /// <param name="rate">The learning rate of the search.</param>
    /// <param name="strength">The weight of decisions relative to the error, which is measured in units of the error of rounding to the nearest.</param>
    /// <returns>The mean squared errors of the outputs, with the nearest levels and with the chosen ones.</returns>
    /// <exception cref="TrainingException">Inputs that do not fit, or no iteration.</exception>
    public static (double Nearest, double Chosen) Adaptive(QuantizedLinear layer, Tensor inputs, int iterations = 1000, double rate = 0.02, double strength = 1)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (iterations < 1) throw new TrainingException($"The search for roundings cannot take {iterations} iterations; it needs at least 1.");
        if (inputs.Rank != 2 || inputs.Shape[1] != layer.Inner.Inputs || inputs.Count == 0) throw new TrainingException($"Cannot find roundings of {layer} on inputs {inputs.Shape}; rows of {layer.Inner.Inputs} numbers are expected, at least one.");
        Tensor weights, nearest, below, wanted, step;
        using (Autograd.NoGradient())
        {
            weights = layer.Inner.Weight.Value.Keep();
            step = layer.Weight.FixedStep;
            wanted = inputs.MatMul(weights);
            nearest = layer.Weight.Levels(weights);
            below = (weights / step).Floor();
        }

        var format = layer.Weight.Format;
        var nearestError = Error(nearest * step);
        if (nearestError == 0)
        {
            Put(layer, nearest);
            return (0, 0);
        }

        var variables = new Parameter("rounding", Start((weights / step) - below));
        Search();
        using (Autograd.NoGradient())
        {
            var chosen = (below + Share(variables.Value).Round()).Clamp(format.Lowest, format.Highest);
            var error = Error(chosen * step);
            if (error > nearestError) (chosen, error) = (nearest, nearestError);
            Put(layer, chosen);
            return (nearestError, error);
        }

        double Error(Tensor rounded)
        {
            using (Autograd.NoGradient()) return Mean(rounded).Item();
        }

        Tensor Mean(Tensor rounded) => (inputs.MatMul(rounded) - wanted).Square().Mean();

        void Search()
        {
            var optimizer = new Adam([variables], rate);
            var warm = (int)(WarmUp * iterations);
            for (var i = 0; i < iterations; i++)
            {
                using var scope = StepScope.Begin();
                optimizer.ClearGradients();
                var loss = Mean((below + Share(variables.Value)).Clamp(format.Lowest, format.Highest) * step) / nearestError;
                if (i >= warm)
                {
                    var beta = LastBeta + ((FirstBeta - LastBeta) * (1 - ((double)(i - warm) / Math.Max(iterations - warm, 1))));
                    loss += new AdaptiveRounding(beta, strength / weights.Count).Of(variables.Value).Values;
                }

                loss.Backward();
                optimizer.Step();
            }
        }
    }

    /// <summary>h: the position of each weight between its lower and upper level, from 0 to 1.</summary>
    private static Tensor Share(Tensor variables) => (((1 + (2 * Margin)) * variables.Sigmoid()) - Margin).Clamp(0, 1);

    /// <summary>The variables at which h is the position of the float weight between its levels.</summary>
    private static Tensor Start(Tensor fraction)
    {
        var share = (fraction.Detach() + Margin) / (1 + (2 * Margin));
        return share.Log() - (1 - share).Log();
    }

    private static void Put(QuantizedLinear layer, Tensor levels)
    {
        using (Autograd.NoGradient()) CopyKernel.Run((levels * layer.Weight.FixedStep).Contiguous().Node, layer.Inner.Weight.Value.Node);
    }
}

using Minima.Tensors.Randomness;
using Minima.Training.Quantization;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Quantization;

/// <summary>Roundings of a trained layer: the nearest, and those that keep its output.</summary>
public sealed class WeightRoundingTests
{
    [Fact]
    public void WeightsEndOnTheirLevelsAndStayThere()
    {
        var layer = Layer(6, 3, 1);
        var (step, before) = (layer.Weight.Step, layer.Inner.Weight.Value.ToArray());
        WeightRounding.Nearest(layer);
        var after = layer.Inner.Weight.Value.ToArray();
        foreach (var (was, now) in before.Zip(after))
        {
            Assert.Equal(Math.Clamp(Math.Round(was / step), -4, 3) * step, now, 1e-6);
        }

        WeightRounding.Nearest(layer);
        Assert.Equal(after, layer.Inner.Weight.Value.ToArray());
    }

    /// <summary>All roundings of eight weights are tried; inputs are correlated, so that errors can make up for each other.</summary>
    [SlowFact]
    public void ChosenRoundingsAreNearTheBestOfAll()
    {
        var better = 0;
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var layer = Layer(8, 1, seed);
            var inputs = Correlated(60, 8, seed);
            var (weights, step) = (layer.Inner.Weight.Value.ToArray(), layer.Weight.Step);
            var best = double.PositiveInfinity;
            for (var choice = 0; choice < 256; choice++)
            {
                var rounded = weights.Select((w, i) => step * Math.Clamp(Math.Floor(w / step) + ((choice >> i) & 1), -4, 3)).ToArray();
                best = Math.Min(best, Error(inputs, weights, rounded));
            }

            var (nearest, chosen) = WeightRounding.Adaptive(layer, inputs, 400);
            Assert.Equal(chosen, Error(inputs, weights, layer.Inner.Weight.Value.ToArray()), chosen * 1e-3);
            Assert.Equal(nearest, Error(inputs, weights, [.. weights.Select(w => step * Math.Clamp(Math.Round(w / step), -4, 3))]), nearest * 1e-3);
            Assert.InRange(chosen, best * 0.999, nearest);
            Assert.True(chosen <= best + (0.05 * nearest), $"seed {seed}: {chosen}, where {best} is possible and {nearest} the nearest");
            if (chosen < 0.9 * nearest) better++;
        }

        Assert.True(better >= 3, $"{better}");
    }

    [Fact]
    public void WhatIsOnTheGridAlreadyStays()
    {
        var layer = Layer(4, 2, 3);
        WeightRounding.Nearest(layer);
        var before = layer.Inner.Weight.Value.ToArray();
        Assert.Equal((0, 0), WeightRounding.Adaptive(layer, Correlated(10, 4, 1)));
        Assert.Equal(before, layer.Inner.Weight.Value.ToArray());
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused()
    {
        var layer = Layer(4, 2, 3);
        Assert.Contains("rows of 4 numbers", Assert.Throws<TrainingException>(() => WeightRounding.Adaptive(layer, Tensor.Zeros([3, 5]))).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => WeightRounding.Adaptive(layer, Tensor.Zeros([0, 4])));
        Assert.Contains("at least 1", Assert.Throws<TrainingException>(() => WeightRounding.Adaptive(layer, Tensor.Zeros([1, 4]), 0)).Message, StringComparison.Ordinal);
    }

    private static QuantizedLinear Layer(int inputs, int outputs, ulong seed)
    {
        var model = QuantizedModel.Of(new Linear(inputs, outputs, new RandomState(seed)), Correlated(20, inputs, seed), new QuantizationOptions { WeightBits = 3 });
        return (QuantizedLinear)model.Inner;
    }

    /// <summary>Rows whose numbers share a large part.</summary>
    private static Tensor Correlated(int rows, int width, ulong seed)
    {
        var noise = GradientCheck.Numbers([rows, width], (int)seed, -0.3, 0.3);
        return (noise + GradientCheck.Numbers([rows, 1], (int)seed + 100).BroadcastTo([rows, width])).To(ElementType.Single).Keep();
    }

    private static double Error(Tensor inputs, double[] weights, double[] rounded)
    {
        var x = inputs.ToArray();
        var width = weights.Length;
        return Enumerable.Range(0, inputs.Shape[0]).Average(row => Math.Pow(Enumerable.Range(0, width).Sum(i => x[(row * width) + i] * (weights[i] - rounded[i])), 2));
    }
}

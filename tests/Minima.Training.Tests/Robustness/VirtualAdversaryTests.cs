using Minima.Tensors.Randomness;
using Minima.Training.Robustness;

namespace Minima.Training.Tests.Robustness;

/// <summary>The change that moves a prediction most.</summary>
public sealed class VirtualAdversaryTests
{
    /// <summary>For z = x W the Hessian of the divergence at 0 is W (diag p - p p') W': its leading eigenvector by plain power iteration in double.</summary>
    [Fact]
    public void PowerIterationFindsTheLeadingEigenvector()
    {
        const int width = 6, classes = 4;
        var layer = new Linear(width, classes, new RandomState(3), type: ElementType.Double);
        var inputs = GradientAttackTests.Batch(ElementType.Double).Inputs.Slice(0, 0, 1).Contiguous();
        var moved = new VirtualAdversary(0.5) { Probe = 1e-4, Iterations = 200 }.Of(layer.Forward, inputs, new RandomState(1)).ToArray();
        var (x, weights) = (inputs.ToArray(), layer.Parameters[0].Value.ToArray());
        var logits = Enumerable.Range(0, classes).Select(k => Enumerable.Range(0, width).Sum(i => x[i] * weights[(i * classes) + k])).ToArray();
        var p = logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp)).ToArray();
        var d = Enumerable.Range(1, width).Select(i => 1.0 / i).ToArray();
        for (var iteration = 0; iteration < 2000; iteration++)
        {
            var through = Enumerable.Range(0, classes).Select(k => Enumerable.Range(0, width).Sum(i => d[i] * weights[(i * classes) + k])).ToArray();
            var mean = through.Zip(p, (t, share) => t * share).Sum();
            d = [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, classes).Sum(k => weights[(i * classes) + k] * p[k] * (through[k] - mean)))];
            var length = Math.Sqrt(d.Sum(part => part * part));
            d = Array.ConvertAll(d, part => part / length);
        }

        var cosine = Enumerable.Range(0, width).Sum(i => (moved[i] - x[i]) * d[i]) / 0.5;
        Assert.Equal(1, Math.Abs(cosine), 1e-6);
    }

    [Fact]
    public void TheChangeIsAsLongAsTheRadiusAndMovesMoreThanChance()
    {
        var (model, inputs) = (GradientAttackTests.Model(), GradientAttackTests.Batch(ElementType.Single).Inputs);
        using var silence = Autograd.NoGradient();
        var moved = new VirtualAdversary(0.3).Of(model.Forward, inputs, new RandomState(1));
        var changes = (moved - inputs).ToArray().Chunk(6).ToArray();
        Assert.All(changes, change => Assert.Equal(0.3, Math.Sqrt(change.Sum(part => part * part)), 1e-5));
        var loss = Minima.Tensors.Losses.AttackLoss.DivergenceFrom(model.Forward(inputs));
        var found = loss.Terms(model.Forward(moved), default).ToArray().Average();
        for (ulong seed = 0; seed < 5; seed++)
        {
            var noise = new double[inputs.Count];
            new RandomState(seed).FillNormal(noise);
            var any = Directions.Unit(Tensor.Of(noise, inputs.Shape)).To(ElementType.Single);
            Assert.True(found > loss.Terms(model.Forward(inputs + (0.3 * any)), default).ToArray().Average());
        }
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.All([-1, double.NaN, double.PositiveInfinity], radius => Assert.Contains("radius", Assert.Throws<TrainingException>(() => new VirtualAdversary(radius)).Message, StringComparison.Ordinal));
        Assert.All([0, -1, double.NaN], probe => Assert.Contains("probe", Assert.Throws<TrainingException>(() => new VirtualAdversary(1) { Probe = probe }).Message, StringComparison.Ordinal));
        Assert.Contains("0 iterations", Assert.Throws<TrainingException>(() => new VirtualAdversary(1) { Iterations = 0 }).Message, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;
using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Uncertainty;

namespace Minima.Training.Tests.Uncertainty;

/// <summary>Quantiles that do not cross.</summary>
public sealed class OrderedQuantilesTests
{
    [Fact]
    public void TheyAscendWhateverTheWeights()
    {
        for (ulong seed = 1; seed < 20; seed++)
        {
            var head = new OrderedQuantiles(3, 7, new RandomState(seed), type: ElementType.Double);
            foreach (var parameter in head.Parameters) new RandomState(seed).FillNormal(parameter.Value.Write<double>(), 0, 10);
            var input = new double[30];
            new RandomState(seed + 100).FillNormal(input, 0, 3);
            var rows = head.Forward(Tensor.Of(input, [2, 5, 3]));
            Assert.Equal(Shape.Of(2, 5, 7), rows.Shape);
            Assert.All(rows.ToArray().Chunk(7), row => Assert.Equal(row.Order(), row));
        }
    }

    /// <summary>h = x W + b, the first less half the spread, then gaps of softplus(h + c).</summary>
    [Fact]
    public void TheyAreTheFormula()
    {
        const double spread = 2.5;
        var head = new OrderedQuantiles(2, 3, new RandomState(4), spread, ElementType.Double);
        var weights = head.Parameters[0].Value.ToArray();
        double[] x = [0.7, -1.2];
        var h = Enumerable.Range(0, 3).Select(k => (x[0] * weights[k]) + (x[1] * weights[3 + k])).ToArray();
        var c = Math.Log(Math.Exp(spread / 2) - 1);
        var lowest = h[0] - (spread / 2);
        var middle = lowest + Math.Log(1 + Math.Exp(h[1] + c));
        double[] expected = [lowest, middle, middle + Math.Log(1 + Math.Exp(h[2] + c))];
        Assert.Equal(expected, head.Forward(Tensor.Of(x, [1, 2])).ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([-1.25, 0, 1.25], head.Forward(Tensor.Of([0.0, 0], [1, 2])).ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>Of one distribution for all rows, the quantiles of 2000 draws: between 0 and 1, evenly.</summary>
    [SlowFact]
    public void TheyLearnTheQuantilesOfTheData()
    {
        var levels = System.Collections.Immutable.ImmutableArray.Create(0.1, 0.5, 0.9);
        var head = new OrderedQuantiles(1, 3, new RandomState(1));
        var optimizer = new Adam(head.Parameters, 0.02);
        var values = new float[2000];
        new RandomState(3).FillUniform(values);
        var (x, y) = (Tensor.Ones([values.Length, 1]), Tensor.Of(values, [values.Length]));
        for (var step = 0; step < 600; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            new MultiQuantile(levels).Apply(head.Forward(x), y).Backward();
            optimizer.Step();
        }

        var said = head.Forward(Tensor.Ones([1, 1])).ToArray();
        Assert.Equal([0.1, 0.5, 0.9], said, (a, b) => Math.Abs(a - b) < 0.04);
    }

    [Fact]
    public void ItIsBuiltOfItsDescription()
    {
        var model = new Sequential(new Linear(4, 3, new RandomState(1)), new OrderedQuantiles(3, 5, new RandomState(1), 7));
        var built = (Sequential)ModelBuilder.Build(JsonNode.Parse(model.Describe().ToJsonString())!.AsObject(), new RandomState(1));
        Assert.Equal(model.ToString(), built.ToString());
        Assert.Equal(string.Join(' ', model.Parameters), string.Join(' ', built.Parameters));
    }

    [Fact]
    public void WhatIsNoOrderIsRefused()
    {
        var random = new RandomState(1);
        Assert.Contains("count is 1", Assert.Throws<TrainingException>(() => new OrderedQuantiles(3, 1, random)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => new OrderedQuantiles(0, 3, random));
        Assert.All([0, -1, double.NaN, double.PositiveInfinity], spread => Assert.Contains("spread", Assert.Throws<TrainingException>(() => new OrderedQuantiles(3, 3, random, spread)).Message, StringComparison.Ordinal));
    }
}

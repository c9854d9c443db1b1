using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Regularization;

/// <summary>Penalties and bounds: values, gradients, proximal steps in closed form, and the optima that they lead to.</summary>
public class RegularizerTests
{
    [Theory]
    [InlineData(ElementType.Single)]
    [InlineData(ElementType.Double)]
    public void SoftThresholdIsExactlyZeroInside(ElementType type)
    {
        // 0.25 and its multiples are exact in both types.
        var parameter = TestParameter.Of("w", type, 1, -1, 0.25, -0.25, 0.125, 0, double.NaN, double.NegativeInfinity, -2);
        var penalty = new L1Penalty([parameter], 0.5);
        penalty.AfterStep(0.5);
        Assert.Equal([0.75, -0.75, 0, 0, 0, 0, double.NaN, double.NegativeInfinity, -1.75], parameter.Value.ToArray());
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(parameter.Value.ToArray()[3]));
    }

    [Fact]
    public void ValuesAreTheirFormulas()
    {
        var (a, b) = (TestParameter.Of("a", ElementType.Single, [2, 3], 3, -4, 0, 0, 1, -1), TestParameter.Of("b", ElementType.Double, [1, 2], 6, 8));
        Assert.Equal(0.1 * 23, new L1Penalty([a, b], 0.1).Value(), 1e-12);
        Assert.Equal(0.05 * 127, new L2Penalty([a, b], 0.1).Value(), 1e-12);
        Assert.Equal((0.1 * 23) + (0.1 * 127), new ElasticNetPenalty([a, b], 0.1, 0.2).Value(), 1e-12);
        Assert.Equal(0.1 * ((Math.Sqrt(3) * (5 + Math.Sqrt(2))) + (Math.Sqrt(2) * 10)), new GroupLassoPenalty([a, b], 0.1).Value(), 1e-6);
        Assert.Equal(0.1 * ((Math.Sqrt(2) * (3 + Math.Sqrt(17) + 1)) + 14), new GroupLassoPenalty([a, b], 0.1, WeightGroups.Columns).Value(), 1e-6);
        Assert.Equal(0, new MaxNormConstraint([a, b], 1).Value());

        // W W' of [[3, -4, 0], [0, 1, -1]] is [[25, -4], [-4, 2]]; of [[6, 8]] it is [[100]].
        Assert.Equal(0.5 * ((24 * 24) + 16 + 16 + 1 + (99.0 * 99)), new OrthogonalPenalty([a, b], 0.5).Value(), 1e-3);
    }

    [Theory]
    [InlineData("l2")]
    [InlineData("orthogonal")]
    [InlineData("orthogonal_wide")]
    public void GradientsAreThoseOfTheValues(string kind)
    {
        var random = new Random(2);
        Shape shape = kind == "orthogonal_wide" ? [3, 5] : [5, 3];
        var parameter = TestParameter.Of("w", ElementType.Double, shape, [.. Enumerable.Range(0, 15).Select(_ => random.NextDouble() - 0.5)]);
        Regularizer penalty = kind == "l2" ? new L2Penalty([parameter], 0.3) : new OrthogonalPenalty([parameter], 0.3);
        parameter.SetGradient([.. Enumerable.Repeat(10.0, 15)]);
        penalty.AddGradient(2);
        var gradient = parameter.Gradient.ToArray();
        for (var i = 0; i < 15; i++)
        {
            var kept = parameter.Value.Read<double>()[i];
            parameter.Value.Write<double>()[i] = kept + 1e-5;
            var above = penalty.Value();
            parameter.Value.Write<double>()[i] = kept - 1e-5;
            var below = penalty.Value();
            parameter.Value.Write<double>()[i] = kept;
            Assert.Equal((above - below) / 2e-5, (gradient[i] - 10) / 2, 1e-8);
        }
    }

    [Fact]
    public void TheLassoOfAnOrthogonalDesignIsTheSoftThreshold()
    {
        // 1/2 |w - c|^2 + l1 |w| + l2/2 w^2 is least at soft(c, l1) / (1 + l2).
        double[] centre = [3, -2, 0.4, -0.3, 0.5, 0.51];
        foreach (var (l1, l2) in new[] { (0.5, 0.0), (0.5, 1.0), (0.0, 1.0) })
        {
            var parameter = TestParameter.Of("w", ElementType.Double, new double[6]);
            var optimizer = new Sgd([parameter], 0.5);
            Regularizer penalty = l2 == 0 ? new L1Penalty([parameter], l1) : new ElasticNetPenalty([parameter], l1, l2);
            for (var step = 0; step < 200; step++)
            {
                parameter.SetGradient([.. parameter.Value.ToArray().Zip(centre, (w, c) => w - c)]);
                penalty.BeforeStep(optimizer);
                optimizer.Step();
                penalty.AfterStep(optimizer);
            }

            var found = parameter.Value.ToArray();
            for (var i = 0; i < centre.Length; i++)
            {
                var expected = Math.Sign(centre[i]) * Math.Max(Math.Abs(centre[i]) - l1, 0) / (1 + l2);
                Assert.Equal(expected, found[i], 1e-12);
                if (expected == 0) Assert.Equal(0, found[i]);
            }
        }
    }

    [Fact]
    public void TheLassoOfAnyDesignMeetsItsOptimalityConditions()
    {
        // A' (A w - b) + strength s = 0 with s = sign(w) where w is not 0, and |s| <= 1 where it is.
        const double Strength = 2;
        var random = new Random(11);
        var design = new double[30, 8];
        var target = new double[30];
        for (var r = 0; r < 30; r++)
        {
            for (var c = 0; c < 8; c++) design[r, c] = random.NextDouble() - 0.5;
            target[r] = (3 * design[r, 0]) - (2 * design[r, 3]) + (0.2 * random.NextDouble());
        }

        var parameter = TestParameter.Of("w", ElementType.Double, new double[8]);
        var penalty = new L1Penalty([parameter], Strength / 3);
        var optimizer = new Sgd([new ParameterGroup([parameter]) { LearningRate = 0.3 }], 1) { GradientScale = 1.0 / 3 };
        for (var step = 0; step < 3000; step++)
        {
            parameter.SetGradient(Gradient(design, target, parameter.Value.ToArray()));
            optimizer.Step();
            penalty.AfterStep(optimizer);
        }

        var w = parameter.Value.ToArray();
        var slope = Gradient(design, target, w);
        Assert.InRange(w.Count(x => x == 0), 1, 7);
        for (var i = 0; i < 8; i++)
        {
            if (w[i] == 0) Assert.InRange(Math.Abs(slope[i]), 0, Strength);
            else Assert.Equal(-Strength * Math.Sign(w[i]), slope[i], 1e-9);
        }
    }

    [Theory]
    [InlineData(WeightGroups.Rows, ElementType.Double)]
    [InlineData(WeightGroups.Rows, ElementType.Single)]
    [InlineData(WeightGroups.Columns, ElementType.Double)]
    [InlineData(WeightGroups.Columns, ElementType.Single)]
    public void GroupLassoSwitchesWholeGroupsOff(WeightGroups groups, ElementType type)
    {
        // Groups (3, 4) and (0.3, 0.4): threshold 0.5 sqrt(2) sqrt(2) = 1.
        double[] rows = [3, 4, 0.3, 0.4];
        double[] columns = [3, 0.3, 4, 0.4];
        var parameter = TestParameter.Of("w", type, [2, 2], groups == WeightGroups.Rows ? rows : columns);
        var penalty = new GroupLassoPenalty([parameter], 0.5 * Math.Sqrt(2), groups);
        penalty.AfterStep(1);
        double[] expected = groups == WeightGroups.Rows ? [2.4, 3.2, 0, 0] : [2.4, 0, 3.2, 0];
        foreach (var (e, a) in expected.Zip(parameter.Value.ToArray())) Assert.Equal(e, a, e == 0 ? 0 : 1e-6);
    }

    [Fact]
    public void GroupLassoLeadsToGroupsInClosedForm()
    {
        // 1/2 |w - c|^2 + strength sqrt(n) |w| for each row is least at c max(0, 1 - strength sqrt(n) / |c|).
        double[] centre = [3, -4, 1, 0.2, 0.1, 0.3];
        var parameter = TestParameter.Of("w", ElementType.Double, [2, 3], [1, 1, 1, 1, 1, 1]);
        var penalty = new GroupLassoPenalty([parameter], 0.5);
        var optimizer = new Sgd([parameter], 0.5);
        for (var step = 0; step < 200; step++)
        {
            parameter.SetGradient([.. parameter.Value.ToArray().Zip(centre, (w, c) => w - c)]);
            optimizer.Step();
            penalty.AfterStep(optimizer);
        }

        var factor = 1 - (0.5 * Math.Sqrt(3) / Math.Sqrt(26));
        double[] expected = [3 * factor, -4 * factor, factor, 0, 0, 0];
        foreach (var (e, a) in expected.Zip(parameter.Value.ToArray())) Assert.Equal(e, a, e == 0 ? 0 : 1e-12);
    }

    [Fact]
    public void MaxNormScalesDownOnlyWhatIsTooLong()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, [2, 3], 3, 0.1, double.NaN, 4, 0.2, 1);
        new MaxNormConstraint([parameter], 2).AfterStep(0.1);
        double[] expected = [1.2, 0.1, double.NaN, 1.6, 0.2, 1];
        foreach (var (e, a) in expected.Zip(parameter.Value.ToArray())) Assert.Equal(e, a, 1e-14);
        new MaxNormConstraint([parameter], 0.1, WeightGroups.Rows).AfterStep(0);
        Assert.Equal(1.2, parameter.Value.ToArray()[0], 1e-14);
    }

    /// <summary>Rows beyond the number of columns cannot all be at right angles: each is left with its 1.</summary>
    [Theory]
    [InlineData(3, 4, 0)]
    [InlineData(3, 3, 0)]
    [InlineData(4, 3, 1)]
    [InlineData(6, 2, 4)]
    public void TheOrthogonalPenaltyLeadsToAnOrthogonalMatrix(int rows, int columns, double least)
    {
        var random = new Random(8);
        var parameter = TestParameter.Of("w", ElementType.Double, [rows, columns], [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)]);
        var penalty = new OrthogonalPenalty([parameter], 1);
        var optimizer = new Sgd([parameter], 0.05);
        for (var step = 0; step < 2000; step++)
        {
            parameter.SetGradient(new double[rows * columns]);
            penalty.BeforeStep(optimizer);
            optimizer.Step();
        }

        Assert.Equal(least, penalty.Value(), 1e-20);
    }

    [Fact]
    public void WhatIsNotTrainedIsLeftAlone()
    {
        var (none, frozen, trained) = (TestParameter.Of("none", ElementType.Double, [1, 2], 1, 2), TestParameter.Of("frozen", ElementType.Double, [1, 2], 1, 2), TestParameter.Of("trained", ElementType.Double, [1, 2], 1, 2));
        frozen.SetGradient(1, 1);
        frozen.IsTrainable = false;
        trained.SetGradient(1, 1);
        Parameter[] all = [none, frozen, trained];
        var optimizer = new Sgd(all, 0.5);
        foreach (var penalty in new Regularizer[] { new L1Penalty(all, 0.1), new ElasticNetPenalty(all, 0.1, 0.1), new GroupLassoPenalty(all, 0.1), new MaxNormConstraint(all, 0.5), new L2Penalty(all, 0.1), new OrthogonalPenalty(all, 0.1) })
        {
            penalty.BeforeStep(optimizer);
            penalty.AfterStep(optimizer);
        }

        Assert.Equal([1, 2], none.Value.ToArray());
        Assert.Equal([1, 2], frozen.Value.ToArray());
        Assert.Equal([1, 1], frozen.Gradient.ToArray());
        Assert.NotEqual([1, 2], trained.Value.ToArray());
        Assert.NotEqual([1, 1], trained.Gradient.ToArray());
    }

    [Fact]
    public void LargeWeightsGiveTheSameBitsOnAnyNumberOfThreads()
    {
        var results = new List<double[]>();
        foreach (var threads in new[] { 1, 2, 5 })
        {
            using var most = new ThreadLimit(threads);
            var parameter = TestParameter.Of("w", ElementType.Single, [301, 203], [.. Enumerable.Range(0, 301 * 203).Select(i => Math.Sin(i))]);
            var (l1, lasso, norm) = (new L1Penalty([parameter], 0.1), new GroupLassoPenalty([parameter], 0.1, WeightGroups.Columns), new MaxNormConstraint([parameter], 5));
            l1.AfterStep(0.5);
            norm.AfterStep(0.5);
            lasso.AfterStep(0.5);
            results.Add([l1.Value(), lasso.Value(), new L2Penalty([parameter], 1).Value(), .. parameter.Value.ToArray()]);
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void TheGradientIsRightBehindTheGradientScale()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 2);
        var optimizer = new Sgd([parameter], 1) { GradientScale = 0.25 };
        parameter.SetGradient(0);
        Assert.Equal(0.2, new L2Penalty([parameter], 0.1).BeforeStep(optimizer), 1e-15);
        optimizer.Step();
        Assert.Equal(2 - 0.2, parameter.Value.Item(), 1e-15);
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        var parameter = TestParameter.Of("w", ElementType.Single, [20, 30], new double[600]);
        var optimizer = new Sgd([parameter]);
        Regularizer[] all = [new L1Penalty([parameter], 0.1), new L2Penalty([parameter], 0.1), new ElasticNetPenalty([parameter], 0.1, 0.1), new GroupLassoPenalty([parameter], 0.1), new MaxNormConstraint([parameter], 1), new OrthogonalPenalty([parameter], 0.1)];
        parameter.SetGradient(new double[600]);
        for (var i = 0; i < 3; i++) Steps();
        Assert.Equal(0, Steady.Allocated(Steps, steps: 20));

        void Steps()
        {
            foreach (var penalty in all)
            {
                penalty.BeforeStep(optimizer);
                penalty.AfterStep(optimizer);
            }
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var (vector, matrix) = (TestParameter.Of("b", ElementType.Double, 1, 2), TestParameter.Of("w", ElementType.Double, [1, 2], 1, 2));
        Refusal.Of("l1: strength is -1", () => new L1Penalty([vector], -1));
        Refusal.Of("l2: strength is NaN", () => new L2Penalty([vector], double.NaN));
        Refusal.Of("elastic_net: l2 is", () => new ElasticNetPenalty([vector], 1, double.PositiveInfinity));
        Refusal.Of("max_norm: most is 0", () => new MaxNormConstraint([matrix], 0));
        Refusal.Of("'b' of shape [2] has no rows", () => new GroupLassoPenalty([vector], 1));
        Refusal.Of("'b' of shape [2] is not a matrix", () => new OrthogonalPenalty([vector], 1));
        Refusal.Of("7 is not a kind of groups", () => new GroupLassoPenalty([matrix], 1, (WeightGroups)7));
        Refusal.Of("given twice", () => new L1Penalty([vector, vector], 1));
        Refusal.Of("there are no parameters", () => new L1Penalty([], 1));
        Refusal.Of("learning rate is NaN", () => new L1Penalty([vector], 1).AfterStep(double.NaN));
        vector.SetGradient(1, 1);
        Refusal.Of("not trained by this optimizer", () => new L1Penalty([vector], 1).AfterStep(new Sgd([matrix])));
    }

    private static double[] Gradient(double[,] design, double[] target, double[] w)
    {
        var gradient = new double[w.Length];
        for (var r = 0; r < target.Length; r++)
        {
            var error = -target[r];
            for (var c = 0; c < w.Length; c++) error += design[r, c] * w[c];
            for (var c = 0; c < w.Length; c++) gradient[c] += error * design[r, c];
        }

        return gradient;
    }
}

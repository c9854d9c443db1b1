using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Requests;

/// <summary>Curvature for boosters where the second derivative is 0, negative or infinite.</summary>
public sealed class CurvaturePolicyTests
{
    public static TheoryData<string> Points => Subjects.Named(Subjects.Points.Where(entry => entry.Inputs.Count == 2 && !entry.StopsGradient));

    /// <summary>Whatever the policy, value and gradient keep their bits, also where the gradient is written over the prediction; weights, masks and reductions count in the curvature as in the gradient.</summary>
    [SlowTheory]
    [MemberData(nameof(Points))]
    public void The_other_answers_stay_and_weights_count(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var (prediction, target) = Sample(loss);
        double[] weight = [1, 2, 0.5, 0, 3, 1, 1, 2];
        bool[] mask = [true, true, true, true, false, true, true, true];
        foreach (var reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
        {
            var expected = new double[8];
            var value = loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = expected, SampleWeight = weight, Mask = mask, Reduction = reduction });
            foreach (var curvature in (Curvature[])[Curvature.Constant, Curvature.Weight])
            {
                var inPlace = prediction.ToArray();
                var hessian = new double[8];
                LossResult Run() => loss.Evaluate(new LossBatch<double> { Prediction = inPlace, Target = target, Gradient = inPlace, Hessian = hessian, SampleWeight = weight, Mask = mask, Reduction = reduction, Curvature = curvature });
                if (curvature == Curvature.Weight && (loss.DomainOf(1) == Domain.MarginLabel || loss.Entry.Link is PredictionLink.Logit or PredictionLink.HalfLogit or PredictionLink.Probit or PredictionLink.Log or PredictionLink.Sign))
                {
                    Assert.Contains("residual", Assert.Throws<LossException>(() => Run()).Message, StringComparison.Ordinal);
                    continue;
                }

                Assert.Equal(value, Run());
                Assert.Equal(expected, inPlace);
                Assert.All(hessian, h => Assert.True(h >= 0 && double.IsFinite(h), $"{key} {curvature}: {h}"));
                Assert.Equal(0, hessian[3]);
                Assert.Equal(0, hessian[4]);
                var scale = reduction == Reduction.Mean ? 1 / value.Denominator : 1;
                if (curvature == Curvature.Constant) Assert.Equal([.. weight.Zip(mask, (w, counts) => counts ? w * scale : 0)], hessian);
                else Assert.All(Enumerable.Range(0, 8), i => Assert.True(expected[i] == 0 || hessian[i] > 0, $"{key}: slope {expected[i]} and curvature 0"));
            }
        }
    }

    /// <summary>The residual is the prediction less the target, wherever the target stands among the inputs.</summary>
    [Fact]
    public void The_weight_divides_by_the_residual_where_the_target_is_no_second_input()
    {
        var loss = Loss.Create("crps_gaussian");
        double[] prediction = [1, 2, 4, -3], target = [0, 0, 0, 0], spread = [1, 0.5, 2, 7];
        var (gradient, hessian) = (new double[4], new double[4]);
        var batch = new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, Hessian = hessian, Reduction = Reduction.Sum, Curvature = Curvature.Weight };
        batch[loss.Entry.Inputs.First(input => input.Name is not ("prediction" or "mean" or "target")).Name] = new LossInput<double> { Values = spread };
        loss.Evaluate(batch);
        Assert.Equal(Math.Abs(gradient[2]) / 4, hessian[2], 1e-15);
        Assert.Equal(Math.Abs(gradient[3]) / 3, hessian[3], 1e-15);
    }

    /// <summary>A parabola with this curvature that touches the loss at the prediction stays above it, for every function of the residual that grows no faster than a square.</summary>
    [Theory]
    [InlineData("mae")]
    [InlineData("huber")]
    [InlineData("cauchy")]
    [InlineData("welsch")]
    [InlineData("geman_mcclure")]
    [InlineData("tukey_biweight")]
    [InlineData("log_cosh")]
    [InlineData("pseudo_huber")]
    public void The_weight_majorises(string key)
    {
        var loss = Loss.Create(key);
        double[] prediction = [-6, -2.5, -1.25, 0.8, 1.5, 4, 9], target = new double[7];
        var (gradient, hessian) = (new double[7], new double[7]);
        loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, Hessian = hessian, Reduction = Reduction.Sum, Curvature = Curvature.Weight });
        var sizes = prediction.Select(Math.Abs).Order().ToArray();
        for (var i = 0; i < 7; i++)
        {
            if (Math.Abs(prediction[i]) < sizes[3]) continue; // Nearer than the median a kink is smoothed.
            var here = loss.Value([prediction[i]], [0.0]);
            for (var there = -12.0; there <= 12; there += 0.125)
            {
                var step = there - prediction[i];
                Assert.True(loss.Value([there], [0.0]) <= here + (gradient[i] * step) + (0.5 * hessian[i] * step * step) + 1e-12, $"{key} at {prediction[i]}, {there}");
            }
        }
    }

    /// <summary>The slope over the residual needs one prediction for each element.</summary>
    [Fact]
    public void Losses_of_other_shapes_refuse_the_weight()
    {
        Assert.Contains("one prediction", Assert.Throws<LossException>(() => Loss.Create("cross_entropy").Hessian([1.0, 2], [0], 2, new double[2], Curvature.Weight)).Message, StringComparison.Ordinal);
        Assert.Contains("weight", Assert.Throws<LossException>(() => Loss.Create("huber").Hessian([1.0], [2.0], new double[1], curvature: (Curvature)99)).Message, StringComparison.Ordinal);
    }

    /// <summary>In a row the constant is the row's weight in the reduction, class weight included, for each score; rows left out have 0, and the other answers keep their bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rows_have_the_weight_of_their_row(int inner)
    {
        double[] prediction = [.. Enumerable.Range(0, 24).Select(i => (i * 7 % 11) - 5.0)], weight = [1, 2, 0.5, 0, 3, 1, 4, 1], classes = [1, 2, 4];
        int[] labels = [0, 2, 1, 1, 0, -100, 2, 0];
        bool[] mask = [true, true, true, true, false, true, true, true];
        double[] gradient = new double[24], expected = new double[24], hessian = new double[24];
        var loss = Loss.Create("cross_entropy");
        var plain = loss.Evaluate(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = 3, Inner = inner, SampleWeight = weight, Mask = mask, ClassWeights = classes, Gradient = expected });
        var result = loss.Evaluate(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = 3, Inner = inner, SampleWeight = weight, Mask = mask, ClassWeights = classes, Gradient = gradient, Hessian = hessian, Curvature = Curvature.Constant });
        Assert.Equal(plain, result);
        Assert.Equal(expected, gradient);
        for (var i = 0; i < 24; i++)
        {
            var row = inner == 1 ? i / 3 : (i / 6 * 2) + (i % 2);
            Assert.Equal(mask[row] && labels[row] >= 0 ? weight[row] * classes[labels[row]] / result.Denominator : 0, hessian[i], 1e-15);
        }
    }

    [Fact]
    public void Boxes_and_sums_have_the_weight_of_their_term()
    {
        double[] boxes = [0, 0, 2, 2, 1, 1, 3, 4], target = [0, 0, 1, 2, 1, 1, 2, 4], hessian = new double[8];
        Loss.Create("giou").Evaluate(new LossBatch<double> { Prediction = boxes, Target = target, SampleWeight = [1, 3], Hessian = hessian, Curvature = Curvature.Constant });
        Assert.Equal([.. Enumerable.Repeat(0.25, 4), .. Enumerable.Repeat(0.75, 4)], hessian);

        double[] probabilities = [0.2, 0.7, 0.9, 0.4], truth = [0, 1, 1, 0], curvature = new double[4];
        Loss.Create("dice").Evaluate(new LossBatch<double> { Prediction = probabilities, Target = truth, Hessian = curvature, Curvature = Curvature.Constant });
        Assert.Equal([1, 1, 1, 1], curvature);
    }

    /// <summary>The multi-class hinge is made of planes: a booster that divides by its curvature never moves, and with the constant it learns three classes.</summary>
    [Theory]
    [InlineData(Curvature.Exact, 0.999, 1.001)]
    [InlineData(Curvature.GaussNewton, 0.999, 1.001)]
    [InlineData(Curvature.Constant, 0, 0.3)]
    public void Classes_are_boosted(Curvature curvature, double least, double most)
    {
        var loss = Loss.Create("multi_margin");
        var random = new Random(11);
        var x = Enumerable.Range(0, 300).Select(_ => new[] { random.NextDouble(), random.NextDouble() }).ToArray();
        int[] labels = [.. x.Select(row => row[0] > 0.5 ? 2 : row[1] > 0.5 ? 1 : 0)];
        var scores = new double[900];
        var before = loss.Value(scores, labels, 3);
        var (gradient, hessian) = (new double[900], new double[900]);
        for (var round = 0; round < 30; round++)
        {
            loss.Evaluate(new LossBatch<double> { Prediction = scores, Labels = labels, Classes = 3, Gradient = gradient, Hessian = hessian, Reduction = Reduction.Sum, Curvature = curvature });
            for (var k = 0; k < 3; k++)
            {
                double[] Of(double[] values) => [.. Enumerable.Range(0, 300).Select(row => values[(3 * row) + k])];
                var score = Of(scores);
                Stump(x, score, Of(gradient), Of(hessian));
                for (var row = 0; row < 300; row++) scores[(3 * row) + k] = score[row];
            }
        }

        Assert.InRange(loss.Value(scores, labels, 3) / before, least, most);
    }

    /// <summary>The own loss of docs/library.md: the second derivative is 0, so a booster that divides by it never moves; with the policies it nearly halves the loss.</summary>
    [Theory]
    [InlineData(Curvature.Exact, 0.999, 1.001)]
    [InlineData(Curvature.GaussNewton, 0.999, 1.001)]
    [InlineData(Curvature.Constant, 0, 0.75)]
    [InlineData(Curvature.Weight, 0, 0.65)]
    public void Late_deliveries_are_boosted(Curvature curvature, double least, double most)
    {
        var loss = Loss.Parse("max(4*(t - p), p - t)");
        var random = new Random(7);
        var x = Enumerable.Range(0, 400).Select(_ => new[] { random.NextDouble(), random.NextDouble() }).ToArray();
        var target = x.Select(row => 100 + (120 * row[0]) + (row[1] > 0.5 ? 60 : 0) + (20 * random.NextDouble())).ToArray();
        var prediction = Enumerable.Repeat(150.0, 400).ToArray();
        var before = loss.Value(prediction, target);
        var (gradient, hessian) = (new double[400], new double[400]);
        for (var round = 0; round < 60; round++)
        {
            loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, Hessian = hessian, Reduction = Reduction.Sum, Curvature = curvature });
            Stump(x, prediction, gradient, hessian);
        }

        Assert.InRange(loss.Value(prediction, target) / before, least, most);
    }

    /// <summary>One round of XGBoost with trees of one split: gain and leaves are -G / (H + 1), shrunk to 0.3; a split needs curvature on both sides.</summary>
    private static void Stump(double[][] x, double[] prediction, double[] gradient, double[] hessian)
    {
        var best = (Gain: 0.0, Column: -1, Threshold: 0.0);
        for (var column = 0; column < 2; column++)
        {
            var order = Enumerable.Range(0, x.Length).OrderBy(i => x[i][column]).ToArray();
            var (g, h) = (0.0, 0.0);
            var (sumG, sumH) = (gradient.Sum(), hessian.Sum());
            for (var k = 0; k < order.Length - 1; k++)
            {
                g += gradient[order[k]];
                h += hessian[order[k]];
                if (h < 1e-6 || sumH - h < 1e-6) continue;
                var gain = (g * g / (h + 1)) + ((sumG - g) * (sumG - g) / (sumH - h + 1));
                if (gain > best.Gain) best = (gain, column, x[order[k]][column]);
            }
        }

        if (best.Column < 0) return;
        foreach (var left in (bool[])[true, false])
        {
            var rows = Enumerable.Range(0, x.Length).Where(i => x[i][best.Column] <= best.Threshold == left).ToArray();
            var step = -0.3 * rows.Sum(i => gradient[i]) / (rows.Sum(i => hessian[i]) + 1);
            foreach (var row in rows) prediction[row] += step;
        }
    }

    private static (double[] Prediction, double[] Target) Sample(Loss loss)
    {
        double[] Of(int input, int shift) => [.. Enumerable.Range(0, 8).Select(n => In(loss.DomainOf(input), (((n * 5) + shift) % 7) + 1))];
        return (Of(0, 0), Of(1, 3));

        static double In(Domain domain, int n) =>
            domain == Domain.MarginLabel ? (n % 2 * 2) - 1
            : double.IsFinite(domain.Low) && double.IsFinite(domain.High) ? domain.Low + ((domain.High - domain.Low) * n / 8.0)
            : double.IsFinite(domain.Low) ? domain.Low + (0.4 * n)
            : double.IsFinite(domain.High) ? domain.High - (0.4 * n)
            : 0.35 * (n - 4.5);
    }
}

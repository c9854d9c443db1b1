using Minima.Losses;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.RowLosses;

/// <summary>What the row engine refuses, and what it answers at the ends.</summary>
public sealed class RowRequestTests
{
    private static readonly double[] Logits = [0.2, -0.4, 1.0, 0.7, 0.1, -0.3];

    /// <summary>Each refusal: what is wrong, the rule it breaks, and words that its message must hold.</summary>
    private static readonly (string Wrong, LossError Error, string[] Words, Action Call)[] Refusals =
    [
        ("label beyond the classes", LossError.Label, ["index 1", "is 3", "from 0 to 2", "counted from 1"], () => new CrossEntropy().Value(Logits, [0, 3], 3)),
        ("label -1", LossError.Label, ["index 0", "is -1", "ignore_index = -1"], () => new Sparsemax().Value(Logits, [-1, 0], 3)),
        ("label -1 beside an ignored one", LossError.Label, ["or -100 to leave the row out"], () => new CrossEntropy().Value(Logits, [-1, 0], 3)),
        ("label far out", LossError.Label, ["class axis"], () => new CrossEntropy().Value(Logits, [17, 0], 3)),
        ("the ignored label where none is", LossError.Label, ["is -100"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [-100, 0], Classes = 3, IgnoreIndex = IgnoreIndex.None })),
        ("too many labels", LossError.Shape, ["3 elements", "one for each row", "2 here"], () => new CrossEntropy().Value(Logits, [0, 1, 2], 3)),
        ("no target", LossError.MissingInput, ["'target'", "one label for each row"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Classes = 3 })),
        ("no target row", LossError.MissingInput, ["one number for each class"], () => new KullbackLeibler().Evaluate(new LossBatch<double> { Prediction = Logits, Classes = 3 })),
        ("no target of either kind", LossError.MissingInput, ["or one number"], () => new SoftmaxFocal().Evaluate(new LossBatch<double> { Prediction = Logits, Classes = 3 })),
        ("two targets", LossError.UnknownInput, ["both"], () => new SoftmaxFocal().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Target = Logits, Classes = 3 })),
        ("labels where rows belong", LossError.Shape, ["one-hot"], () => new KullbackLeibler().Value(Logits, [0, 1], 3)),
        ("rows where labels belong", LossError.Shape, ["one label for each row"], () => new CrossEntropy().Value(Logits, new double[6], 3)),
        ("target rows of another length", LossError.Shape, ["'target' has 3 elements"], () => new KullbackLeibler().Value(Logits, [0.2, 0.4, 0.4], 3)),
        ("elements that are no rows", LossError.Shape, ["6 elements", "4 classes"], () => new CrossEntropy().Value(Logits, [0], 4)),
        ("elements that are no rows behind an axis", LossError.Shape, ["positions after the class axis"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0], Classes = 2, Inner = 2 })),
        ("no classes", LossError.Shape, ["at least 1"], () => new CrossEntropy().Value(Logits, [0], 0)),
        ("class weights of the wrong length", LossError.Shape, ["'class_weight' has 2 elements", "3 classes"], () => Run(new CrossEntropy(), [1, 2])),
        ("a class weight of NaN", LossError.Weights, ["index 2", "NaN"], () => Run(new CrossEntropy(), [1, 2, double.NaN])),
        ("class weights of a divergence", LossError.UnknownParameter, ["sample_weight"], () => new KullbackLeibler().Evaluate(new LossBatch<double> { Prediction = Logits, Target = new double[6], Classes = 3, ClassWeights = [1, 1, 1] })),
        ("class weights that overflow", LossError.Weights, ["a mean cannot"], () => Run(new CrossEntropy(), [1e308, 1.7e308, 1e308])),
        ("an ignored label of target rows", LossError.UnknownParameter, ["mask"], () => new KullbackLeibler().Evaluate(new LossBatch<double> { Prediction = Logits, Target = new double[6], Classes = 3, IgnoreIndex = -1 })),
        ("a target below 0", LossError.Domain, ["index 0", "-0.5", "[0, 1]"], () => new SoftCrossEntropy().Value(Logits, [-0.5, 1, 0.5, 0, 0, 1], 3)),
        ("a prediction below 0", LossError.Domain, ["index 1", ">= 0"], () => new ProbabilitiesCrossEntropy().Value(Logits, [1.0, 0, 0, 0, 1, 0], 3)),
        ("a row of zeros to be normalised", LossError.Domain, ["row 1", "sum"], () => new ProbabilitiesCrossEntropy().Value([0.5, 0.5, 0, 0], [1.0, 0, 0, 1], 2)),
        ("factors of another number of classes", LossError.Shape, ["'alpha' is a list of 2", "3 classes"], () => new SoftmaxFocal(new PerClass([0.5, 1]), 2, 0).Value(Logits, [0, 1], 3)),
        ("a factor below 0", LossError.ParameterDomain, ["alpha", "-1"], () => new SoftmaxFocal(new PerClass([0.5, -1, 1]), 2, 0).Value(Logits, [0, 1], 3)),
        ("q above 1", LossError.ParameterDomain, ["'q' is 1.5"], () => new GeneralizedCrossEntropy(1.5).Value(Logits, [0, 1], 3)),
        ("epsilon of one half", LossError.ParameterDomain, ["'epsilon' is 0.5"], () => new ProbabilitiesCrossEntropy(0.5).Value([0.5, 0.5], [1.0, 0], 2)),
        ("a default struct", LossError.ParameterDomain, ["'q' is 0"], () => default(GeneralizedCrossEntropy).Value(Logits, [0, 1], 3)),
        ("a weight of NaN", LossError.Weights, ["sample_weight", "index 1"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, SampleWeight = [1, double.NaN] })),
        ("weights of another length", LossError.Shape, ["sample_weight", "one for each row", "2 here"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, SampleWeight = [1] })),
        ("a mask of another length", LossError.Shape, ["mask"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, Mask = [true] })),
        ("terms of another length", LossError.Shape, ["terms"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, Terms = new double[3] })),
        ("a gradient of another length", LossError.Shape, ["gradient of prediction"], () => new CrossEntropy().ValueAndGradient(Logits, [0, 1], 3, new double[5])),
        ("a gradient of the target", LossError.UnknownInput, ["does not differentiate"], () => new KullbackLeibler().Evaluate(new LossBatch<double> { Prediction = Logits, Target = new double[6], Classes = 3, TargetGradient = new double[6] })),
        ("an unknown reduction", LossError.Reduction, ["mean, sum or none"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, Reduction = (Reduction)9 })),
        ("an unknown weighted mean", LossError.ParameterDomain, ["weighted_mean"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, WeightedMean = (WeightedMean)9 })),
        ("an unknown curvature", LossError.ParameterDomain, ["curvature"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, Curvature = (Curvature)9 })),
        ("no number of classes", LossError.Shape, ["classes is 0"], () => Minima.Loss.Create("cross_entropy").Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1] })),
        ("rows of a loss of sums", LossError.UnknownInput, ["sets Rows", "only losses that are functions of sums"], () => new CrossEntropy().Evaluate(new LossBatch<float> { Rows = 2, Classes = 3 })),
        ("an input of another loss", LossError.UnknownInput, ["no input 'variance'", "prediction, target"], () => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, ["variance"] = Logits })),
    ];

    public static TheoryData<string> Wrongs => [.. Refusals.Select(r => r.Wrong)];

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void Refuses(string wrong)
    {
        var (_, error, words, call) = Refusals.Single(r => r.Wrong == wrong);
        var refusal = Assert.Throws<LossException>(call);
        Assert.Equal(error, refusal.Error);
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Overlaps_other_than_in_place_are_refused()
    {
        var memory = new double[16];
        Assert.Throws<LossException>(() => new CrossEntropy().ValueAndGradient(memory.AsSpan(0, 6), [0, 1], 3, memory.AsSpan(1, 6)));
        Assert.Throws<LossException>(() => Curve(memory.AsSpan(0, 6), memory.AsSpan(0, 6), default));
        Assert.Throws<LossException>(() => Curve(memory.AsSpan(0, 6), memory.AsSpan(8, 6), memory.AsSpan(9, 6)));
        Assert.Throws<LossException>(() => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = memory.AsSpan(0, 6), Labels = [0, 1], Classes = 3, Terms = memory.AsSpan(5, 2) }));
        Assert.Throws<LossException>(() => new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = memory.AsSpan(0, 6), Labels = [0, 1], Classes = 3, SampleWeight = memory.AsSpan(8, 2), Terms = memory.AsSpan(8, 2) }));
        Assert.Throws<LossException>(() => new KullbackLeibler().ValueAndGradient(memory.AsSpan(0, 6), memory.AsSpan(6, 6), 3, memory.AsSpan(6, 6)));

        static void Curve(Span<double> prediction, Span<double> hessian, Span<double> gradient) =>
            new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = prediction, Labels = [0, 1], Classes = 3, Hessian = hessian, Gradient = gradient });
    }

    /// <summary>Nothing left is 0 over 0, never NaN.</summary>
    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Nothing_left_is_zero(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var empty = loss.Evaluate(new LossBatch<double>());
        Assert.Equal((0, 0), (empty.Value, empty.Denominator));
        var prediction = new[] { 0.25, 0.5, 0.25, 0.5, 0.25, 0.25 };
        var gradient = new[] { 1.0, 1, 1, 1, 1, 1 };
        var takesLabels = loss.Entry.Inputs[1].Kind != InputKind.Row;
        var masked = loss.Evaluate(new LossBatch<double>
        {
            Prediction = prediction,
            Labels = takesLabels ? [0, 1] : [],
            Target = takesLabels ? [] : prediction,
            Classes = 3,
            Mask = [false, false],
            Gradient = gradient,
        });
        Assert.Equal((0, 0), (masked.Value, masked.Denominator));
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void Ordered_classes_have_a_label_more_than_thresholds()
    {
        var batch = new LossBatch<double> { Prediction = [1, 0.2, 2, 1.5], Labels = [2, 0], Classes = 2 };
        Assert.Equal(2, new CoralOrdinal().Evaluate(batch).Denominator);
        Assert.Equal(3, new CornOrdinal().Evaluate(batch).Denominator); // Two questions for label 2, one for label 0.
        var refused = Assert.Throws<LossException>(() => new CoralOrdinal().Evaluate(new LossBatch<double> { Prediction = [1, 0.2], Labels = [3], Classes = 2 }));
        Assert.Equal(LossError.Label, refused.Error);
        Assert.Contains("from 0 to 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_without_default_must_be_given()
    {
        var refused = Assert.Throws<LossException>(() => Minima.Loss.Create("balanced_softmax"));
        Assert.Equal(LossError.MissingParameter, refused.Error);
        Assert.Contains("class_counts", refused.Message, StringComparison.Ordinal);

        // By its type the constructor without arguments leaves it outside its domain.
        var byType = Assert.Throws<LossException>(() => new BalancedSoftmax().Value([0.5, 1], [0], 2));
        Assert.Equal(LossError.ParameterDomain, byType.Error);
    }

    [Fact]
    public void All_ignored_is_zero()
    {
        var gradient = new double[6];
        var result = new CrossEntropy().Evaluate(new LossBatch<double> { Prediction = [double.NaN, 0, 1, 2, double.PositiveInfinity, 1], Labels = [-100, -100], Classes = 3, Gradient = gradient });
        Assert.Equal((0, 0), (result.Value, result.Denominator));
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void One_class_has_probability_one()
    {
        var gradient = new double[2];
        Assert.Equal(0, new CrossEntropy().ValueAndGradient([3.0, -1e9], [0, 0], 1, gradient));
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    /// <summary>Value and gradient of rows of infinities; -softmax where the label is impossible.</summary>
    [Fact]
    public void Infinite_logits_have_their_limits()
    {
        const double none = double.NegativeInfinity;
        Assert.Equal(double.PositiveInfinity, new CrossEntropy().Value([none, none, none], [1], 3));
        Assert.Equal(double.PositiveInfinity, new SoftCrossEntropy().Value([none, none], [0.5, 0.5], 2));
        Assert.Equal(double.PositiveInfinity, new CrossEntropy().Value([none, 0, 1.0], [0], 3));
        Assert.Equal(0, new CrossEntropy().Value([double.PositiveInfinity, 0, 1000], [0], 3));
        var gradient = new double[3];
        new CrossEntropy().ValueAndGradient([none, 0, Math.Log(3)], [0], 3, gradient);
        Assert.Equal(-1, gradient[0]);
        Assert.Equal(0.25, gradient[1], 1e-15);
        Assert.Equal(0.75, gradient[2], 1e-15);
    }

    /// <summary>Where the label dominates, value and gradient are what the other classes say, to full relative accuracy, for labels and for one-hot rows.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(700)]
    public void A_dominating_label_keeps_its_digits(double lead)
    {
        double[] row = [lead, 0, Math.Log(2)];
        var want = 3 * Math.Exp(-lead);
        foreach (var soft in (bool[])[false, true])
        {
            var gradient = new double[3];
            var value = soft ? new SoftCrossEntropy().ValueAndGradient(row, [1.0, 0, 0], 3, gradient) : new CrossEntropy().ValueAndGradient(row, [0], 3, gradient);
            Assert.Equal(1, value / want, 1e-13);
            Assert.Equal(-1, gradient[0] / want, 1e-13);
            Assert.Equal(1.0 / 3, gradient[1] / want, 1e-13);
        }
    }

    /// <summary>Identities of the catalogue.</summary>
    [Fact]
    public void Limits_of_the_entries_hold()
    {
        double[] x = [0.3, -1.2, 2.5, 0.1, 0.9, -0.7];
        int[] y = [2, 0];
        var crossEntropy = new CrossEntropy().Value(x, y, 3);
        Assert.Equal(crossEntropy, new SoftmaxFocal(1, 0, 0).Value(x, y, 3), 1e-15);
        Assert.Equal(crossEntropy, new Poly1CrossEntropy(0).Value(x, y, 3), 1e-15);
        Assert.Equal(crossEntropy, new GeneralizedCrossEntropy(1e-9).Value(x, y, 3), 1e-8);
        Assert.Equal(crossEntropy, new SymmetricCrossEntropy(1, 0, -9).Value(x, y, 3), 1e-15);
        Assert.Equal(crossEntropy, new SoftCrossEntropy().Value(x, [0, 0, 1.0, 1, 0, 0], 3), 1e-15);
        Assert.Equal(new CrossEntropy(0.3).Value(x, y, 3), new SoftCrossEntropy(0.3).Value(x, [0, 0, 1.0, 1, 0, 0], 3), 1e-15);
        Assert.Equal(2 * new BinaryBrier().Value([2.0], [1.0]), new MultiClassBrier().Value([2.0, 0], [0], 2), 1e-15);
        Assert.Equal(new BinarySparsemax().Value([0.4], [1.0]), new Sparsemax().Value([0.2, -0.2], [0], 2), 1e-15);
    }

    private static LossResult Run<TLoss>(TLoss loss, double[] classWeights)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = Logits, Labels = [0, 1], Classes = 3, ClassWeights = classWeights });
}

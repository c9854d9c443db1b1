using System.Collections.Immutable;
using Minima.Losses;
using Minima.Reals;
using Minima.Tests.Weights;
using Xunit;

namespace Minima.Tests.Requests;

/// <summary>What a batch must satisfy that no law over the catalogue reaches: each test is one rule, its error and the words that name the culprit.</summary>
public sealed class BatchRuleTests
{
    private static readonly double[] Some = [1, 2, 3];

    private static LossException Refused(Action call, LossError error, params string[] words)
    {
        var refused = Refusal.Of(call);
        Assert.NotNull(refused);
        Assert.Equal(error, refused.Error);
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        return refused;
    }

    [Fact]
    public void A_hessian_in_place_of_an_input_is_refused()
    {
        // It would be written before the gradient and the value read the prediction.
        double[] prediction = [0.25, 3, -2];
        Refused(() => new Huber(1).Hessian(prediction, Some, prediction), LossError.Shape, "huber: 'hessian of prediction' overlaps 'prediction'");
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = prediction, Hessian = prediction }), LossError.Shape, "'target'");
        Assert.Equal([0.25, 3, -2], prediction);
    }

    [Fact]
    public void Outputs_do_not_share_memory()
    {
        double[] buffer = [1, 1, 1];
        const string Overlaps = "overlaps 'another buffer of the batch'";
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, SampleWeight = buffer, Terms = buffer }), LossError.Shape, "'terms' " + Overlaps);
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, SampleWeight = buffer, Gradient = buffer }), LossError.Shape, Overlaps);
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, Terms = buffer, Gradient = buffer }), LossError.Shape, Overlaps);
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, Hessian = buffer, Gradient = buffer }), LossError.Shape, Overlaps);
        Refused(() => new BinaryCrossEntropyWithLogits().Evaluate(new LossBatch<double> { Prediction = Some, Target = new double[3], ["pos_weight"] = new() { Constants = buffer }, Gradient = buffer }), LossError.Shape, Overlaps);
        Refused(() => new BinaryCrossEntropyWithLogits().Evaluate(new LossBatch<double> { Prediction = Some, Target = new double[3], ["pos_weight"] = new() { Constants = buffer }, Terms = buffer }), LossError.Shape, "'terms' " + Overlaps);
    }

    [Fact]
    public void A_short_mask_is_refused_also_where_an_element_lies_outside_its_domain() =>
        Refused(
            () => new BinaryCrossEntropy().Evaluate(new LossBatch<double> { Prediction = [0.5, 0.5, 7], Target = [0, 0, 0], Mask = [true, true] }),
            LossError.Shape,
            "bce: 'mask' has 2 elements");

    [Fact]
    public void An_input_that_the_loss_does_not_have_is_refused()
    {
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["variance"] = Some }), LossError.UnknownInput, "huber: there is no input 'variance'", "prediction, target");
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["dof"] = new() { Constants = [1] } }), LossError.UnknownInput, "no input 'dof'");
        Refused(() => new Identity().Evaluate(new LossBatch<double> { Prediction = Some, Target = Some }), LossError.UnknownInput, "no second input");
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["Target"] = new() { Gradient = new double[3] } }), LossError.UnknownInput, "did you mean 'target'");
    }

    [Fact]
    public void An_enumeration_out_of_its_range_is_refused()
    {
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, Reduction = (Reduction)7 }), LossError.Reduction, "unknown reduction '7'", "mean, sum or none");
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, WeightedMean = (WeightedMean)2 }), LossError.ParameterDomain, "weighted_mean is '2'");
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, Curvature = (Curvature)(-1) }), LossError.ParameterDomain, "curvature is '-1'");
    }

    [Fact]
    public void Weights_whose_sum_overflows_are_refused() =>
        Refused(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, SampleWeight = [1e308, 1e308, 1e308] }), LossError.Weights, "sum to Infinity");

    [Fact]
    public void Weights_that_cancel_give_value_and_gradient_0_also_in_the_tail_and_under_an_infinite_term()
    {
        foreach (var count in (int[])[2, 6, 16, 18, 34])
        {
            var prediction = Enumerable.Range(0, count).Select(n => n % 2 == 0 ? double.NegativeInfinity : 1.5).ToArray();
            var gradient = Enumerable.Repeat(double.NaN, count).ToArray();
            var result = new Squared().Evaluate(new LossBatch<double>
            {
                Prediction = prediction,
                Target = new double[count],
                SampleWeight = [.. Enumerable.Range(0, count).Select(n => n < 2 || n >= count - 2 ? (n % 2 == 0 ? 2.0 : -2.0) : 0)],
                Gradient = gradient,
            });
            Assert.Equal(0, result.Denominator);
            Assert.Equal(0, result.Value);
            Assert.All(gradient, g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void A_list_of_constants_must_divide_the_elements() =>
        Refused(() => Loss.Create("bce_with_logits", ("pos_weight", ImmutableArray.Create(1.0, 2.0))).Evaluate(new LossBatch<double> { Prediction = Some, Target = [0, 1, 0] }), LossError.Shape, "bce_with_logits: 'pos_weight' is a list of 2", "3 elements");

    [Fact]
    public void An_empty_list_of_constants_is_refused()
    {
        Refused(() => Loss.Create("bce_with_logits", ("pos_weight", ImmutableArray<double>.Empty)), LossError.ParameterType, "bce_with_logits: parameter 'pos_weight' is an empty list");
        Refused(() => Loss.Create("bce_with_logits", ("pos_weight", default(ImmutableArray<double>))), LossError.ParameterType, "empty list");
    }

    [Fact]
    public void A_constant_is_never_NaN()
    {
        Refused(() => new BinaryCrossEntropyWithLogits().Evaluate(new LossBatch<double> { Prediction = Some, Target = [0, 1, 0], ["pos_weight"] = new() { Constants = [double.NaN] } }), LossError.ParameterDomain, "'pos_weight' is NaN");

        // A loss without an entry: its third input takes every real number, a constant in its place does so too.
        Refused(() => new Three().Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["third input"] = new() { Constants = [double.NaN] } }), LossError.ParameterDomain, "'third input' is NaN");
    }

    [Fact]
    public void A_gradient_of_a_constant_and_a_missing_input_are_refused()
    {
        Refused(() => new Three().Evaluate(new LossBatch<double> { Prediction = Some, Target = Some }), LossError.MissingInput, "Three: input 'third input' is missing");
        Refused(() => new Three().Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["third input"] = new() { Constants = [1], Gradient = new double[3] } }), LossError.MissingInput, "'third input'");
    }

    [Fact]
    public void A_rule_between_parameters_is_kept_with_and_without_an_entry()
    {
        Refused(() => Loss.Create("hampel", ("a", 5), ("b", 3), ("c", 8)), LossError.ParameterDomain, "hampel: ");
        Refused(() => new Ruled(true).Value(Some, Some), LossError.ParameterDomain, "Ruled: ");
        Assert.Equal(0, new Ruled(false).Value(Some, Some));
        Refused(() => new Ruled(true).Value(Some, Some), LossError.ParameterDomain, "Ruled: ");
    }

    [Fact]
    public void An_unknown_word_of_a_choice_is_refused()
    {
        var parameter = new ParameterInfo { Name = "form", Kind = ParameterKind.Choice, Choices = ["usual", "half"], Default = "usual" };
        Refused(() => parameter.Convert("some", "hlf"), LossError.ParameterDomain, "some: parameter 'form' is 'hlf' (did you mean 'half'?)", "one of usual, half");
        Refused(() => parameter.Convert("some", 1.5), LossError.ParameterType, "parameter 'form' is 1.5");
    }

    [Fact]
    public void Every_type_of_number_is_a_number()
    {
        var parameter = new ParameterInfo { Name = "delta", Kind = ParameterKind.Number };
        object[] twos = [2.0, 2f, (Half)2, 2, 2L, (short)2, (sbyte)2, (byte)2, (ushort)2, 2u, 2ul, 2m, "2"];
        Assert.All(twos, two => Assert.Equal(2.0, parameter.Convert("some", two)));
    }

    [Fact]
    public void A_refusal_made_without_a_rule_names_none()
    {
        Assert.Equal(LossError.Unspecified, new LossException().Error);
        Assert.Equal(LossError.Unspecified, new LossException("text").Error);
        Assert.Equal(LossError.Unspecified, new LossException("text", new InvalidOperationException()).Error);
    }

    [Fact]
    public void An_end_that_float_cannot_hold_is_the_same_in_the_scan_and_in_its_rest()
    {
        // 0.7 as float lies below 0.7, 0.1 as float above 0.1.
        foreach (var domain in (Domain[])[Domain.AtLeast(0.7), Domain.AboveOf(0.7), Domain.AtMost(0.1), Domain.Below(0.1), Domain.AtLeast(0.1), Domain.AboveOf(0.1), Domain.AtMost(0.7), Domain.Below(0.7), Domain.AtLeast(-1e300), Domain.AtMost(1e300), Domain.AboveOf(0), Domain.Below(0)])
        {
            foreach (var end in (double[])[0.1, 0.7, 0, -1e300, 1e300])
            {
                foreach (var x in (float[])[(float)end, MathF.BitIncrement((float)end), MathF.BitDecrement((float)end)])
                {
                    foreach (var (length, at) in ((int, int)[])[(1, 0), (300, 17), (300, 299)])
                    {
                        var inside = domain.Contains(0.4f) ? 0.4f : domain.Contains(9) ? 9 : -9;
                        var values = Enumerable.Repeat(inside, length).ToArray();
                        values[at] = x;
                        Assert.Equal(domain.Contains(x) ? -1 : at, DomainCheck.FirstOutside<float>(values, domain, []));
                    }
                }
            }
        }
    }

    private readonly record struct Identity : IPointLoss1
    {
        public T Of<T>(T input)
            where T : IReal<T> => input;
    }

    private readonly record struct Squared : IPointLoss
    {
        public T Of<T>(T prediction, T target)
            where T : IReal<T> => (prediction - target) * (prediction - target);
    }

    private readonly record struct Three : IPointLoss3
    {
        public T Of<T>(T first, T second, T third)
            where T : IReal<T> => third * (first - second);
    }

    private readonly record struct Ruled(bool Broken) : IPointLoss, IParameterRule
    {
        public string? BrokenRule => Broken ? "it is broken." : null;

        public T Of<T>(T prediction, T target)
            where T : IReal<T> => prediction - target;
    }

    [Fact]
    public void Results_of_different_reductions_do_not_add_up()
    {
        var refused = Assert.Throws<LossException>(() => new LossResult(1, 1, Reduction.Mean) + new LossResult(1, 1, Reduction.Sum));
        Assert.Equal(LossError.Reduction, refused.Error);
        Assert.Equal(1.5, (new LossResult(1, 1, Reduction.Mean) + new LossResult(2, 1, Reduction.Mean)).Value);
    }
}

using Minima.Losses;
using Minima.Reals;
using Xunit;

namespace Minima.Tests.Requests;

/// <summary>One batch for every shape: inputs by name, members of other shapes, and losses made from their C# types.</summary>
public sealed class LossBatchTests
{
    private static readonly double[] Some = [0.5, 1, 2];

    private static IEnumerable<LossEntry> Core => Catalogue.All.Where(entry => entry.Type.Assembly == typeof(Huber).Assembly);

    public static TheoryData<string> Losses => [.. Core.Select(entry => entry.Key)];

    public static TheoryData<string> PointLosses => [.. Core.Where(entry => entry.IsPoint).Select(entry => entry.Key)];

    [SlowTheory]
    [MemberData(nameof(PointLosses))]
    public void Every_input_is_reached_by_its_name(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var inputs = loss.Entry.Inputs;
        var ordered = LossBatch<double>.InOrder([]);
        var named = new LossBatch<double>();
        var half = new LossBatch<double>();
        var expected = new double[inputs.Count];
        var byName = new double[inputs.Count];
        var byHalf = new double[inputs.Count];
        for (var i = inputs.Count - 1; i >= 0; i--)
        {
            var value = Usable(loss.DomainOf(i), i);
            ordered.SetInput(i, value);
            named[inputs[i].Name] = value;
            if (i == 0) half.Prediction = value;
            else if (inputs[i].Name == "target") half.Target = value;
            else half[inputs[i].Name] = value;
            if (!inputs[i].Differentiated) continue;
            ordered.SetGradient(i, expected.AsSpan(i, 1));
            named[inputs[i].Name] = new() { Values = value, Gradient = byName.AsSpan(i, 1) };
            if (i == 0) half.Gradient = byHalf.AsSpan(0, 1);
            else if (inputs[i].Name == "target") half.TargetGradient = byHalf.AsSpan(i, 1);
            else half[inputs[i].Name] = new() { Values = value, Gradient = byHalf.AsSpan(i, 1) };
        }

        var result = loss.Evaluate(ordered);
        Assert.Equal(result, loss.Evaluate(named));
        Assert.Equal(result, loss.Evaluate(half));
        Assert.Equal(expected, byName);
        Assert.Equal(expected, byHalf);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_of_a_type_is_the_loss_of_the_catalogue(string key)
    {
        var created = Catalogue.Find(key).CreateExample();
        var typed = created.Accept(new AsTyped());
        Assert.Equal(created.ToString(), typed.ToString());
        Assert.Same(created.Entry, typed.Entry);
        Assert.Equal(created.Accept(new Formula()), typed.Accept(new Formula()));
    }

    [Fact]
    public void Parameters_of_a_type_are_kept()
    {
        Assert.Equal("huber(delta=2)", Loss.Of(new Huber(2)).ToString());
        Assert.Equal(new Huber(2).Value(Some, [0, 0, 7]), Loss.Of(new Huber(2)).Value(Some, [0, 0, 7]));
        Assert.Equal(LossError.ParameterDomain, Assert.Throws<LossException>(() => Loss.Of(default(Huber))).Error);
        var refused = Assert.Throws<LossException>(() => Loss.Of(new InNoCatalogue()));
        Assert.Equal(LossError.UnknownLoss, refused.Error);
        Assert.Contains("InNoCatalogue is not in any catalogue", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_and_masks_are_arguments_of_the_short_calls()
    {
        double[] target = [0, 0, 7], weight = [1, 2, 0.5];
        bool[] mask = [true, false, true];
        var batch = new LossBatch<double> { Prediction = Some, Target = target, SampleWeight = weight, Mask = mask };
        var gradient = new double[3];
        batch.Gradient = gradient;
        var expected = new Huber(1).Evaluate(batch).Value;
        var typed = new double[3];
        var named = new double[3];
        Assert.Equal(expected, new Huber(1).ValueAndGradient(Some, target, typed, sampleWeight: weight, mask: mask));
        Assert.Equal(expected, Loss.Create("huber").ValueAndGradient(Some, target, named, sampleWeight: weight, mask: mask));
        Assert.Equal(gradient, typed);
        Assert.Equal(gradient, named);
        Assert.Equal(expected, new Huber(1).Value(Some, target, weight, mask));
    }

    [Fact]
    public void An_input_is_given_once()
    {
        Refused("input 'rejected' is given twice", () => Loss.Create("reward_bt").Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["rejected"] = Some }));
        Refused("input 'prediction' is given twice", () => new Huber(1).Evaluate(new LossBatch<double> { ["prediction"] = Some, Prediction = Some, Target = Some }));
        Refused("'five' would be the fifth input", () =>
        {
            var batch = new LossBatch<double> { Prediction = Some, ["two"] = Some, ["three"] = Some, ["four"] = Some };
            batch["five"] = Some;
            return default;
        });
        Refused("(did you mean 'variance'?)", () => Loss.Create("gaussian_nll").Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ["varience"] = Some }));
    }

    [Fact]
    public void An_input_that_is_set_again_is_replaced()
    {
        var batch = new LossBatch<double> { Prediction = Some, Target = Some, ["variance"] = new double[3] };
        batch["variance"] = Some;
        Assert.Equal(Some, batch["variance"].Values.ToArray());
        Assert.True(batch["scale"].Values.IsEmpty);
        Assert.Equal(new GaussianNegativeLogLikelihood().Value(Some, Some, Some), new GaussianNegativeLogLikelihood().Evaluate(batch).Value);
    }

    [Fact]
    public void Four_named_inputs_make_room_for_each_other()
    {
        var names = Catalogue.Find("weibull_nll").Inputs.Select(input => input.Name).ToArray();
        var batch = new LossBatch<double> { [names[3]] = new double[] { 1, 0, 1 }, [names[2]] = Some, [names[1]] = Some, Prediction = Some };
        Assert.Equal(Loss.Create("weibull_nll").Value(Some, Some, Some, [1, 0, 1]), Loss.Create("weibull_nll").Evaluate(batch).Value);
    }

    [Fact]
    public void Members_of_other_shapes_are_refused()
    {
        Refused("huber: the batch sets Labels, but only losses over rows of classes take it. Use Target to give the target as numbers", () => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Labels = [0, 1, 2] }));
        Refused("the batch sets ClassWeights, but only losses over rows of classes take it. Use SampleWeight to weight terms", () => new Huber(1).Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, ClassWeights = Some }));
        Refused("the batch sets IgnoreIndex, but only losses over rows of classes take it. Use Mask to leave out terms", () => Loss.Create("mse").Evaluate(new LossBatch<float> { IgnoreIndex = -1 }));
        Refused("the batch sets Rows, but only losses that are functions of sums take it. Leave it out", () => Loss.Create("mse").Evaluate(new LossBatch<float> { Rows = 1 }));
        Refused("the batch sets Classes, but only losses over rows of classes and losses that are functions of sums take it", () => Loss.Create("giou").Evaluate(new LossBatch<double> { Classes = 4 }));
        Refused("the batch sets Inner", () => Loss.Create("dice").Evaluate(new LossBatch<double> { Prediction = Some, Target = Some, Inner = 1 }));
    }

    private static void Refused(string text, Func<LossResult> call)
    {
        var refused = Assert.Throws<LossException>(() => { call(); });
        Assert.Equal(LossError.UnknownInput, refused.Error);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A number inside the domain, another one for each input.</summary>
    private static double[] Usable(Domain domain, int input) =>
        [new[] { 0.25 + (0.125 * input), 1, -1, 0, -0.5 - input, 1.5 + input }.First(domain.Contains)];

    private readonly record struct InNoCatalogue : IPointLoss
    {
        public T Of<T>(T prediction, T target)
            where T : IReal<T> => prediction - target;
    }

    private sealed class AsTyped : LossVisitor<Loss>
    {
        public override Loss Point<TFormula>(Loss loss, TFormula formula) => OfBoxed(formula.Loss);

        public override Loss Row<TFormula>(Loss loss, TFormula formula) => Loss.Of(formula);

        public override Loss Box<TFormula>(Loss loss, TFormula formula) => Loss.Of(formula);

        public override Loss Sum<TFormula>(Loss loss, TFormula formula) => Loss.Of(formula);

        public override Loss Other(Loss loss) => throw new NotSupportedException();

        private static Loss OfBoxed(ILoss loss) => (Loss)typeof(Loss).GetMethod(nameof(Loss.Of))!.MakeGenericMethod(loss.GetType()).Invoke(null, [loss])!;
    }

    /// <summary>The concrete formula: two losses of one formula have the same values.</summary>
    private sealed class Formula : LossVisitor<object>
    {
        public override object Point<TFormula>(Loss loss, TFormula formula) => formula;

        public override object Row<TFormula>(Loss loss, TFormula formula) => formula;

        public override object Box<TFormula>(Loss loss, TFormula formula) => formula;

        public override object Sum<TFormula>(Loss loss, TFormula formula) => formula;

        public override object Other(Loss loss) => throw new NotSupportedException();
    }
}

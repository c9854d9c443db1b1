using System.Collections.Immutable;
using Minima;
using Xunit;

namespace Outside;

/// <summary>What someone who references the package can do with losses of their own.</summary>
public sealed class OutsideTests
{
    public OutsideTests() => Catalogue.Join(GeneratedLosses.Module);

    [Theory]
    [InlineData("outside_geman")]
    [InlineData("OutsideGeman")]
    [InlineData("outside_gm")]
    public void Own_loss_is_found_by_name_and_alias(string name)
    {
        var entry = Catalogue.Find(name);
        Assert.Equal(typeof(GemanMcClure), entry.Type);
        Assert.Equal("Geman and \"McClure\"", entry.Name);
        Assert.Equal("杰曼“麦克卢尔”\\损失", entry.ChineseName);
        Assert.Equal(new LossText("Saturates at 1: a far \"outlier\" pulls no more.", "outliers are plain wrong.", ""), entry.English);
        Assert.Equal(new LossText("在 1 处饱和：远处的“离群点”不再有拉力。", "", "从远处开始训练时。"), entry.Chinese);
        Assert.Equal(LossFamily.Robust, entry.Family);
        Assert.Equal("PointLoss", entry.Shape);
        var width = Assert.Single(entry.Parameters);
        Assert.Equal(("width", 1.0, Domain.Positive, true), (width.Name, (double)width.Default!, width.Domain, width.InTargetUnits));
    }

    [Fact]
    public void Joining_twice_changes_nothing()
    {
        var count = Catalogue.All.Count;
        Catalogue.Join(GeneratedLosses.Module);
        Assert.Equal(count, Catalogue.All.Count);
    }

    [Fact]
    public void Two_inputs_by_type_and_by_name()
    {
        // r = 1, w = 1: 1/2; slope 2 r w^2 / (w^2 + r^2)^2 = 1/2.
        var gradient = new double[1];
        Assert.Equal(0.5, new GemanMcClure(1).ValueAndGradient([3.0], [2.0], gradient));
        Assert.Equal(0.5, gradient[0]);

        // r = 1, w = 3: 1/10; slope 18/100.
        var loss = Loss.Create("outside_gm", ("width", 3));
        var result = loss.Evaluate(new LossBatch<double> { Prediction = [3.0], Target = [2.0], Gradient = gradient });
        Assert.Equal(0.1, result.Value, 15);
        Assert.Equal(0.18, gradient[0], 15);
        Assert.Equal("outside_geman(width=3)", loss.ToString());
    }

    [Fact]
    public void Rows_with_labels_and_with_targets_that_are_differentiated()
    {
        var gradient = new double[6];
        var result = new Rival(2).Evaluate(new LossBatch<double> { Prediction = [1.0, 3, 2, 5, 5, 5], Labels = [0, -1], Classes = 3, Gradient = gradient });
        Assert.Equal((4, 1), (result.Value, result.Denominator));
        Assert.Equal([-2, 2, 0, 0, 0, 0], gradient);

        var targetGradient = new double[3];
        var targetHessian = new double[3];
        var loss = Loss.Create("outside_rival", ("scale", new double[] { 1, 2, 3 }));
        result = loss.Evaluate(new LossBatch<double> { Prediction = [1.0, 3, 2.5], Target = [1.0, -2, 0], Classes = 3, Gradient = gradient.AsSpan(0, 3), TargetGradient = targetGradient, TargetHessian = targetHessian });
        Assert.Equal(7.5 + 2.5, result.Value);
        Assert.Equal([0, 0, 3], gradient[..3]);
        Assert.Equal([1, -2, 0], targetGradient);
        Assert.Equal([1, 1, 1], targetHessian);
        Assert.Equal("RowLoss", loss.Entry.Shape);
        Assert.Equal([InputKind.Row, InputKind.LabelOrRow], loss.Entry.Inputs.Select(i => i.Kind));
        Assert.Equal("outside_rival(scale=[1, 2, 3])", loss.ToString());
    }

    [Fact]
    public void One_input()
    {
        var gradient = new double[2];
        var result = Loss.Create("outside_cubic").Evaluate(new LossBatch<double> { Prediction = [2.0, 4.0], Gradient = gradient });
        Assert.Equal((8 + 64) / 2.0, result.Value);
        Assert.Equal([12 / 2.0, 48 / 2.0], gradient);
        Assert.Equal(36, new Cubic().Evaluate(new LossBatch<double> { Prediction = [2.0, 4.0] }).Value);
    }

    [Fact]
    public void Three_inputs()
    {
        // r = 3, s = 2: 9/2 + 2; by r 2 r/s = 3; by s 1 - 9/4.
        var byPrediction = new double[1];
        var byScale = new double[1];
        var result = new ScaledSquare().Evaluate(new LossBatch<double> { Prediction = [5.0], Target = [2.0], ["noise_scale"] = new() { Values = [2.0], Gradient = byScale }, Gradient = byPrediction });
        Assert.Equal(6.5, result.Value);
        Assert.Equal((3, -1.25), (byPrediction[0], byScale[0]));
        Assert.Equal(["prediction", "target", "noise_scale"], Catalogue.Find("outside_scaled_square").Inputs.Select(i => i.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void Four_inputs_all_differentiated()
    {
        // a b + c^2 d at (2, 3, 5, 7): by a 3, by b 2, by c 70, by d 25.
        var a = new float[1];
        var b = new float[1];
        var c = new float[1];
        var d = new float[1];
        var result = Loss.Create("outside_four_way").Evaluate(new LossBatch<float>
        {
            Prediction = [2],
            Target = [3],
            ["third"] = new() { Values = [5], Gradient = c },
            ["fourth"] = new() { Values = [7], Gradient = d },
            Gradient = a,
            TargetGradient = b,
        });
        Assert.Equal(181, result.Value);
        Assert.Equal((3f, 2f, 70f, 25f), (a[0], b[0], c[0], d[0]));
    }

    [Fact]
    public void Parameter_outside_its_domain_is_refused_by_type()
    {
        var refused = Assert.Throws<LossException>(() => default(GemanMcClure).Value([1.0], [2.0]));
        Assert.Equal(LossError.ParameterDomain, refused.Error);
        Assert.Contains("outside_geman: parameter 'width' is 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_outside_its_domain_is_refused_by_name()
    {
        var refused = Assert.Throws<LossException>(() => Loss.Create("outside_geman", ("width", -1)));
        Assert.Equal(LossError.ParameterDomain, refused.Error);
    }

    [Fact]
    public void Input_outside_its_domain_is_refused_with_its_name()
    {
        var refused = Assert.Throws<LossException>(() => new ScaledSquare().Evaluate(new LossBatch<double> { Prediction = [5.0], Target = [2.0], ["noise_scale"] = new() { Values = [-2.0] } }));
        Assert.Equal(LossError.Domain, refused.Error);
        Assert.Contains("'noise_scale' at index 0 is -2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_cannot_be_joined()
    {
        var before = Catalogue.All.Count;
        var thief = new LossEntry
        {
            Key = "outside_thief",
            Name = "Thief",
            ChineseName = "小偷",
            English = new LossText("Takes a name.", "", ""),
            Chinese = new LossText("占用名称。", "", ""),
            Family = LossFamily.Robust,
            Shape = "PointLoss",
            Type = typeof(GemanMcClure),
            Aliases = ["HU-BER"],
            Create = static (_, _) => throw new InvalidOperationException(),
            ParametersOf = static _ => [],
        };
        var refused = Assert.Throws<ArgumentException>(() => Catalogue.Join(new LossModule("Thieves", [thief])));
        Assert.Contains("'HU-BER' already belongs to huber", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Catalogue.All.Count);
        Assert.Null(Catalogue.TryFind("outside_thief"));
    }

    [Fact]
    public void Every_kind_of_parameter_has_its_default()
    {
        var entry = Catalogue.Find("outside_every_kind");
        Assert.Equal(["number", "ceiling", "count", "doubled", "power", "levels", "M", "class_weight"], entry.Parameters.Select(p => p.Name), StringComparer.Ordinal);
        Assert.Equal(
            [ParameterKind.Number, ParameterKind.OptionalNumber, ParameterKind.Integer, ParameterKind.Boolean, ParameterKind.Choice, ParameterKind.Numbers, ParameterKind.Matrix, ParameterKind.NumberOrNumbers],
            entry.Parameters.Select(p => p.Kind));
        Assert.Equal([Domain.Real, Domain.Below(10), Domain.AtLeast(1), Domain.Real, Domain.Real, Domain.Unit, Domain.NonNegative, Domain.NonNegative], entry.Parameters.Select(p => p.Domain));
        Assert.Equal([Math.PI, null, 2, false, "squared"], entry.Parameters.Take(5).Select(p => p.Default));
        Assert.Equal([0.25, 0.5], (ImmutableArray<double>)entry.Parameters[5].Default!);
        Assert.Equal("[[0, 1.5], [2, 3]]", ParameterInfo.Format(entry.Parameters[6].Default));
        Assert.Equal(["first", "squared"], entry.Parameters[4].Choices);
        Assert.Equal((3.0, 2), ((double)entry.Parameters[7].Default!, entry.Parameters[7].BindsInput));
        Assert.Equal(3, entry.Inputs[2].BoundTo);

        // 3 * 2^2 + pi + 2 + 0.75.
        var loss = Loss.Create("outside_every_kind");
        Assert.Equal(14.75 + Math.PI, loss.Evaluate(new LossBatch<double> { Prediction = [3.0], Target = [1.0] }).Value, 14);
    }

    [Fact]
    public void Every_kind_of_parameter_can_be_given()
    {
        // 2 (10 * 2 + 1 + 3 + 5 + 0.5)
        var loss = Loss.Create(
            "outside_every_kind",
            ("number", 1),
            ("ceiling", 5),
            ("count", 3),
            ("doubled", true),
            ("power", "first"),
            ("levels", new[] { 0.5 }),
            ("M", new double[][] { [1, 2, 3] }),
            ("class_weight", 10));
        Assert.Equal(59, loss.Evaluate(new LossBatch<double> { Prediction = [3.0], Target = [1.0] }).Value);
    }

    [Fact]
    public void Parameters_are_read_off_a_loss()
    {
        var values = Catalogue.Find("outside_every_kind").ParametersOf(new EveryKind(1, 2, 3, true, PowerOfResidual.First, [0.5], [[4]]));
        Assert.Equal([1.0, 2.0, 3, true, "first"], values[..5]);
        Assert.Equal([0.5], (ImmutableArray<double>)values[5]!);
        Assert.Equal("[[4]]", ParameterInfo.Format(values[6]));
        Assert.Null(values[7]);
        Assert.Empty((ImmutableArray<double>)Catalogue.Find("outside_every_kind").ParametersOf(default(EveryKind))[5]!);
        Assert.Empty((ImmutableArray<ImmutableArray<double>>)Catalogue.Find("outside_every_kind").ParametersOf(default(EveryKind))[6]!);
    }

    [Fact]
    public void A_matrix_has_rows_of_one_length_in_its_domain()
    {
        var uneven = Assert.Throws<LossException>(() => Loss.Create("outside_every_kind", ("M", new double[][] { [1, 2], [3] })));
        Assert.Equal((LossError.ParameterType, "outside_every_kind: parameter 'M' has a row of 2 numbers and one of 1; all rows must have the same length."), (uneven.Error, uneven.Message));
        Assert.Equal(LossError.ParameterDomain, Assert.Throws<LossException>(() => Loss.Create("outside_every_kind", ("M", new double[][] { [1, 2], [3, -1] }))).Error);
        var flat = Assert.Throws<LossException>(() => Loss.Create("outside_every_kind", ("M", new double[] { 1, 2 })));
        Assert.Equal(LossError.ParameterType, flat.Error);
        Assert.Contains("a list of rows, each a list of numbers", flat.Message, StringComparison.Ordinal);
        Assert.Equal(LossError.ParameterType, Assert.Throws<LossException>(() => Loss.Create("outside_every_kind", ("M", new object()))).Error);
    }

    /// <summary>The generator writes down what the interfaces say; this compares the two, for every loss there is.</summary>
    [Fact]
    public void Differentiated_inputs_are_those_of_the_formula()
    {
        foreach (var entry in Catalogue.All)
        {
            var listed = entry.Inputs.Select((input, i) => input.Differentiated ? 1 << i : 0).Sum();
            Assert.Equal((entry.Key, (InputSet)listed), (entry.Key, entry.CreateExample().Accept(new DifferentiatedOf())));
        }
    }

    private sealed class DifferentiatedOf : LossVisitor<InputSet>
    {
        public override InputSet Point<TFormula>(Loss loss, TFormula formula) => TFormula.Differentiated;

        public override InputSet Row<TFormula>(Loss loss, TFormula formula) => TFormula.Differentiated;

        public override InputSet Box<TFormula>(Loss loss, TFormula formula) => TFormula.Differentiated;

        public override InputSet Sum<TFormula>(Loss loss, TFormula formula) => InputSet.First;

        public override InputSet Other(Loss loss) => throw new InvalidOperationException(loss.ToString());
    }
}

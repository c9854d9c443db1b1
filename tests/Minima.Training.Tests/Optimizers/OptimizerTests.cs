namespace Minima.Training.Tests.Optimizers;

/// <summary>What every optimizer does beside its formula: rates, groups, names, what is skipped, what is refused.</summary>
public class OptimizerTests
{
    [Fact]
    public void ALearningRateMustBeFiniteAndAboveZero()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        Refusal.Of("IsTrainable to false", () => new Adam([parameter], 0));
        Refusal.Of("climb the loss", () => new Adam([parameter], -0.1));
        Refusal.Of("adam: the learning rate is NaN", () => new Adam([parameter], double.NaN));
        Refusal.Of("finite and above 0", () => new Adam([parameter], double.PositiveInfinity));
        var optimizer = new Sgd([parameter], 0.5);
        Refusal.Of("sgd: the learning rate is 0", () => optimizer.LearningRate = 0);
        Refusal.Of("learning rate is -0", () => optimizer.LearningRate = -0.0);
        Assert.Equal(0.5, optimizer.LearningRate);
        Refusal.Of("factor of the learning rate is -1", () => optimizer.LearningRateFactor = -1);
        Refusal.Of("gradient scale is 0", () => optimizer.GradientScale = 0);
    }

    [Fact]
    public void GroupsHaveTheirOwnRatesAndOptions()
    {
        var (a, b, c) = (TestParameter.Of("a", ElementType.Double, 1), TestParameter.Of("b", ElementType.Double, 1), TestParameter.Of("c", ElementType.Double, 1));
        var optimizer = new Sgd(
            [new ParameterGroup([a]), new ParameterGroup([b]) { LearningRate = 0.01, Options = { ["weight_decay"] = 0 } }, new ParameterGroup([c]) { Options = { ["Momentum"] = 0.5 } }],
            learningRate: 0.1,
            weightDecay: 0.5);
        void Step()
        {
            foreach (var parameter in optimizer.Parameters) parameter.SetGradient(1);
            optimizer.Step();
        }

        Step();
        Assert.Equal(1 - (0.1 * 1.5), a.Value.Item(), 1e-15);
        Assert.Equal(1 - 0.01, b.Value.Item(), 1e-15);
        Assert.Equal(1 - (0.1 * 1.5), c.Value.Item(), 1e-15);
        optimizer.LearningRate = 1;
        Assert.Equal(0.1, optimizer.LearningRateOf(b), 1e-15);
        var (before, last) = (b.Value.Item(), c.Value.Item());
        Step();
        Assert.Equal(before - 0.1, b.Value.Item(), 1e-15);
        Assert.Equal(last - ((0.5 * 1.5) + 1 + (0.5 * last)), c.Value.Item(), 1e-15);
        Assert.Equal(0.5, optimizer.Option("momentum", 2));
        Assert.Equal(0, optimizer.Option("momentum"));
        Refusal.Of("no group 3", () => optimizer.Option("momentum", 3));
        Refusal.Of("not trained by this optimizer", () => optimizer.LearningRateOf(TestParameter.Of("other", ElementType.Double, 1)));
    }

    [Fact]
    public void AParameterWithoutGradientIsSkippedAndItsClockStands()
    {
        var (a, b) = (TestParameter.Of("a", ElementType.Double, 1), TestParameter.Of("b", ElementType.Double, 1));
        var optimizer = new Adam([a, b], 0.1, weightDecay: 0.5, decoupled: true);
        a.SetGradient(1);
        optimizer.Step();
        Assert.Equal(1, b.Value.Item());
        Assert.Equal(1, optimizer.ExportState().Numbers["step/a"]);
        Assert.Equal(0, optimizer.ExportState().Numbers["step/b"]);
        optimizer.ClearGradients();
        Assert.True(a.Gradient.IsNone);
        var stays = a.Value.Item();
        b.SetGradient(1);
        b.IsTrainable = false;
        optimizer.Step();
        Assert.Equal(stays, a.Value.Item());
        Assert.Equal(1, b.Value.Item());
        b.IsTrainable = true;
        optimizer.Step();
        Assert.Equal(0.95 - 0.1, b.Value.Item(), 1e-8);
    }

    [Fact]
    public void NamesAreFoundInAnySpellingAndTheNearestIsNamed()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        foreach (var name in new[] { "adamw", "AdamW", "Adam_W", "L-BFGS", "RMSProp", "rms_prop", "amsgrad", "NAdam" }) Assert.NotNull(Training.Optimizers.Create(name, [parameter]));
        Refusal.Of("'adma' (did you mean 'adam'", () => Training.Optimizers.Create("adma", [parameter]));
        Refusal.Of("There are adadelta, adagrad", () => Training.Optimizers.Create("zzz", [parameter]));
        Refusal.Of("sgd has no option 'momentun' (did you mean 'momentum'?)", () => Training.Optimizers.Create("sgd", [parameter], 0.1, ("momentun", 0.9)));
        Refusal.Of("momentum is given twice", () => Training.Optimizers.Create("sgd", [parameter], 0.1, ("momentum", 0.9), ("Momentum", 0.8)));
        Refusal.Of("beta1 is 1; it must be in [0, 1) (default 0.9)", () => Training.Optimizers.Create("adam", [parameter], 0.1, ("beta1", 1)));
        Refusal.Of("nesterov is 2; it must be 0 (no) or 1 (yes)", () => Training.Optimizers.Create("sgd", [parameter], 0.1, ("nesterov", 2)));
        Refusal.Of("weight_decay is -1", () => new Lion([parameter], weightDecay: -1));
        Refusal.Of("beta2 is NaN", () => new Adam([parameter], beta2: double.NaN));
        Refusal.Of("epsilon is 0", () => new Adadelta([parameter], epsilon: 0));
        Refusal.Of("has no option 'x'", () => new Sgd([new ParameterGroup([parameter]) { Options = { ["x"] = 1 } }]));
    }

    [Fact]
    public void AliasesAreUnique()
    {
        var names = Training.Optimizers.All.SelectMany(e => e.Aliases.Prepend(e.Name)).Select(n => n.Replace("_", string.Empty, StringComparison.Ordinal)).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ParametersMustBeThereOnce()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        Refusal.Of("there are no parameters", () => new Sgd(Array.Empty<Parameter>()));
        Refusal.Of("'w' is given twice", () => new Sgd([parameter, parameter]));
        Refusal.Of("'w' is given twice", () => new Sgd([new ParameterGroup([parameter]), new ParameterGroup([parameter])]));
        Refusal.Of("group 1 has no parameters", () => new Sgd([new ParameterGroup([parameter]), new ParameterGroup([])]));
        Refusal.Of("learning rate of group 0 is 0", () => new Sgd([new ParameterGroup([parameter]) { LearningRate = 0 }]));
    }

    [Fact]
    public void NesterovNeedsMomentumWithoutDampening()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        Refusal.Of("momentum is 0", () => new Sgd([parameter], nesterov: true));
        Refusal.Of("without dampening", () => new Sgd([parameter], nesterov: true, momentum: 0.9, dampening: 0.1));
    }

    [Fact]
    public void OptionsChangeWhereTheStateStays()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        var optimizer = new Sgd([parameter], 1, momentum: 0.9);
        parameter.SetGradient(1);
        optimizer.Step();
        optimizer.SetOption("momentum", 0.5);
        optimizer.Step();
        Assert.Equal(0 - 1.5, parameter.Value.Item(), 1e-15);
        Refusal.Of("momentum cannot change from 0.5 to 0", () => optimizer.SetOption("momentum", 0));
        Refusal.Of("momentum is 1", () => optimizer.SetOption("momentum", 1));
        Refusal.Of("has no option", () => optimizer.SetOption("beta1", 0.5));
        Assert.Equal(0.5, optimizer.Option("momentum"));
    }

    [Fact]
    public void AGradientOfAnotherShapeIsRefusedByName()
    {
        var parameter = TestParameter.Of("weight", ElementType.Double, [2, 3], 1, 2, 3, 4, 5, 6);
        parameter.Value.Node.Gradient = Tensor.Zeros([3, 2], ElementType.Double).Keep();
        Refusal.Of("'weight' is Double [3, 2]; it must be Double [2, 3]", () => new Sgd([parameter]).Step());
        parameter.Value.Node.Gradient = Tensor.Zeros([3, 2], ElementType.Double).Keep().Transpose(0, 1);
        Refusal.Of("a view with gaps", () => new Sgd([parameter]).Step());
        parameter.Value.Node.Gradient = Tensor.Zeros([2, 3]).Keep();
        Refusal.Of("is Single [2, 3]", () => new Sgd([parameter]).GradientNorm());
    }

    [Fact]
    public void AStepThatAGraphStillNeedsIsNoticed()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 3);
        var optimizer = new Sgd([parameter]);
        var loss = (parameter.Value * parameter.Value).Sum();
        parameter.SetGradient(1);
        optimizer.Step();
        Refusal.Of("changed in place", loss.Backward);
    }

    [Fact]
    public void AModelLearns()
    {
        var random = new Random(5);
        double[] inputs = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        var x = Tensor.Of(inputs, [20, 3]).Keep();
        var y = Tensor.Of([.. Enumerable.Range(0, 20).Select(i => (2 * inputs[3 * i]) - inputs[(3 * i) + 1] + 0.5)], [20, 1]).Keep();
        var weight = TestParameter.Of("weight", ElementType.Double, [3, 1], 0, 0, 0);
        var bias = TestParameter.Of("bias", ElementType.Double, [1, 1], 0);
        var optimizer = new Adam([weight, bias], 0.05);
        for (var step = 0; step < 2000; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            var error = x.MatMul(weight.Value) + bias.Value.BroadcastTo([20, 1]) - y;
            (error * error).Mean().Backward();
            optimizer.Step();
        }

        Assert.Equal([2, -1, 0], weight.Value.ToArray().Select(v => Math.Round(v, 6)));
        Assert.Equal(0.5, bias.Value.Item(), 1e-6);
    }

    [Fact]
    public void StepWithAClosureReturnsTheLossBefore()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 2);
        var optimizer = new Sgd([parameter], 0.25);
        Assert.Equal(4, optimizer.Step(() =>
        {
            parameter.SetGradient(2 * parameter.Value.Item());
            return parameter.Value.Item() * parameter.Value.Item();
        }));
        Assert.Equal(1, parameter.Value.Item());
    }
}

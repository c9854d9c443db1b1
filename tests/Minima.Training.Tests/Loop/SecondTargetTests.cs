using Minima.Tensors.Losses;
using Minima.Training.Tests.Optimizers;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Loop;

/// <summary>Losses that hold outputs against two things: a term says which of a batch's targets each of them is.</summary>
public sealed class SecondTargetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheLossIsGivenBothInItsOrder(bool weighted)
    {
        var (output, teacher, labels) = (GradientCheck.Numbers([5, 3], 1), GradientCheck.Numbers([5, 3], 2), Tensor.Of([0, 2, 1, 1, 0], [5]));
        var weight = weighted ? GradientCheck.Numbers([5], 3, 0.1, 2) : default;
        var batch = new TrainingBatch(GradientCheck.Numbers([5, 1]), labels, weight) { MoreTargets = [GradientCheck.Numbers([5, 1]), teacher] };
        var objective = new Objective([Of(0, 2)]);
        Assert.Equal(new KnowledgeDistillation(2, 0.5).Apply(output, teacher, labels, new LossArguments { Weight = weight }).Item(), objective.Apply(output, batch, [], new LossResult[1]).Item(), 1e-14);
        GradientCheck.Holds(outputs => objective.Apply(outputs[0], batch, [], new LossResult[1]), output);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refusal.Of("needs 'target' for every row in addition to the target. These are data", () => new Objective([Of(null, 1)]));
        Refusal.Of("name the batch's target that holds it by SecondTarget", () => new Objective([Of(null, 1)]));
        Refusal.Of("'a' was given a second target, and mse takes one", () => new Objective([new LossTerm("a", Loss.Create("mse")) { SecondTarget = 1 }]));
        Refusal.Of("'a' was given a second target, and entropy_min takes none", () => new Objective([new LossTerm("a", Loss.Create("entropy_min")) { SecondTarget = 1 }]));
        Refusal.Of("'a' was given a second target, and gaussian_nll takes one: 'target'", () => new Objective([new LossTerm("a", Loss.Create("gaussian_nll")) { SecondTarget = 1 }]));
        var batch = new TrainingBatch(GradientCheck.Numbers([2, 1]), Tensor.Of([0, 1], [2])) { MoreTargets = [GradientCheck.Numbers([2, 3])] };
        Refusal.Of("There is no target 5 in the batch; it has 2", () => new Objective([Of(5, 1)]).Apply(GradientCheck.Numbers([2, 3]), batch, [], new LossResult[1]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(3)]
    public void AReplayKnowsIt(int? second)
    {
        var term = Of(second, 1);
        Assert.Equal(second, ReplayJson.Term(new LossTerm("teacher", term.Loss), ReplayJson.Of(term)).SecondTarget);
    }

    private static LossTerm Of(int? second, int target) =>
        new("teacher", Loss.Create("kd", ("temperature", 2.0), ("alpha", 0.5))) { Target = target, SecondTarget = second };
}

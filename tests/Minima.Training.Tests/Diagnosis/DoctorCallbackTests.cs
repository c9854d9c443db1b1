using Minima.Tensors.Randomness;
using Minima.Training.Diagnosis;
using Minima.Training.Tests.Loop;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>What goes wrong during training is reported once, and a sound training is left alone.</summary>
public sealed class DoctorCallbackTests
{
    [Theory]
    [InlineData("classes")]
    [InlineData("numbers")]
    [InlineData("binary")]
    public void ASoundTrainingHasNoFinding(string problem)
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var one = HealthyTests.Of(problem, seed);
            Assert.Empty(Train(one, epochs: 15).Findings);
        }
    }

    [Fact]
    public void TheBitsOfATrainingDoNotDependOnIt()
    {
        var one = Case.Classes();
        double[] Weights(IReadOnlyList<TrainingCallback> callbacks)
        {
            var model = one.Model(1);
            new Trainer(model, one.Objective, one.Optimizer(model)) { Epochs = 3, Callbacks = callbacks }.Fit(one.Training);
            return Problem.Weights(model);
        }

        Assert.Equal(Weights([]), Weights([new DoctorCallback()]));
    }

    [Fact]
    public void APlateauIsReportedOnce()
    {
        var told = new List<Finding>();
        var callback = new DoctorCallback(told.Add) { PlateauEpochs = 3 };
        for (var epoch = 1; epoch <= 12; epoch++) callback.EpochEnded(Any(), new EpochRecord(epoch, epoch, epoch < 3 ? 1.1 - (0.1 * epoch) : 0.9));
        Assert.Equal("loss-plateau", Assert.Single(told).Code);
        Assert.Contains("has not fallen since epoch 2, 3 epochs ago", told[0].English.Measured, StringComparison.Ordinal);
        Assert.Equal(told, callback.Findings);
    }

    [Fact]
    public void ALossThatHasFallenFarEnoughMayStandStill()
    {
        var callback = new DoctorCallback { PlateauEpochs = 3 };
        for (var epoch = 1; epoch <= 20; epoch++) callback.EpochEnded(Any(), new EpochRecord(epoch, epoch, epoch < 5 ? 1.0 / epoch : 0.25));
        Assert.Empty(callback.Findings);
    }

    [Fact]
    public void ALossThatRisesIsReported()
    {
        var one = Case.Numbers() with { Optimizer = model => new Sgd(model.Parameters, 0.7) };
        Assert.Contains(Train(one, epochs: 3).Findings, finding => finding.Code == "loss-rises");
    }

    [Fact]
    public void AGradientThatJumpsIsReportedWithItsStep()
    {
        var callback = new DoctorCallback();
        for (var step = 1; step <= 60; step++) callback.StepEnded(Any(), new StepReport(1, step, 100, step, 1, step == 50 ? 900 : 1 + (step % 3), 0.1));
        var finding = Assert.Single(callback.Findings);
        Assert.Equal("exploding-gradient", finding.Code);
        Assert.Contains("at step 50 (epoch 1)", finding.English.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsThatFallOrGrowSlowlyAreNot()
    {
        var callback = new DoctorCallback();
        for (var step = 1; step <= 600; step++) callback.StepEnded(Any(), new StepReport(1, step, 1000, step, 1, Math.Exp(step / 100.0), 0.1));
        for (var step = 601; step <= 1200; step++) callback.StepEnded(Any(), new StepReport(1, step, 1000, step, 1, Math.Exp((1200 - step) / 100.0), 0.1));
        Assert.Empty(callback.Findings);
    }

    [Theory]
    [InlineData("dead-units")]
    [InlineData("no-gradient")]
    public void WhatGetsNoGradientIsNamed(string code)
    {
        var one = BrokenCases.All[code](1);
        var finding = Assert.Single(Train(one, epochs: 2).Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains("0.weight", finding.English.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var one = Case.Classes();
        var model = one.Model(1);
        var callback = new DoctorCallback();
        var trainer = new Trainer(model, one.Objective, one.Optimizer(model)) { Epochs = 1, Callbacks = [callback] };
        trainer.Fit(one.Training);
        callback.EpochStarted(trainer, 2);
        var report = new StepReport(2, 1, 8, 9, 1, 1, 0.1);
        callback.StepEnded(trainer, report);
        Assert.Equal(0, Steady.Allocated(() => callback.StepEnded(trainer, report), steps: 100));
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Contains("PlateauEpochs is 0", Assert.Throws<TrainingException>(() => new DoctorCallback { PlateauEpochs = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("LeastImprovement is 1", Assert.Throws<TrainingException>(() => new DoctorCallback { LeastImprovement = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("LossWeight is 0", Assert.Throws<TrainingException>(() => new DoctorCallback { LossWeight = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("LossWeight is Infinity", Assert.Throws<TrainingException>(() => new DoctorCallback { LossWeight = double.PositiveInfinity }).Message, StringComparison.Ordinal);
    }

    private static DoctorCallback Train(Case one, int epochs)
    {
        var model = one.Model(one.Options.Seed);
        var callback = new DoctorCallback();
        new Trainer(model, one.Objective, one.Optimizer(model)) { Epochs = epochs, Callbacks = [callback], Guard = null }.Fit(one.Training);
        return callback;
    }

    private static Trainer Any()
    {
        var model = new Linear(1, 1, new RandomState(1));
        return new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 0.1));
    }
}

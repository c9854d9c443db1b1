using Minima.Tensors.Losses;

namespace Minima.Training.Tests.Continual;

/// <summary>The old model's answers as a target of the new one.</summary>
public class LearningWithoutForgettingTests
{
    [Fact]
    public void ACopyAnswersAsTheModelDidAndStays()
    {
        var model = Tasks.Model();
        var old = LearningWithoutForgetting.Copy(model);
        var rows = Tasks.Clouds(8);
        var weights = Tasks.Weights(model);
        Assert.Equal(weights, Tasks.Weights(old));
        new Trainer(model, Tasks.CrossEntropy(), new Sgd(model.Parameters, 0.5)) { Epochs = 3 }.Fit(rows);
        Assert.Equal(weights, Tasks.Weights(old));
        Assert.NotEqual(weights, Tasks.Weights(model));
    }

    [Fact]
    public void BatchesCarryTheOldAnswersAndTheTermIsTheLoss()
    {
        var (model, old, rows) = (Tasks.Model(2), LearningWithoutForgetting.Copy(Tasks.Model()), Tasks.Clouds(10, batch: 5));
        var source = new LearningWithoutForgetting(rows, old);
        Assert.Equal((10, 2), (source.Rows, source.Batches));
        var objective = new Objective([new LossTerm("new", Loss.Create("cross_entropy")), LearningWithoutForgetting.Term(outputs: 2, temperature: 3, weight: 0.5)], TermWeights.AsGiven);
        using var silence = Autograd.NoGradient();
        using var reader = source.Open(0, 0);
        var batches = 0;
        while (reader.Next(out var batch))
        {
            batches++;
            var answers = Assert.Single(batch.MoreTargets);
            Assert.Equal(old.Forward(batch.Features).ToArray(), answers.ToArray());

            // The old model is asked for two outputs only here: as if the third class were new.
            var narrow = batch with { MoreTargets = [answers.Slice(1, 0, 2)] };
            var said = model.Forward(batch.Features);
            var value = objective.Apply(said, narrow, [], new LossResult[2]).Item();
            var expected = Loss.Create("cross_entropy").Apply(said, batch.Target).Item() + (0.5 * new OldAnswers(3).Apply(said.Slice(1, 0, 2), answers.Slice(1, 0, 2)).Item());
            Assert.Equal(expected, value, 1e-14);
        }

        Assert.Equal(2, batches);
    }

    [Fact]
    public void OldAnswersAreKept()
    {
        var (first, second) = (Tasks.Clouds(60, batch: 20), Tasks.Clouds(60, turn: 1.2, batch: 20));
        var (free, kept) = (After(keeps: false), After(keeps: true));
        Assert.True(kept < 0.7 * free, $"{kept} with the old answers, {free} without");

        double After(bool keeps)
        {
            var model = Tasks.Model();
            var learner = new Trainer(model, Tasks.CrossEntropy(), new Adam(model.Parameters, 0.02)) { Epochs = 40 };
            learner.Fit(first);
            var objective = keeps ? new Objective([new LossTerm("new", Loss.Create("cross_entropy")), LearningWithoutForgetting.Term(outputs: 3, weight: 3)], TermWeights.AsGiven) : Tasks.CrossEntropy();
            var rows = keeps ? (IBatchSource)new LearningWithoutForgetting(second, LearningWithoutForgetting.Copy(model)) : second;
            new Trainer(model, objective, new Adam(model.Parameters, 0.02)) { Epochs = 40 }.Fit(rows);
            return learner.Judge(first).Loss;
        }
    }

    [Fact]
    public void ATemperatureThatIsNotAboveZeroIsRefused() => Assert.Throws<LossException>(() => LearningWithoutForgetting.Term(3, temperature: 0));
}

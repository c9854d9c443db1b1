namespace Minima.Training.Tests.MultiTask;

/// <summary>The weights of several terms.</summary>
public sealed class ObjectiveWeightTests
{
    [Fact]
    public void TheySumToOneUnlessToldOtherwise()
    {
        LossTerm[] terms = [TwoTasks.Terms()[0] with { Weight = 3 }, TwoTasks.Terms()[1]];
        Assert.Equal([0.75, 0.25], new Objective(terms).Terms.Select(term => term.Weight));
        Assert.Equal([3, 1], new Objective(terms, TermWeights.AsGiven).Terms.Select(term => term.Weight));

        // A single one keeps its weight: there is nothing to share.
        Assert.Equal(3, new Objective([terms[0]]).Terms[0].Weight);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    public void WeightsThatCannotSumToOneAreRefused(double first, double second)
    {
        LossTerm[] terms = [TwoTasks.Terms()[0] with { Weight = first }, TwoTasks.Terms()[1] with { Weight = second }];
        Assert.Contains("TermWeights.AsGiven", Assert.Throws<TrainingException>(() => new Objective(terms)).Message, StringComparison.Ordinal);
        Assert.Equal(first, new Objective(terms, TermWeights.AsGiven).Terms[0].Weight);
    }

    /// <summary>One loss fades out while another fades in: the record follows.</summary>
    [Fact]
    public void SchedulesMoveThem()
    {
        var model = TwoTasks.Network();
        var rows = TwoTasks.Rows();
        LossTerm[] terms =
        [
            TwoTasks.Terms()[0] with { Schedule = new StepSchedule(3, 0.5) },
            new("other", Loss.Create("mae")) { OutputCount = 1 },
        ];
        using var loader = TwoTasks.Loader(rows);
        var history = new Trainer(model, new Objective(terms), new Sgd(model.Parameters, 0.01)) { Epochs = 3 }.Fit(loader).History;
        Assert.Equal(3, loader.BatchesPerEpoch);
        Assert.Equal([0.5, 0.25, 0.125], history.Select(record => record.TermWeights["first"]));
        Assert.All(history, record => Assert.Equal(0.5, record.TermWeights["other"]));
        Assert.Equal((0.25 * history[1].Terms["first"]) + (0.5 * history[1].Terms["other"]), history[1].TrainingLoss, 1e-12);
    }
}

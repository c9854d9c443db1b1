using Minima.Lab.Weighting;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/mission.md says of saved work holds on other seeds.</summary>
public sealed class SavingTests
{
    [Fact]
    public void LearningFromTheHardestRowsTakesLessWork()
    {
        var run = FindingRun.Of();
        var outcome = SavingExperiment.Compared(run).Run(run);
        var plain = Work(SavingExperiment.Plain);
        Assert.True(Work(SavingExperiment.Hard.English) < 0.8 * plain, $"{Work(SavingExperiment.Hard.English)} against {plain}");
        Assert.True(Work(SavingExperiment.Remembered.English) < plain);
        Assert.All(outcome.Methods.SelectMany(method => method.Results), done => Assert.InRange(done.Path[^1].Work, 0.99 * done.Budget, 1.1 * done.Budget));

        double Work(string name) => Math.Exp(outcome[name].Results.Average(done => Math.Log(done.Until(0.97))));
    }
}

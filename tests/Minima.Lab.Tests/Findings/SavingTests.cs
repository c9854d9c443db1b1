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
        Assert.True(Work(SavingExperiment.Hard.English) < Work(SavingExperiment.Plain), $"{Work(SavingExperiment.Hard.English)} against {Work(SavingExperiment.Plain)}");
        Assert.True(Work(SavingExperiment.Hard.English) < Work(SavingExperiment.Focal), $"{Work(SavingExperiment.Hard.English)} against {Work(SavingExperiment.Focal)}");
        Assert.All(outcome.Methods.SelectMany(method => method.Results), done => Assert.InRange(done.Path[^1].Work, 0.99 * done.Budget, 1.1 * done.Budget));

        double Work(string name) => Math.Exp(outcome[name].Results.Average(done => Math.Log(done.Until(0.97))));
    }
}

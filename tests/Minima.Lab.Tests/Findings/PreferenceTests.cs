using Minima.Lab.Preference;
using Minima.Lab.Studies;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of preferences holds on other seeds.</summary>
public sealed class PreferenceTests
{
    [SlowFact]
    public void PreferencesGiveMoreThanTunedFineTuningAndNobodyPassesTheBest()
    {
        var (run, methods) = (FindingRun.Of(), new PolicyMethods(FindingRun.Of()));
        var outcome = PreferenceExperiment.Compared(methods).Run(run);
        Assert.All(outcome.Compared(), one => Assert.True(one.Value.Difference.Mean > 0.2, one.Key));
        var possible = outcome[PolicyMethods.Possible].Over(PreferenceExperiment.Net.Of);
        Assert.All(outcome.Methods, method => Assert.All(method.Over(PreferenceExperiment.Net.Of).Values.Zip(possible.Values), pair => Assert.True(pair.First <= pair.Second + 1e-9)));
        Assert.All(outcome.Rivals, method => Assert.True(method.Over(one => one.Share).Mean > outcome.Baseline.Over(one => one.Share).Mean, method.Name.English));

        // DPO's own policy judges about as well as the reward models do.
        Assert.True(run.JudgingSeeds.Average(seed => methods.RankedByRewards(Trial.ToJudge(run, seed))) > 0.75);
        Assert.True(outcome["DPO"].Over(one => one.Ranked).Mean > 0.75);
    }
}

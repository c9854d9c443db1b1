using Minima.Lab.Continual;
using Minima.Lab.Studies;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of learning without forgetting holds on other seeds.</summary>
public sealed class ContinualTests
{
    private const int Epochs = 15;

    [Fact]
    public void MemoriesForgetLessThanTheTunedBaselineWhereOutputsAreShared()
    {
        var outcome = Of(hasOneHead: true, [Memories.Naive, "gem", "a-gem"]);
        Assert.All(outcome.Compared(), one => Assert.True(one.Value.Difference.Mean > 0.03, one.Key));
    }

    [Fact]
    public void MemoryAwareSynapsesFallBehindAtTenTimesTheStrength()
    {
        // The strengths in their order: 0.03, then 0.003, each at two rates.
        var mas = Of(hasOneHead: false, [Memories.Naive, "mas"])["mas"];
        Assert.True(mas.Tuning.Skip(2).Max() > mas.Tuning.Take(2).Max() + 0.01, string.Join(", ", mas.Tuning));
        Assert.True(mas.Chosen >= 2);
    }

    [Fact]
    public void ItsImportancesAreSpreadWhereThoseOfElasticConsolidationAreNot()
    {
        var (aware, elastic) = ContinualExperiment.Concentration(FindingRun.Of());
        Assert.True(aware.Mean < elastic.Mean - 0.1, $"{aware.Mean} and {elastic.Mean}");
    }

    private static StudyOutcome<ContinualTraining> Of(bool hasOneHead, string[] names) =>
        new Study<ContinualTraining>([.. new Memories(hasOneHead, Epochs, int.MaxValue).All.Where(method => names.Contains(method.Name.English))], new(one => one.Accuracy), tuningSeeds: 2).Run(FindingRun.Of());
}

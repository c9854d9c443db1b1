namespace Minima.Training.Tests.Diagnosis;

/// <summary>No false alarm: three sound trainings, fifty seeds each.</summary>
public sealed class HealthyTests
{
    private const int Seeds = 50;

    public static TheoryData<string> Problems => ["classes", "numbers", "binary"];

    [SlowTheory]
    [MemberData(nameof(Problems))]
    public void ASoundTrainingHasNoFinding(string problem)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var report = Of(problem, seed).Examine();
            Assert.True(report.Findings.Count == 0, $"{problem}, seed {seed}:\n{report}");
        }
    }

    internal static Case Of(string problem, ulong seed) => problem switch { "classes" => Case.Classes(seed), "numbers" => Case.Numbers(seed), _ => Case.Binary(seed) };
}

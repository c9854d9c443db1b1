using Minima.Training.Diagnosis;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>What is broken is found, and nothing else is said of it.</summary>
public sealed class BrokenTests
{
    private const ulong Seeds = 3;

    /// <summary>A plateau is watched for over epochs, by <see cref="DoctorCallback"/> alone.</summary>
    private const string OfCallbackOnly = "loss-plateau";

    public static TheoryData<string> Codes => [.. BrokenCases.All.Keys];

    [SlowTheory]
    [MemberData(nameof(Codes))]
    public void ABrokenTrainingHasItsCodeAndNoOther(string code)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var report = BrokenCases.All[code](seed).Examine();
            Assert.True(report.Findings.Count == 1 && report.Findings[0].Code == code, $"{code}, seed {seed}:\n{report}");
            Assert.Equal(report.Findings[0].Severity == Severity.Note, report.IsHealthy);
            Assert.Equal(report.Findings[0].Severity == Severity.Severe, report.IsSevere);
        }
    }

    [Fact]
    public void EveryCodeHasABrokenTraining() =>
        Assert.Equal(Diagnoses.All.Select(entry => entry.Code).Order(StringComparer.Ordinal), BrokenCases.All.Keys.Append(OfCallbackOnly).Order(StringComparer.Ordinal));

    [SlowFact]
    public void NumbersOfAFindingAreInBothLanguages()
    {
        foreach (var (code, make) in BrokenCases.All)
        {
            var finding = make(1).Examine().Findings[0];
            Assert.True(Digits(finding.English.Measured).SequenceEqual(Digits(finding.Chinese.Measured)), $"{code}: {finding.English.Measured} {finding.Chinese.Measured}");
            Assert.True(finding.Chinese.Measured.Any(c => c > '\u2E80'), code);
            Assert.EndsWith("。", finding.Chinese.Measured, StringComparison.Ordinal);
        }
    }

    /// <summary>The digits of a text, in whatever order its language puts them.</summary>
    private static IEnumerable<char> Digits(string text) => text.Where(char.IsAsciiDigit).Order();
}

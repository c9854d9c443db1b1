namespace Minima.Lab.Tests.Findings;

/// <summary>Runs of tests that hold findings: short, and with seeds that no page has.</summary>
internal static class FindingRun
{
    private const int FirstSeed = 101;

    public static LabRun Of(int seeds = 3) => new() { IsShort = true, Seed = FirstSeed, Seeds = seeds };
}

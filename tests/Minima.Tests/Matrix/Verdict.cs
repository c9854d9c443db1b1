using Xunit;

namespace Minima.Tests.Matrix;

/// <summary>Judges: collects what a law says and fails with one readable message.</summary>
internal static class Verdict
{
    private const int Shown = 12;

    /// <summary>The law must find nothing wrong with any loss of the entry.</summary>
    public static void Holds(Law law, string key) => None([.. Subjects.Of(key).SelectMany(law.Failures)]);

    /// <summary>The law must find nothing wrong with the entry's loss at its defaults: for laws about code, not about numbers.</summary>
    public static void HoldsAtDefaults(Law law, string key) => None([.. law.Failures(Subjects.Of(key)[0])]);

    /// <summary>Nothing may be wrong.</summary>
    public static void None(IReadOnlyCollection<string> failures) =>
        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join('\n', failures.Take(Shown))}");
}

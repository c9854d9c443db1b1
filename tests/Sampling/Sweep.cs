using System.Globalization;
using Xunit.v3;

namespace Minima.Tests.Sampling;

/// <summary>
/// How much of the slow sweeps runs: <c>MINIMA_TESTS</c> is <c>thin</c> (the default: README's command), <c>wide</c> (<c>.ci/run</c>) or <c>full</c>
/// (<c>.ci/run --all</c>); <c>MINIMA_SEED</c> chooses which cases (1 by default). docs/testing.md has the table.
/// </summary>
internal static class Sweep
{
    /// <summary>The share of a slow sweep that a sample holds.</summary>
    public const double SlowShare = 0.07;

    private static readonly int Level = Environment.GetEnvironmentVariable("MINIMA_TESTS") switch
    {
        null or "" or "thin" => 0,
        "wide" => 1,
        "full" => 2,
        var other => throw new InvalidOperationException($"MINIMA_TESTS is '{other}'; it is thin, wide or full"),
    };

    // Which cases a sample holds.
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("MINIMA_SEED") is { Length: > 0 } text ? text : "1", CultureInfo.InvariantCulture);

    /// <summary>The share of a slow sweep that runs.</summary>
    public static double Slow => IsFull ? 1 : SlowShare;

    public static bool IsFull => Level == 2;

    /// <summary>Whether this run holds a test that is marked as <see cref="SlowFactAttribute"/> or <see cref="SlowTheoryAttribute"/>.</summary>
    public static bool Holds(IXunitTestMethod test, double wide) => Lot($"{test.TestClass.TestClassSimpleName}.{test.MethodName}") < Of(0.1, wide, 1);

    /// <summary>One of some cases, drawn by a name; all where <see cref="IsFull"/>.</summary>
    public static IReadOnlyCollection<T> One<T>(IReadOnlyList<T> cases, string name) => IsFull ? cases : [cases[(int)(Lot(name) * cases.Count)]];

    /// <summary>The one of three values that belongs to this run.</summary>
    public static T Of<T>(T thin, T wide, T full) => Level switch { 0 => thin, 1 => wide, _ => full };

    /// <summary>Those of some cases that a sample with this seed holds: each by its own name, so that a case more changes no other's lot; at least one.</summary>
    public static IReadOnlyCollection<T> Sample<T>(IReadOnlyCollection<T> cases, double share, Func<T, string> name) =>
        share >= 1 || cases.Count == 0 ? cases
            : cases.Where(one => Lot(name(one)) < share).ToArray() is { Length: > 0 } chosen ? chosen
            : [cases.MinBy(one => Lot(name(one)))!];

    /// <summary>A number from 0 to 1 that depends on name and seed alone (FNV-1a, then mixed).</summary>
    private static double Lot(string name)
    {
        var hash = name.Aggregate(14695981039346656037UL, (sum, letter) => (sum ^ letter) * 1099511628211UL) + (ulong)Seed;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}

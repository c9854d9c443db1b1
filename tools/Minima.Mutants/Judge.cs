using System.Collections.Concurrent;
using System.Globalization;

namespace Minima.Mutants;

/// <summary>Runs the tests of a copy on mutants: on one alone until its first failure, or on many at once to find those that no test kills.</summary>
internal sealed class Judge(string home, IReadOnlyDictionary<string, List<RecordedClass>> recorded)
{
    private const int QuickMilliseconds = 15_000;

    private readonly ConcurrentDictionary<(string Suite, string Extent, string Class), Task<bool>> _healthy = new();

    /// <summary>Whether README's sample of the quickest classes that meet a mutant kills it; most fall to them.</summary>
    public async Task<bool> QuickKillsAsync(Mutant mutant)
    {
        foreach (var suite in mutant.Area.Suites)
        {
            var met = Meeting(suite, mutant);
            var quick = met.TakeWhile((_, i) => met.Take(i + 1).Sum(one => one.Milliseconds) < QuickMilliseconds).ToList();
            if (quick.Count > 0 && await FailsAsync(suite, "thin", [mutant], quick).ConfigureAwait(false)) return true;
        }

        return false;
    }

    /// <summary>
    /// Those of <paramref name="mutants"/> that a suite kills. All are alive at once, so one run stands for many: a class that passes kills none of them,
    /// and one that fails runs again with halves of them until its killed ones are found and the rest passes it.
    /// </summary>
    public async Task<List<Mutant>> KilledAsync(string suite, string extent, IReadOnlyList<Mutant> mutants)
    {
        if (mutants.Count == 0) return [];
        List<Mutant> killed = [], left = [.. mutants];
        var (code, output) = await RunAsync(suite, extent, left, TimeSpan.FromHours(2), []).ConfigureAwait(false);
        if (code == 0) return [];
        var failed = recorded[suite].FindAll(one => Names(output, one));
        if (failed.Count == 0)
        {
            // A hang or a crash: the halves find whose it is.
            if (left.Count == 1) return left;
            killed.AddRange(await KilledAsync(suite, extent, left[..(left.Count / 2)]).ConfigureAwait(false));
            killed.AddRange(await KilledAsync(suite, extent, left[(left.Count / 2)..]).ConfigureAwait(false));
            return killed;
        }

        foreach (var one in failed)
        {
            while (left.Count > 0 && await FailsAsync(suite, extent, left, [one]).ConfigureAwait(false))
            {
                // By halves, those that the class is known to meet first.
                List<Mutant> group = [.. left.OrderByDescending(mutant => one.Met.Contains(mutant.Number))];
                while (group.Count > 1)
                {
                    var half = group[..(group.Count / 2)];
                    group = await FailsAsync(suite, extent, half, [one]).ConfigureAwait(false) ? half : group[half.Count..];
                }

                // Two that fail only together prove nothing of either.
                if (!await FailsAsync(suite, extent, group, [one]).ConfigureAwait(false)) break;
                Console.WriteLine($"{suite}, {extent}: {one.Name} kills {group[0].Number}");
                killed.Add(group[0]);
                left.Remove(group[0]);
            }
        }

        return killed;
    }

    /// <summary>Runs a suite, or some classes of it, with mutants alive; <paramref name="records"/> is the folder of a recording run.</summary>
    public Task<(int Code, string Output)> RunAsync(string suite, string extent, IReadOnlyList<Mutant> alive, TimeSpan limit, IReadOnlyList<RecordedClass> classes, string? records = null)
    {
        var numbers = string.Join(',', alive.Select(mutant => mutant.Number.ToString(CultureInfo.InvariantCulture)));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MINIMA_MUTANT"] = numbers, ["MINIMA_TESTS"] = extent };
        if (records is not null) environment["MINIMA_MUTANTS_MET"] = records;

        // Tests of the machine code and of the text of the sources would find the switch. Two mutants run at a time; a whole suite runs by itself.
        string[] arguments = ["-class-", "*InliningTests", "-class-", "*LaneSourceTests", .. classes.SelectMany(one => new[] { "-class", one.Name })];
        if (classes.Count > 0 || records is not null) arguments = ["-parallel", "none", .. arguments];
        if (alive.Count == 1) arguments = ["-stopOnFail", .. arguments];
        return Copy.RunAsync(
            Path.Combine(home, "artifacts", "bin", suite, "release", suite + (OperatingSystem.IsWindows() ? ".exe" : string.Empty)), home, arguments, environment, limit);
    }

    // A class that fails by itself without a mutant proves nothing.
    private async Task<bool> FailsAsync(string suite, string extent, IReadOnlyList<Mutant> alive, List<RecordedClass> classes)
    {
        var patience = TimeSpan.FromSeconds(extent == "thin" ? 120 : 1200) + TimeSpan.FromMilliseconds(4 * classes.Sum(one => one.Milliseconds));
        while (classes.Count > 0)
        {
            var (code, output) = await RunAsync(suite, extent, alive, patience, classes).ConfigureAwait(false);
            if (code == 0) return false;
            var failed = classes.Where(one => Names(output, one)).ToList();
            if (failed.Count == 0) return true;
            var sick = new List<RecordedClass>();
            foreach (var one in failed)
            {
                if (!await _healthy.GetOrAdd((suite, extent, one.Name), async key => (await RunAsync(key.Suite, key.Extent, [], TimeSpan.FromHours(1), [one]).ConfigureAwait(false)).Code == 0).ConfigureAwait(false)) sick.Add(one);
            }

            if (sick.Count < failed.Count) return true;
            classes = [.. classes.Except(sick)];
        }

        return false;
    }

    private List<RecordedClass> Meeting(string suite, Mutant mutant) => recorded[suite].FindAll(one => one.Met.Contains(mutant.Number) && one.Name != "-");

    private static bool Names(string output, RecordedClass one) => output.Contains($" {one.Name}.", StringComparison.Ordinal);
}

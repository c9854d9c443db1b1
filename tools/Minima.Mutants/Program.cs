using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Minima.Mutants;

// Minima.Mutants [--mutants 201] [--seed 1] [--home FOLDER]
// Draws mutants evenly from the areas, runs README's thin suite on each until its first failure and the full one on the survivors, and prints the table.
// Of a suite the classes run in which a value would have been another one, the quickest first. FOLDER keeps the built copy and what is known of each mutant: a second call goes on there.
if (args.Length % 2 != 0 || args.Where((_, i) => i % 2 == 0).Any(name => name is not ("--mutants" or "--seed" or "--home")))
{
    Console.Error.WriteLine("Minima.Mutants [--mutants COUNT] [--seed SEED] [--home FOLDER]");
    return 2;
}

string? Text(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;
int Option(string name, int usual) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
const int QuickMilliseconds = 15_000;
var (count, seed) = (Option("--mutants", 201), Option("--seed", 1));
var root = Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "Minima.slnx")))
{
    Console.Error.WriteLine("run it in the root of the repository");
    return 2;
}

var home = Directory.CreateDirectory(Text("--home") ?? Directory.CreateTempSubdirectory("minima-mutants-").FullName).FullName;
var copy = new Copy(root, home);
await copy.FillAsync().ConfigureAwait(false);
var drawn = new List<Mutant>();
foreach (var area in Area.All)
{
    // Some more than are wanted: not each compiles.
    var all = area.Files(root).SelectMany(file => Drawn(area, file)).ToArray();
    new Random(seed).Shuffle(all);
    drawn.AddRange(all.Take(count / Area.All.Count * 3 / 2));
}

drawn = [.. drawn.Select((mutant, i) => mutant with { Number = i })];
var suites = Area.All.SelectMany(area => area.Suites).Distinct(StringComparer.Ordinal).ToArray();
var built = await copy.BuildAsync(drawn, suites).ConfigureAwait(false);
var mutants = Area.All.SelectMany(area => built.Where(mutant => mutant.Area == area).Take(count / Area.All.Count)).ToArray();
Console.WriteLine($"{mutants.Length} mutants of {drawn.Count} drawn, seed {seed}, in {home}");

// A recording run finds which mutants each class meets, and how long it takes.
var recorded = new Dictionary<(string, string), List<RecordedClass>>();
var healthy = new ConcurrentDictionary<(string Suite, string Extent, string Class), Task<bool>>();
foreach (var suite in suites) await RecordAsync(suite, "thin").ConfigureAwait(false);

// A line for each mutant whose fate is known: its number, and the suite that killed it.
var fatesFile = Path.Combine(home, "fates.txt");
var fates = File.Exists(fatesFile)
    ? File.ReadLines(fatesFile).Select(line => line.Split(' ')).GroupBy(words => int.Parse(words[0], CultureInfo.InvariantCulture)).ToDictionary(lines => lines.Key, lines => lines.Last()[1])
    : [];
await JudgeAsync("thin", mutants.Where(mutant => !fates.ContainsKey(mutant.Number))).ConfigureAwait(false);
var survivors = mutants.Where(mutant => fates[mutant.Number] == "none").ToArray();
foreach (var suite in survivors.SelectMany(mutant => mutant.Area.Suites).Distinct(StringComparer.Ordinal)) await RecordAsync(suite, "full").ConfigureAwait(false);
await JudgeAsync("full", survivors).ConfigureAwait(false);

Console.WriteLine("| area | mutants | killed by README's tests | by the full tests only | by none |\n|---|---|---|---|---|");
foreach (var area in Area.All)
{
    var inside = mutants.Where(mutant => mutant.Area == area).ToArray();
    int Of(string fate) => inside.Count(mutant => fates[mutant.Number] == fate);
    Console.WriteLine($"| {area.Name} | {inside.Length} | {Of("thin")} | {Of("full")} | {Of("none")} |");
}

return fates.ContainsValue("full") ? 1 : 0;

async Task RecordAsync(string suite, string extent)
{
    var record = Path.Combine(home, $"{suite}-{extent}.txt");
    if (!File.Exists(record))
    {
        // Tests of allocations may fail while it is recorded.
        copy.Met();
        await Run(suite, extent, -1, TimeSpan.FromHours(2), [], copy.Records).ConfigureAwait(false);
        await File.WriteAllLinesAsync(record, copy.Met().Select(one => one.ToString())).ConfigureAwait(false);
    }

    var classes = recorded[(suite, extent)] = [.. File.ReadLines(record).Select(RecordedClass.Read).OrderBy(one => one.Milliseconds)];
    Console.WriteLine($"{suite}, {extent}: {classes.Count} classes in {classes.Sum(one => one.Milliseconds) / 1000} s, meet {mutants.Count(mutant => classes.Exists(one => one.Met.Contains(mutant.Number)))}");
}

Task JudgeAsync(string extent, IEnumerable<Mutant> open) =>
    Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (mutant, _) =>
    {
        var fate = await Killed(mutant, extent).ConfigureAwait(false) ? extent : "none";
        lock (fates)
        {
            fates[mutant.Number] = fate;
            var line = $"{mutant.Number} {fate} {mutant}";
            File.AppendAllLines(fatesFile, [line]);
            Console.WriteLine(line);
        }
    });

async Task<bool> Killed(Mutant mutant, string extent)
{
    foreach (var suite in mutant.Area.Suites)
    {
        // Most mutants fall to the quick classes; one that only another process met may fall to any.
        var met = recorded[(suite, extent)].FindAll(one => one.Met.Contains(mutant.Number) && one.Name != "-");
        var quick = met.TakeWhile((_, i) => met.Take(i + 1).Sum(one => one.Milliseconds) < QuickMilliseconds).ToList();
        if (met.Count == 0 && recorded[(suite, extent)].Exists(one => one.Met.Contains(mutant.Number))) met = recorded[(suite, extent)];
        foreach (var part in new[] { quick, met.Except(quick).ToList() })
        {
            if (part.Count > 0 && await Fails(suite, extent, mutant, part).ConfigureAwait(false)) return true;
        }
    }

    return false;
}

// A class that fails by itself without a mutant proves nothing.
async Task<bool> Fails(string suite, string extent, Mutant mutant, List<RecordedClass> classes)
{
    var patience = TimeSpan.FromSeconds(120) + TimeSpan.FromMilliseconds(4 * classes.Sum(one => one.Milliseconds));
    while (classes.Count > 0)
    {
        var (code, output) = await Run(suite, extent, mutant.Number, patience, classes).ConfigureAwait(false);
        if (code == 0) return false;
        var failed = classes.Where(one => output.Contains($" {one.Name}.", StringComparison.Ordinal)).ToList();
        if (failed.Count == 0) return true;
        var sick = new List<RecordedClass>();
        foreach (var one in failed)
        {
            if (!await healthy.GetOrAdd((suite, extent, one.Name), async key => (await Run(key.Suite, key.Extent, -1, TimeSpan.FromHours(1), [one]).ConfigureAwait(false)).Code == 0).ConfigureAwait(false)) sick.Add(one);
        }

        if (sick.Count < failed.Count) return true;
        classes = [.. classes.Except(sick)];
    }

    return false;
}

Task<(int Code, string Output)> Run(string suite, string extent, int mutant, TimeSpan limit, List<RecordedClass> classes, string? records = null)
{
    var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MINIMA_MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture), ["MINIMA_TESTS"] = extent };
    if (records is not null) environment["MINIMA_MUTANTS_MET"] = records;

    // Tests of the machine code and of the text of the sources would find the switch.
    string[] arguments = ["-parallel", "none", "-class-", "*InliningTests", "-class-", "*LaneSourceTests", .. classes.Where(one => one.Name != "-").SelectMany(one => new[] { "-class", one.Name })];
    if (mutant >= 0) arguments = ["-stopOnFail", .. arguments];
    return Copy.RunAsync(
        Path.Combine(home, "artifacts", "bin", suite, "release", suite + (OperatingSystem.IsWindows() ? ".exe" : string.Empty)), home, arguments, environment, limit);
}

IEnumerable<Mutant> Drawn(Area area, string file)
{
    var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file));
    foreach (var (node, after) in MutantFinder.Of(tree.GetRoot()))
    {
        // One on several lines would move those below it, where the compiler's complaints are looked for.
        var lines = tree.GetLineSpan(node.Span);
        if (lines.StartLinePosition.Line < lines.EndLinePosition.Line) continue;
        yield return new Mutant(0, area, Path.GetRelativePath(root, file), node.Span, lines.StartLinePosition.Line + 1, MutantFinder.Flat(node), after, MutantFinder.IsPure(node));
    }
}

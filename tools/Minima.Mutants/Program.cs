using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Mutants;

// Minima.Mutants [--mutants 201] [--seed 1] [--home FOLDER]
// Draws mutants evenly from the areas, runs README's thin suite on each until its first failure and the full one on the survivors, and prints the table.
// First the quick classes run in which a value would have been another one, on each mutant by itself. Then whole suites run on all that are left at once (Judge.KilledAsync).
// FOLDER keeps the built copy and what is known of each mutant: a second call goes on there.
if (args.Length % 2 != 0 || args.Where((_, i) => i % 2 == 0).Any(name => name is not ("--mutants" or "--seed" or "--home")))
{
    Console.Error.WriteLine("Minima.Mutants [--mutants COUNT] [--seed SEED] [--home FOLDER]");
    return 2;
}

string? Text(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;
int Option(string name, int usual) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
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
var recorded = new Dictionary<string, List<RecordedClass>>(StringComparer.Ordinal);
var judge = new Judge(home, recorded);
foreach (var suite in suites)
{
    var record = Path.Combine(home, $"{suite}.txt");
    if (!File.Exists(record))
    {
        // Tests of allocations may fail while it is recorded.
        copy.Met();
        await judge.RunAsync(suite, "thin", [], TimeSpan.FromHours(2), [], copy.Records).ConfigureAwait(false);
        await File.WriteAllLinesAsync(record, copy.Met().Select(one => one.ToString())).ConfigureAwait(false);
    }

    var classes = recorded[suite] = [.. File.ReadLines(record).Select(RecordedClass.Read).OrderBy(one => one.Milliseconds)];
    Console.WriteLine($"{suite}: {classes.Count} classes in {classes.Sum(one => one.Milliseconds) / 1000} s, meet {mutants.Count(mutant => classes.Exists(one => one.Met.Contains(mutant.Number)))}");
}

// A line for each mutant and stage that is over: its number, and "thin" or "full" for the tests that killed it, or "quick", "thinly" or "none" for those that did not.
var fatesFile = Path.Combine(home, "fates.txt");
var fates = File.Exists(fatesFile)
    ? File.ReadLines(fatesFile).Select(line => line.Split(' ')).GroupBy(words => int.Parse(words[0], CultureInfo.InvariantCulture)).ToDictionary(lines => lines.Key, lines => lines.Last()[1])
    : [];
await Parallel.ForEachAsync(
    mutants.Where(mutant => !fates.ContainsKey(mutant.Number)),
    new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
    async (mutant, _) => Tell(mutant, await judge.QuickKillsAsync(mutant).ConfigureAwait(false) ? "thin" : "quick")).ConfigureAwait(false);
await TogetherAsync("thin", "quick", "thinly").ConfigureAwait(false);
await TogetherAsync("full", "thinly", "none").ConfigureAwait(false);

Console.WriteLine("| area | mutants | killed by README's tests | by the full tests only | by none |\n|---|---|---|---|---|");
foreach (var area in Area.All)
{
    var inside = mutants.Where(mutant => mutant.Area == area).ToArray();
    int Of(string fate) => inside.Count(mutant => fates[mutant.Number] == fate);
    Console.WriteLine($"| {area.Name} | {inside.Length} | {Of("thin")} | {Of("full")} | {Of("none")} |");
}

return fates.ContainsValue("full") ? 1 : 0;

// All that outlived a stage are alive at once; each suite sees those of its areas that the suites before it left.
async Task TogetherAsync(string extent, string before, string after)
{
    var open = mutants.Where(mutant => fates[mutant.Number] == before).ToArray();
    foreach (var suite in suites)
    {
        var group = open.Where(mutant => mutant.Area.Suites.Contains(suite, StringComparer.Ordinal) && fates[mutant.Number] == before).ToArray();
        Console.WriteLine($"{suite}, {extent}: {group.Length} mutants at once");
        foreach (var mutant in await judge.KilledAsync(suite, extent, group).ConfigureAwait(false)) Tell(mutant, extent);
    }

    foreach (var mutant in open.Where(mutant => fates[mutant.Number] == before)) Tell(mutant, after);
}

void Tell(Mutant mutant, string fate)
{
    lock (fates)
    {
        fates[mutant.Number] = fate;
        var line = $"{mutant.Number} {fate} {mutant}";
        File.AppendAllLines(fatesFile, [line]);
        Console.WriteLine(line);
    }
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

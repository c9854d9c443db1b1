using System.Globalization;
using Minima.Truth;

// minima-truth [--seeds N] [--from SEED] [--rows N] [--fresh N] [--family K] [--verbose]: the table of docs/advise.md.
const double Allowed = 0.01;
var seeds = Option("--seeds", 20);
var from = Option("--from", 1);
var rows = Option("--rows", 1000);
var fresh = Option("--fresh", 100_000);
var only = Option("--family", 0);
var verbose = args.Contains("--verbose", StringComparer.Ordinal);
var (within, tables) = (0, 0);
Console.WriteLine("| | noise | asked | metric | advised first | within 1 % | worst |");
Console.WriteLine("|---|---|---|---|---|---|---|");
for (var k = 0; k < Family.All.Count; k++)
{
    if (only > 0 && only != k + 1) continue;
    var family = Family.All[k];
    var found = new Judgement[seeds];
    Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Option("--threads", Environment.ProcessorCount) }, s => found[s] = Judgement.Of(family, (ulong)(1000 * (k + 1) + from + s), rows, fresh));
    var good = found.Count(j => j.Loss <= Allowed);
    (within, tables) = (within + good, tables + seeds);
    var first = string.Join(", ", found.GroupBy(j => j.First, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Select(g => g.Count() == seeds ? g.Key : $"{g.Key} {g.Count()}"));
    Say($"| {k + 1} | {family.Name} | {family.Asked} | {found[0].Metric} | {first} | {good}/{seeds} | {found.Max(j => j.Loss) * 100:0.00} % |");
    foreach (var (j, s) in found.Select((j, s) => (j, s)).Where(_ => verbose)) Say($"  seed {from + s}: {j.First} {j.Score:G5}, best {j.Best} {j.BestScore:G5}, {j.Loss * 100:0.00} %");
}

Say($"\n{within} of {tables} tables within 1 % ({100.0 * within / tables:0.0} %).");
return within >= 0.95 * tables ? 0 : 1;

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

int Option(string name, int standard) => Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : standard;

using System.Globalization;
using Minima.NullTables;
using Minima.Tabular;

// minima-null-tables [--seeds N] [--from SEED] [--rows N] [--kind K] [--threads N]: the table of false winners of docs/compare.md.
const int Allowed = 16;
const int Of = 200;
var seeds = Option("--seeds", 200);
var from = Option("--from", 1);
var rows = Option("--rows", 200);
var only = Option("--kind", 0);
var options = new ParallelOptions { MaxDegreeOfParallelism = Option("--threads", Environment.ProcessorCount) };
var failed = false;
Console.WriteLine("| table | what is true | false winners | named |");
Console.WriteLine("|---|---|---|---|");
for (var k = 0; k < NullTable.All.Count; k++)
{
    if (only > 0 && only != k + 1) continue;
    var kind = NullTable.All[k];
    var named = new string?[seeds];
    Parallel.For(0, seeds, options, s =>
    {
        var data = kind.Draw(new RandomState((ulong)((1_000_000 * (k + 1)) + from + s)), kind.Rows > 0 ? kind.Rows : rows);
        var result = Comparison.Run(new ComparisonOptions { Repeats = 1, Threads = 1, Seed = (ulong)(from + s) }, data, null, CancellationToken.None);
        var winner = result.Verdict.Winner;
        named[s] = winner is null || (kind.DefaultIsTrue && !result.Verdict.IsClear) ? null : winner;
    });
    var wrong = named.Where(name => name is not null).ToArray();
    failed |= wrong.Length * Of > Allowed * seeds;
    var names = string.Join(", ", wrong.GroupBy(name => name, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}")));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind.Name} | {(kind.DefaultIsTrue ? "the default" : "no model")} | {wrong.Length} of {seeds} | {names} |"));
}

return failed ? 1 : 0;

int Option(string name, int standard) => Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : standard;

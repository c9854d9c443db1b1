using System.Globalization;
using Minima.Fuzz;

// dotnet run -c Release --project tools/Minima.Fuzz -- [--seconds N] [--requests N] [--seed S] [--from N] [--processes N] [--show] [--readers] [--tally] [--add FILE...]
const string Known = "--seconds N, --requests N, --seed S, --from N (the request to begin with), --processes N, --show (print the requests), --readers (leave the requests out: only what is read between them), --tally (one line of JSON at the end), --add FILE... (add up the tallies of logs)";
if (args is ["--add", .. var logs])
{
    Minima.Cli.KnownLosses.Join();
    var sum = new Tally();
    foreach (var tally in logs.SelectMany(File.ReadLines).Select(Tally.Read).OfType<Tally>()) sum.Add(tally);
    sum.Print(Console.Out);
    return sum.Failures.Count == 0 ? 0 : 1;
}

var options = new Dictionary<string, double>(StringComparer.Ordinal) { ["--seconds"] = 60, ["--requests"] = double.PositiveInfinity, ["--seed"] = 1, ["--from"] = 0, ["--processes"] = 1, ["--show"] = 0, ["--tally"] = 0, ["--readers"] = 0 };
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--show" or "--tally" or "--readers")
    {
        options[args[i]] = 1;
    }
    else if (options.ContainsKey(args[i]) && i + 1 < args.Length && double.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0)
    {
        options[args[i++]] = value;
    }
    else
    {
        await Console.Error.WriteLineAsync($"'{args[i]}' is not understood. The options: {Known}.").ConfigureAwait(false);
        return 2;
    }
}

Minima.Cli.KnownLosses.Join();
var result = options["--processes"] > 1
    ? await Workers.RunAsync((int)options["--processes"], options["--seed"], options["--from"], options["--seconds"], options["--requests"]).ConfigureAwait(false)
    : new Campaign((ulong)options["--seed"], (long)options["--from"], TimeSpan.FromSeconds(options["--seconds"]), options["--requests"], options["--show"] > 0, options["--readers"] > 0).Run();
if (options["--tally"] > 0) Console.WriteLine(result.Written());
else result.Print(Console.Out);
return result.Failures.Count == 0 ? 0 : 1;

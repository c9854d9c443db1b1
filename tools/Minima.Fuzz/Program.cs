using System.Globalization;
using Minima.Fuzz;

// dotnet run -c Release --project tools/Minima.Fuzz -- [--seconds N] [--requests N] [--seed S] [--from N] [--show]
var options = new Dictionary<string, double>(StringComparer.Ordinal) { ["--seconds"] = 60, ["--requests"] = double.PositiveInfinity, ["--seed"] = 1, ["--from"] = 0, ["--show"] = 0 };
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--show")
    {
        options[args[i]] = 1;
    }
    else if (options.ContainsKey(args[i]) && i + 1 < args.Length && double.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0)
    {
        options[args[i++]] = value;
    }
    else
    {
        await Console.Error.WriteLineAsync($"'{args[i]}' is not understood. The options: --seconds N, --requests N, --seed S, --from N (the request to begin with), --show (print the requests).").ConfigureAwait(false);
        return 2;
    }
}

Minima.Cli.KnownLosses.Join();
var campaign = new Campaign((ulong)options["--seed"], (long)options["--from"], TimeSpan.FromSeconds(options["--seconds"]), options["--requests"], options["--show"] > 0);
return campaign.Run();

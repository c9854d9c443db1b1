using System.Diagnostics;
using System.Globalization;
using Minima.Tests.Lanes;

namespace Minima.FloatErrors;

/// <summary>Measures at every width of lanes, each in a process of its own, and prints the table: the worst at each width and what the loss states.</summary>
internal sealed class AllWidths(IReadOnlyList<string> keys, int points, bool write)
{
    private static readonly (int Bits, string[] Off)[] Widths =
    [
        (128, ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2"]),
        (256, ["DOTNET_EnableAVX512"]),
        (512, []),
    ];

    private readonly SortedDictionary<string, SortedDictionary<string, double>> _worst = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Ulps, string Text)> _where = [];

    public int Print()
    {
        foreach (var (bits, off) in Widths)
        {
            if (Measure(bits, off) is var code && code != 0)
            {
                return code;
            }
        }

        Console.WriteLine("| loss | 128 bits | 256 bits | 512 bits | stated | where the worst is |\n|---|---|---|---|---|---|");
        foreach (var (key, widths) in _worst)
        {
            Console.WriteLine($"| {key} | {string.Join(" | ", widths.Values.Select(Text))} | {Catalogue.Find(key).FloatUlps} | {_where[key].Text} |");
        }

        if (write)
        {
            FloatMeasurement.Write(_worst);
        }

        return 0;
    }

    private static string Text(double ulps) => ulps.ToString("0.###", CultureInfo.InvariantCulture);

    private int Measure(int bits, string[] off)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--width", $"{bits}", "--points", points.ToString(CultureInfo.InvariantCulture), .. keys.Count == 1 ? ["--loss", keys[0]] : Array.Empty<string>()])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var name in off)
        {
            start.Environment[name] = "0";
        }

        using var process = Process.Start(start)!;
        var done = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            var (key, ulps) = (cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture));
            _worst.TryAdd(key, new SortedDictionary<string, double>(StringComparer.Ordinal));
            _worst[key][$"{bits}"] = Math.Round(ulps, 3);
            _where[key] = _where.TryGetValue(key, out var known) && known.Ulps >= ulps ? known : (ulps, cells[2]);
            Console.Error.WriteLine($"{bits} bits, {++done} of {keys.Count}: {key} {Text(ulps)}");
        }

        process.WaitForExit();
        return process.ExitCode;
    }
}

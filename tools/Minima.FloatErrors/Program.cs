using System.Globalization;
using Minima;
using Minima.FloatErrors;
using Minima.Tests.Lanes;

// dotnet run -c Release --project tools/Minima.FloatErrors -- [--points N] [--loss KEY] [--write]
var points = FloatMeasurement.Full;
var write = false;
var width = 0;
var keys = FloatMeasurement.Keys;
for (var i = 0; i < args.Length; i++)
{
    var next = i + 1 < args.Length ? args[i + 1] : "";
    if (args[i] == "--points" && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out points) && points > 0)
    {
        i++;
    }
    else if (args[i] == "--loss" && keys.Contains(next, StringComparer.Ordinal))
    {
        keys = [args[++i]];
    }
    else if (args[i] == "--width" && next is "128" or "256" or "512")
    {
        // What this program asks of itself: lanes of one width, a line for each loss.
        width = int.Parse(args[++i], CultureInfo.InvariantCulture);
    }
    else if (args[i] == "--write")
    {
        write = true;
    }
    else
    {
        await Console.Error.WriteLineAsync($"'{args[i]}' is not understood. The options: --points N (of an element loss; {FloatMeasurement.Full} by default), --loss KEY (one that states ulps), --write (keep a full measurement in {FloatMeasurement.Path}).").ConfigureAwait(false);
        return 2;
    }
}

if (write && points != FloatMeasurement.Full)
{
    await Console.Error.WriteLineAsync($"--write keeps full measurements only; leave --points away.").ConfigureAwait(false);
    return 2;
}

if (width > 0)
{
    return OneWidth.Print(width, keys, points);
}

return new AllWidths(keys, points, write).Print();

using System.Globalization;
using System.Text;
using Minima.Sql;

namespace Minima.Bench;

/// <summary>
/// `fit`, `boost`, `train` and `compare` on a table of any number of rows within a memory budget, CSV or Parquet: seconds, and the kernel's peak of each process.
/// The table is the same for every run: 10 columns, of which one holds texts and one has missing cells; about 80 bytes a row.
/// </summary>
internal static class LargerThanMemory
{
    private const int RowsOfBlock = 1 << 16;

    private static readonly string[] Regions = ["north", "south", "east", "west", "centre", "coast", "hills", "islands"];

    /// <param name="words">rows=N, memory=SIZE or none, folder=PATH, only=COMMAND, format=csv or parquet; the usual ones are 50000000, 1GB, the folder for temporary files, all commands, and csv. DuckDB writes the Parquet file of the CSV.</param>
    public static void Run(IEnumerable<string> words)
    {
        var given = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var rows = int.Parse(given.GetValueOrDefault("rows", "50000000"), CultureInfo.InvariantCulture);
        var memory = given.GetValueOrDefault("memory", "1GB");
        var path = Path.Combine(given.GetValueOrDefault("folder", Path.GetTempPath()), $"minima-table-{rows}.csv");
        if (!File.Exists(path)) Make(path, rows);
        var isParquet = given.GetValueOrDefault("format", "csv") == "parquet";
        var table = isParquet ? Packed(path) : path;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows of 10 columns, {new FileInfo(table).Length / 1e6:0} MB of {(isParquet ? "Parquet" : "CSV")}, --memory {memory}"));
        Console.WriteLine("| command | seconds | peak, MB | exit |");
        Console.WriteLine("|---|---|---|---|");
        string[] budget = memory == "none" ? [] : ["--memory", memory];
        string[] named = isParquet ? ["--from", $"duckdb:{table}"] : [table];

        // Of a file compare draws as many by itself.
        string[] drawn = isParquet ? ["--rows", "200000"] : [];
        string[][] commands =
        [
            ["fit", .. named, "--target", "y", "--loss", "pseudo_huber:delta=2"],
            ["boost", .. named, "--target", "y", "--loss", "mse", "--rounds", "10"],
            ["train", .. named, "--target", "y", "--loss", "huber:delta=2", "--epochs", "1", "--batch", "4096", "--hidden", "16"],
            ["compare", .. named, .. drawn, "--target", "y", "--loss", "mse", "--loss", "pseudo_huber:delta=2", "--loss", "log_cosh"],
        ];
        foreach (var command in commands.Where(command => given.GetValueOrDefault("only", command[0]) == command[0])) CommandPeak.Row([.. command, .. budget]);
    }

    private static string Packed(string csv)
    {
        var path = Path.ChangeExtension(csv, ".parquet");
        if (File.Exists(path)) return path;
        using var duck = new DuckDbConnection("bench", null, []);
        duck.Execute($"COPY (SELECT * FROM read_csv('{csv}', header = true)) TO '{path}.part' (FORMAT parquet)", CancellationToken.None);
        File.Move(path + ".part", path);
        return path;
    }

    private static void Make(string path, int rows)
    {
        using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            file.Write("area,rooms,age,distance,income,density,slope,region,score,y\n"u8);
            var text = new StringBuilder();
            for (var first = 0; first < rows; first += RowsOfBlock)
            {
                // Each block has a seed of its own: the first rows are the same in a table of any length.
                var random = new Random(first / RowsOfBlock);
                text.Clear();
                for (var row = first; row < Math.Min(rows, first + RowsOfBlock); row++) Append(text, random);
                file.Write(Encoding.ASCII.GetBytes(text.ToString()));
            }
        }

        File.Move(path + ".part", path);
    }

    private static void Append(StringBuilder text, Random random)
    {
        var (area, rooms, age, distance) = (20 + (180 * random.NextDouble()), random.Next(1, 9), random.Next(0, 120), 40 * random.NextDouble());
        var (income, density, slope, region) = (Math.Exp(10 + random.NextDouble()), 5000 * random.NextDouble(), (20 * random.NextDouble()) - 10, random.Next(Regions.Length));
        var score = random.NextDouble();
        var noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        if (random.Next(50) == 0) noise *= 20;
        var y = (0.3 * area) + (4 * rooms) - (0.1 * age) - (0.5 * distance) + (income / 10000) + (slope * slope / 10) + (2 * region) + (score > 0.5 ? 5 : 0) + noise;
        text.Append(CultureInfo.InvariantCulture, $"{area:0.00},{rooms},{age},{distance:0.000},{income:0.0},{density:0.0},{slope:0.000},{Regions[region]},");
        if (random.Next(20) != 0) text.Append(CultureInfo.InvariantCulture, $"{score:0.0000}");
        text.Append(CultureInfo.InvariantCulture, $",{y:0.000}\n");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Minima.Tabular;

// Minima.SolveTime [ROWS] [COLUMNS] [plane|product]: makes a table, solves it, and prints the time beside the budget of 120 s. Trees are compared where the target holds a product of columns.
const double Budget = 120;
var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var columns = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 30;
var isProduct = args.Length > 2 && args[2] == "product";
var path = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"minima-solve-{Environment.ProcessId}.csv"));
try
{
    Write(path, rows, columns, isProduct);
    var clock = Stopwatch.StartNew();
    var solved = Solver.Run(Table.FromFile(path, "y"));
    var (seconds, processor) = (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);
    Console.WriteLine(solved.Answer.English);
    Console.WriteLine(FormattableString.Invariant($"{rows} rows, {columns} columns, {Environment.ProcessorCount} cores: {seconds:0.0} s of {Budget} s ({processor:0.0} s of processor time), {solved.Comparison.Data.RowsUsed} rows compared, models: {string.Join(", ", solved.Comparison.Options.Models.Select(model => model.ToString()))}"));
    return seconds <= Budget ? 0 : 1;
}
finally
{
    File.Delete(path);
}

// Numbers, one column of four texts and a target with long tails on both sides.
static void Write(string path, int rows, int columns, bool isProduct)
{
    var random = new Random(1);
    using var file = new StreamWriter(path, append: false, Encoding.UTF8);
    file.WriteLine($"{string.Join(',', Enumerable.Range(0, columns - 2).Select(k => FormattableString.Invariant($"x{k}")))},kind,y");
    var line = new StringBuilder();
    for (var i = 0; i < rows; i++)
    {
        var y = 50.0;
        var sign = 1;
        for (var k = 0; k < columns - 2; k++)
        {
            var x = random.NextDouble();
            if (k < 10) y += (k - 4) * x;
            if (k < 2 && x < 0.5) sign = -sign;
            line.Append(CultureInfo.InvariantCulture, $"{x:0.0000},");
        }

        var kind = "abcd"[random.Next(4)];
        if (isProduct) y += 10 * sign;
        y += (kind == 'a' ? 2 : 0) + (0.5 * Math.Tan(3 * (random.NextDouble() - 0.5)));
        file.WriteLine(line.Append(CultureInfo.InvariantCulture, $"{kind},{y:0.000}").ToString());
        line.Clear();
    }
}

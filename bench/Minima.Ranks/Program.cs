using System.Diagnostics;
using System.Globalization;
using Minima.Distributed;
using Minima.Ranks;

// No argument: measures two ranks of one thread against one process of two threads, in turns, and messages; prints the figure and its budget. measure [ROUNDS [STEPS [ROWS]]] does so with other numbers of rounds, steps and rows.
// fit [RANKS...]: measures steps of several sizes on one and on two ranks, or on those named (8 at most), and fits the formula to them. simulate SERIAL_MS COMPUTE_MS BYTES LATENCY_US GB_PER_S: 1 to 1024 ranks by
// formula and by simulation. threads N [STEPS [ROWS]], ranks ROWS [STEPS] and messages are the parts of the first two.
const double Budget = 0.9;
const int StepCount = 30;
string[] line = args.Length == 0 ? ["measure"] : args;
int Word(int at, int standard) => line.Length > at ? int.Parse(line[at], CultureInfo.InvariantCulture) : standard;
switch (line[0])
{
    case "threads":
        Console.WriteLine(Invariant(Steps.Milliseconds(null, int.Parse(line[1], CultureInfo.InvariantCulture), Word(2, StepCount), Word(3, Steps.Rows)).Median));
        return 0;
    case "ranks":
        using (var group = Mpi.Start())
        {
            var (median, least) = Steps.Milliseconds(group, 1, Word(2, StepCount), int.Parse(line[1], CultureInfo.InvariantCulture));
            if (group.IsFirst) Console.WriteLine($"{Invariant(median)} {Invariant(least)}");
        }

        return 0;
    case "messages":
        using (var group = Mpi.Start())
        {
            var (latency, bandwidth) = Messages.Fit(group);
            if (group.IsFirst) Console.WriteLine(FormattableString.Invariant($"latency {latency:0.00} us, bandwidth {bandwidth:0.000} GB/s"));
        }

        return 0;
    case "simulate":
        var numbers = line[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        Console.WriteLine("ranks  formula ms  efficiency  simulated ms  with spread 5 %  with 1 % stragglers");
        for (var ranks = 1; ranks <= 1024; ranks *= 2)
        {
            var plain = new Simulation(numbers[1] / 1e3, numbers[2], numbers[3] / 1e6, numbers[4] * 1e9, numbers[0] / 1e3);
            double Efficiency(double seconds) => plain.Formula(1) / ranks / seconds;
            var (spread, stragglers) = ((plain with { Spread = 0.05 }).Run(ranks, 1), (plain with { Spread = 0.05, StragglerShare = 0.01 }).Run(ranks, 1));
            Console.WriteLine(FormattableString.Invariant($"{ranks,5}  {1e3 * plain.Formula(ranks),10:0.000}  {Efficiency(plain.Formula(ranks)),10:0.00}  {1e3 * plain.Run(ranks, 1),12:0.000}  {1e3 * spread,8:0.000} ({Efficiency(spread):0.00})  {1e3 * stragglers,8:0.000} ({Efficiency(stragglers):0.00})"));
        }

        return 0;
    case "fit":
        StepFit.Print(
            line.Length > 1 ? [.. line[1..].Select(word => int.Parse(word, CultureInfo.InvariantCulture)).Order()] : [1, 2],
            (ranks, rows) => Number(Output([.. Launch(ranks), "ranks", rows.ToString(CultureInfo.InvariantCulture)]).Split(' ')[1]),
            Output([.. Launch(2), "messages"]));
        return 0;
    case "measure":
        string[] two = Launch(2);
        var (rounds, steps, rows) = (Word(1, 5), Word(2, StepCount).ToString(CultureInfo.InvariantCulture), Word(3, Steps.Rows).ToString(CultureInfo.InvariantCulture));
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var threads = Number(Output(["dotnet", OwnPath(), "threads", "2", steps, rows]));
            var ranks = Number(Output([.. two, "ranks", rows, steps]).Split(' ')[0]);
            ratios.Add(threads / ranks);
            Console.WriteLine(FormattableString.Invariant($"a step of one process with two threads {threads:0.0} ms, of two ranks with one thread each {ranks:0.0} ms: {threads / ranks:0.00}"));
        }

        Console.Write(Output([.. two, "messages"]));
        var figure = ratios.Order().ElementAt(rounds / 2);
        Console.WriteLine(FormattableString.Invariant($"efficiency of two ranks, median of {rounds}: {figure:0.00}; budget {Budget:0.0}"));
        return figure >= Budget ? 0 : 1;
    default:
        Console.Error.WriteLine($"'{line[0]}' is not understood: measure [ROUNDS [STEPS [ROWS]]], threads N [STEPS [ROWS]], ranks ROWS [STEPS], messages, fit [RANKS...], simulate SERIAL_MS COMPUTE_MS BYTES LATENCY_US GB_PER_S, or nothing");
        return 2;
}

static string OwnPath() => Path.Combine(AppContext.BaseDirectory, "Minima.Ranks.dll");

static string[] Launch(int ranks) => ["mpirun", "-n", ranks.ToString(CultureInfo.InvariantCulture), "--allow-run-as-root", "--oversubscribe", "dotnet", OwnPath()];

static string Invariant(double number) => number.ToString("R", CultureInfo.InvariantCulture);

static double Number(string output) => double.Parse(output.Trim(), CultureInfo.InvariantCulture);

static string Output(string[] command)
{
    var info = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
    info.Environment["TERM"] = "dumb";
    using var process = Process.Start(info)!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {process.ExitCode}");
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Minima.Cli.Evaluate;

namespace Minima.Fuzz;

/// <summary>
/// Requests by number, each made of the seed and its number alone: sends them through the filter of <c>evaluate</c>, holds each answer to the rules, and turns now
/// and then to the readers of files. Prints what was done and each kind of failure with what reproduces it.
/// </summary>
internal sealed class Campaign(ulong seed, long from, TimeSpan time, double requests, bool show)
{
    private const int ShownFailures = 200;
    private const int RequestsForFile = 200;

    /// <summary>No answer within this time is a failure, whatever the limit of the request.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly EvaluateLimits Limits = new(TimeSpan.FromSeconds(2), 1L << 30);

    private readonly Dictionary<string, long> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Count, string First)> _failures = new(StringComparer.Ordinal);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private (TimeSpan Took, long Number) _slowest;
    private long _number;
    private long _begun;
    private TimeSpan _worked;
    private byte[] _line = [];
    private bool _done;

    /// <summary>0 where nothing failed, else 1.</summary>
    public int Run()
    {
        _number = from;
        var watch = new Thread(Watch) { IsBackground = true };
        watch.Start();
        using var answers = new MemoryStream();
        using var lines = new RequestStream(Next, () => Judge(answers));
        using (var filter = new EvaluateFilter(lines, answers, Limits)) filter.Run();
        Volatile.Write(ref _done, true);
        Report();
        return _failures.Count == 0 ? 0 : 1;
    }

    /// <summary>The next line, or null when enough was sent.</summary>
    private byte[]? Next()
    {
        if (_number > from && (_number - from) % RequestsForFile == 0) Files();
        if (_clock.Elapsed >= time || _number - from >= requests) return null;
        var line = RequestMaker.Make(seed, _number);
        Volatile.Write(ref _line, line);
        if (show) Console.WriteLine(Encoding.UTF8.GetString(line));
        _worked = Environment.CpuUsage.TotalTime;
        Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
        return line;
    }

    private void Judge(MemoryStream answers)
    {
        if (Interlocked.Exchange(ref _begun, 0) is var begun && begun == 0) return;
        var took = Stopwatch.GetElapsedTime(begun);
        var worked = Environment.CpuUsage.TotalTime - _worked;
        var answer = answers.GetBuffer().AsSpan(0, (int)answers.Length);
        if (show) Console.WriteLine("  " + Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 400)]).TrimEnd());
        var code = AnswerRules.CodeOf(answer);
        _codes[code] = _codes.GetValueOrDefault(code) + 1;
        if (code == "ok") _answered.Add(AnswerRules.LossOf(answer));
        if (took > _slowest.Took) _slowest = (took, _number);
        if (AnswerRules.Fault(answer, _line.Length, code) is { } fault) Note(fault, Encoding.UTF8.GetString(_line) + "\n    " + Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 500)]).TrimEnd());
        // On a machine that others use too, this process may not have had its turn.
        if (took > Patience && worked > Patience / 2) Note($"no answer within {Patience.TotalSeconds} s", Encoding.UTF8.GetString(_line));
        answers.SetLength(0);
        _number++;
    }

    private void Files()
    {
        var random = new Seeded(seed, ~_number);
        foreach (var reader in HostileFiles.All)
        {
            Volatile.Write(ref _line, Encoding.UTF8.GetBytes($"a file for {reader.Name}"));
            _worked = Environment.CpuUsage.TotalTime;
            Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
            var (outcome, fault) = reader.Try(random);
            Volatile.Write(ref _begun, 0);
            _codes[outcome] = _codes.GetValueOrDefault(outcome) + 1;
            if (fault is not null) Note($"{reader.Name}: {fault}", $"--seed {seed} --from {_number - RequestsForFile} --requests {RequestsForFile + 1}");
        }
    }

    private void Note(string kind, string what)
    {
        var shown = $"request {_number.ToString(CultureInfo.InvariantCulture)} (--seed {seed} --from {_number} --requests 1): {(what.Length > 3000 ? what[..3000] + "..." : what)}";
        _failures[kind] = _failures.TryGetValue(kind, out var known) ? (known.Count + 1, known.First) : (1, shown);
        if (_failures[kind].Count == 1 && _failures.Count <= ShownFailures) Console.WriteLine($"FAILED {kind}\n  {shown}");
    }

    /// <summary>A request that never ends is reported from beside; nothing can go on behind it.</summary>
    private void Watch()
    {
        while (!Volatile.Read(ref _done))
        {
            Thread.Sleep(500);
            var begun = Volatile.Read(ref _begun);
            if (begun == 0 || Stopwatch.GetElapsedTime(begun) < 6 * Patience) continue;
            if (Environment.CpuUsage.TotalTime - _worked < Patience && Stopwatch.GetElapsedTime(begun) < 60 * Patience) continue;
            Note($"no answer within {6 * Patience.TotalSeconds} s, and no end", Encoding.UTF8.GetString(Volatile.Read(ref _line)));
            Report();
            Environment.Exit(1);
        }
    }

    private void Report()
    {
        var count = _number - from;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} requests of seed {seed} in {_clock.Elapsed.TotalSeconds:0} s: {string.Join(", ", _codes.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the slowest took {_slowest.Took.TotalSeconds:0.00} s: request {_slowest.Number}"));
        var never = Catalogue.All.Select(entry => entry.Key).Where(key => !_answered.Contains(key)).ToArray();
        if (never.Length > 0) Console.WriteLine($"{never.Length} losses never gave a value: {string.Join(", ", never.Take(60))}");
        foreach (var (kind, (times, _)) in _failures.OrderByDescending(f => f.Value.Count)) Console.WriteLine($"{times} x {kind}");
        Console.WriteLine($"{_failures.Values.Sum(f => f.Count)} failures of {_failures.Count} kinds");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Minima.Cli.Evaluate;
using Minima.Tabular;

namespace Minima.Fuzz;

/// <summary>
/// Requests by number, each made of the seed and its number alone: sends them through the filter of <c>evaluate</c>, holds each answer to the rules, and turns now
/// and then to the readers of files. Prints what was done and each kind of failure with what reproduces it.
/// </summary>
internal sealed class Campaign(ulong seed, long from, TimeSpan time, double requests, bool show, bool onlyReaders)
{
    private const int ShownFailures = 200;
    private const int RequestsForFile = 200;

    /// <summary>No answer within this time is a failure, whatever the limit of the request.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly EvaluateLimits Limits = new(TimeSpan.FromSeconds(2), 1L << 30);

    private static readonly HostileFile[] Readers = [.. HostileFiles.All, .. LossArguments.All, .. HostileCheckpoints.All];

    private readonly Tally _tally = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _number;
    private long _begun;
    private Seen _seen = new(0, TimeSpan.Zero);
    private byte[] _line = [];
    private bool _done;

    /// <summary>What came of all requests.</summary>
    public Tally Run()
    {
        _number = from;
        var watch = new Thread(Watch) { IsBackground = true };
        watch.Start();
        using var answers = new MemoryStream();
        using var lines = new RequestStream(Next, () => Judge(answers));
        using (var filter = new EvaluateFilter(lines, answers, Limits)) filter.Run();
        Volatile.Write(ref _done, true);
        return Closed();
    }

    /// <summary>The next line, or null when enough was sent.</summary>
    private byte[]? Next()
    {
        while (onlyReaders && _clock.Elapsed < time && _number - from < requests)
        {
            if (_number % RequestsForFile == 0) Files();
            _number++;
        }

        if (_clock.Elapsed >= time || _number - from >= requests) return null;
        if (_number % RequestsForFile == 0) Files();
        var line = RequestMaker.Make(seed, _number);
        Volatile.Write(ref _line, line);
        if (show) Console.WriteLine(Encoding.UTF8.GetString(line));
        Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
        return line;
    }

    private void Judge(MemoryStream answers)
    {
        if (Interlocked.Exchange(ref _begun, 0) is var begun && begun == 0) return;
        var took = Stopwatch.GetElapsedTime(begun);
        var answer = answers.GetBuffer().AsSpan(0, (int)answers.Length);
        if (show) Console.WriteLine("  " + Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 400)]).TrimEnd());
        var code = AnswerRules.CodeOf(answer);
        _tally.Count(code);
        if (code == "ok") _tally.Answered.Add(AnswerRules.LossOf(answer));
        _tally.Took(took.TotalSeconds, Reproduced(_number));
        if (AnswerRules.Fault(answer, _line.Length, code) is { } fault) Note(fault, Encoding.UTF8.GetString(_line) + "\n    " + Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 500)]).TrimEnd());
        // On a machine that others use too, this process may not have had its turn.
        if (took > Patience && WorkedSince(begun) > Patience / 2) Note($"no answer within {Patience.TotalSeconds} s", Encoding.UTF8.GetString(_line));
        answers.SetLength(0);
        _number++;
    }

    private void Files()
    {
        for (var i = 0; i < Readers.Length; i++)
        {
            var reader = Readers[i];
            if (_number % ((long)RequestsForFile * reader.Rarity) != 0) continue;
            var random = new Seeded(seed + ((ulong)i << 32), ~_number);
            var file = reader.Make(random);
            Volatile.Write(ref _line, Encoding.UTF8.GetBytes($"{reader.Name}: {Encoding.UTF8.GetString(file)}"));
            if (show) Console.WriteLine(Encoding.UTF8.GetString(_line));
            Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
            var (outcome, fault) = reader.Try(file);
            Volatile.Write(ref _begun, 0);
            _tally.Count(outcome);
            if (fault is not null) Note($"{reader.Name}: {fault}", Encoding.UTF8.GetString(_line));
        }
    }

    private void Note(string kind, string what)
    {
        var shown = $"request {_number.ToString(CultureInfo.InvariantCulture)} ({Reproduced(_number)}): {(what.Length > 3000 ? what[..3000] + "..." : what)}";
        if (_tally.Fail(kind, shown) && _tally.Failures.Count <= ShownFailures) Console.WriteLine($"FAILED {kind}\n  {shown}");
    }

    private string Reproduced(long number) => string.Create(CultureInfo.InvariantCulture, $"--seed {seed} --from {number} --requests 1");

    /// <summary>The processor time since the watch first saw the request that began then; zero if it did not see it.</summary>
    private TimeSpan WorkedSince(long begun) => Volatile.Read(ref _seen) is var seen && seen.Begun == begun ? Environment.CpuUsage.TotalTime - seen.Worked : TimeSpan.Zero;

    /// <summary>A request that never ends is reported from beside; nothing can go on behind it.</summary>
    private void Watch()
    {
        while (!Volatile.Read(ref _done))
        {
            Thread.Sleep(500);
            var begun = Volatile.Read(ref _begun);
            if (begun == 0) continue;
            if (Volatile.Read(ref _seen).Begun != begun) Volatile.Write(ref _seen, new Seen(begun, Environment.CpuUsage.TotalTime));
            if (Stopwatch.GetElapsedTime(begun) < 6 * Patience) continue;
            if (WorkedSince(begun) < Patience && Stopwatch.GetElapsedTime(begun) < 60 * Patience) continue;
            Note($"no answer within {6 * Patience.TotalSeconds} s, and no end", Encoding.UTF8.GetString(Volatile.Read(ref _line)));
            Console.WriteLine(Closed().Written());
            Environment.Exit(1);
        }
    }

    private Tally Closed()
    {
        (_tally.Requests, _tally.ProcessSeconds) = (_number - from, _clock.Elapsed.TotalSeconds);
        return _tally;
    }

    /// <summary>The request at work when the watch looked, by when it began, and the processor time until then. Reading that time for each request would cost a fifth of all time.</summary>
    private sealed record Seen(long Begun, TimeSpan Worked);
}

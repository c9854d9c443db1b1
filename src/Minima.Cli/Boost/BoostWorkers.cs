using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Distributed;
using Minima.Tabular;
using Minima.Training;
using Minima.Trees;

namespace Minima.Cli.Boost;

/// <summary>The workers of a distributed boosting run, from the view of one. It starts the others, or was started by another process; the first worker reports.</summary>
internal sealed class BoostWorkers : IDisposable
{
    /// <summary>The prefix of messages.</summary>
    private const string Mark = "minima: ";

    /// <summary>The time that the other workers have to end after this one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BoostGroup _group;
    private readonly IReadOnlyList<Process> _others;
    private readonly bool _isFirst;

    private BoostWorkers(BoostGroup group, IReadOnlyList<Process> others, IReadOnlyList<string> files) => (_group, _others, _isFirst, Files) = (group, others, group.Rank == 0, files);

    /// <summary>The files of this process.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Runs a command alone, or with other workers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="words">The words of the command line without files and without those about workers, for the others.</param>
    /// <param name="output">The writer for the report.</param>
    /// <param name="error">The writer for messages.</param>
    /// <param name="work">Carries the request out.</param>
    /// <returns>An exit code.</returns>
    public static int Run(BoostRequest request, IReadOnlyList<string> words, TextWriter output, TextWriter error, Func<BoostRequest, TextWriter, TextWriter, int> work)
    {
        if (request.Workers is not { } count)
        {
            return request.Tracker is null && request.Rank is null ? work(request, output, error) : throw new UsageException("boost: --tracker and --rank are for several workers; add --workers N.");
        }

        Check(request, count);
        void Report(string message)
        {
            error.WriteLine(Mark + message);
            error.Flush();
        }

        var workers = request.Tracker is { } tracker ? Enter(tracker, request.Rank!.Value, count, request.Paths, Report) : Start(request, count, words, Report);
        using (workers)
        {
            var own = request with { Paths = workers.Files, Save = workers._isFirst ? request.Save : null, Json = workers._isFirst && request.Json, Trees = request.Trees with { Collective = workers._group, Threads = workers._others.Count > 0 ? ThreadsOf(request, count) : request.Trees.Threads } };
            try
            {
                using var messages = new StringWriter(CultureInfo.InvariantCulture);
                var code = work(own, workers._isFirst ? output : TextWriter.Null, workers._isFirst ? error : messages);
                if (code == ExitCode.Ok)
                {
                    workers._group.Dispose();
                    return code;
                }

                // The first worker reports the errors of the others.
                var message = messages.ToString().Split('\n').LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) ?? Mark;
                workers._group.Fail(message[Mark.Length..]);
                if (!workers._isFirst) error.WriteLine(message);
                return code;
            }
            catch (ProcessGroupException problem)
            {
                workers._group.Fail(problem.Message);
                if (workers._group.ReportsFailures) error.WriteLine(Mark + problem.Message);
                return workers.CodeOfOthers() ?? ExitCode.Unavailable;
            }
            catch (Exception problem)
            {
                workers._group.Fail(problem.Message);
                throw;
            }
        }
    }

    public void Dispose()
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        foreach (var other in _others)
        {
            if (!other.WaitForExit((int)Math.Max(0, until - Environment.TickCount64))) other.Kill();
            other.Dispose();
        }
    }

    private static void Check(BoostRequest request, int count)
    {
        if (count < 1) throw new UsageException("boost: --workers is 0; it must be at least 1.");
        if (request.Trees.Engine != BoostEngine.XGBoost) throw new UsageException("boost: several workers need XGBoost's library; add --engine xgboost.");
        if (request.Tracker is null != request.Rank is null) throw new UsageException("boost: give --tracker (where the workers connect) and --rank (the number of this one) together; without both, this process starts the others on this machine.");
        if (request.Rank is { } rank && rank >= count) throw new UsageException($"boost: --rank is {rank}; --workers {count} has the ranks 0 to {count - 1}.");
        if (request.Data is not null || request.Paths.Count == 0 || request.Paths.Contains("-", StringComparer.Ordinal)) throw new UsageException("boost: each worker reads files of its own; give files, a folder or a pattern.");
    }

    private static BoostWorkers Enter(string tracker, int rank, int count, IReadOnlyList<string> files, Action<string> report) => new(Told(() => BoostGroup.Enter(tracker, rank, count, report)), [], files);

    private static BoostWorkers Start(BoostRequest request, int count, IReadOnlyList<string> words, Action<string> report)
    {
        string[] files = [.. request.Paths.SelectMany(CsvFile.Files)];
        if (files.Length < count) throw new UsageException($"boost: {count} workers need as many files, but {files.Length} {(files.Length == 1 ? "is" : "are")} given; split the table into parts, or use fewer workers.");
        var others = new List<Process>();
        string[] Share(int rank) => files[(int)((long)files.Length * rank / count)..(int)((long)files.Length * (rank + 1) / count)];
        try
        {
            var group = Told(() => BoostGroup.Start(
                count,
                tracker =>
                {
                    for (var rank = 1; rank < count; rank++) others.Add(Begin([.. words, "--workers", Word(count), "--tracker", tracker, "--rank", Word(rank), "--threads", Word(ThreadsOf(request, count)), .. Share(rank)]));
                },
                () => others.Exists(other => other.HasExited),
                report));
            return new BoostWorkers(group, others, Share(0));
        }
        catch
        {
            foreach (var other in others) other.Kill();
            throw;
        }
    }

    /// <summary>The threads of each worker of a machine: by default all threads of the machine together.</summary>
    private static int ThreadsOf(BoostRequest request, int count) => request.Trees.Threads > 0 ? request.Trees.Threads : Math.Max(1, Environment.ProcessorCount / count);

    /// <summary>Starts this program as another worker. Its output is hidden, because the first worker reports for all.</summary>
    private static Process Begin(string[] words)
    {
        var program = Environment.ProcessPath!;
        string[] own = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        var process = Process.Start(new ProcessStartInfo(program, [.. own, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false })!;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static BoostGroup Told(Func<BoostGroup> join)
    {
        try
        {
            return join();
        }
        catch (BoostException problem)
        {
            throw new DataException($"boost: {problem.Message}", problem);
        }
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The exit code of a failed worker that this process started, if it means more than that another worker ended.</summary>
    private int? CodeOfOthers()
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        foreach (var other in _others)
        {
            if (other.WaitForExit((int)Math.Max(0, until - Environment.TickCount64)) && other.ExitCode is > 0 and < ExitCode.Unavailable) return other.ExitCode;
        }

        return null;
    }
}

using Minima.Cli.Terminal;
using Minima.Distributed;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>The view of one process on the processes that train together: its rank, and where it reports. A single process by default.</summary>
internal sealed class RankRun
{
    private readonly TextWriter _error;
    private bool _isOwn;
    private bool _hasFailed;

    private RankRun(MpiGroup? group, TextWriter output, TextWriter error)
    {
        Group = group;
        _error = error;
        Output = IsFirst ? output : TextWriter.Null;
        Error = IsFirst ? error : TextWriter.Null;
    }

    /// <summary>Null if this process trains alone.</summary>
    public MpiGroup? Group { get; }

    /// <summary>The process that writes files and reports.</summary>
    public bool IsFirst => Group is null or { IsFirst: true };

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>The threads of each process unless --threads is given: together as many as the machine has. Null for the default.</summary>
    public int? UsualThreads => Group is null ? null : Math.Max(1, Environment.ProcessorCount / Group.RanksOnHost);

    /// <summary>The request for this process: only the first writes files.</summary>
    public TrainRequest Own(TrainRequest request) => IsFirst ? request : request.WithoutFiles();

    /// <summary>Joins the other processes if requested, and trains.</summary>
    /// <returns>An exit code.</returns>
    public static int Told(bool isDistributed, TextWriter output, TextWriter error, string? checkpoints, Func<RankRun, int> work)
    {
        RankRun? ranks = null;
        var exitCode = TrainFaults.Told(() => ranks is null || ranks.MustSpeak() ? error : TextWriter.Null, checkpoints, () =>
        {
            if (!isDistributed) return work(new RankRun(null, output, error));
            var group = Mpi.Start();
            ranks = new RankRun(group, output, error);
            group.Report = ranks.ReportEnd;
            try
            {
                var code = work(ranks);
                group.Dispose();
                return code;
            }
            catch (Exception problem) when (ranks.TellOthers(problem))
            {
                throw;
            }
        });
        if (ranks is not { _hasFailed: true }) return exitCode;
        error.Flush();
        ranks.Group!.Reported();
        return exitCode;
    }

    /// <summary>One process reports a failure of all; a rank reports its own failures (of its files) itself.</summary>
    private bool MustSpeak() => (_isOwn && !IsFirst) || Group!.MustReport();

    private bool TellOthers(Exception problem)
    {
        _hasFailed = true;
        _isOwn = problem is DataException or CheckpointException;
        Group!.Fail(problem.Message);
        return false;
    }

    private void ReportEnd(string message)
    {
        _error.WriteLine($"minima: {message}");
        _error.Flush();
    }
}

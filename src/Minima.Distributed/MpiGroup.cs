using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Minima.Distributed;

/// <summary>The ranks that a launcher of Open MPI started. Dispose it after training: there all ranks wait for each other.</summary>
public sealed unsafe class MpiGroup : ProcessGroup, IDisposable
{
    /// <summary>The exit code of a rank that ends because another has: the code for an unavailable service (EX_UNAVAILABLE of sysexits.h).</summary>
    public const int EndedCode = 69;

    private const int AddressLength = 1024;
    private const int HostLength = 256;
    private const int TriesBeforeYielding = 64;

    /// <summary>The time to search for a lost rank: a launcher that has lost one ends the others by SIGTERM, and by SIGKILL a second later.</summary>
    private static readonly TimeSpan Respite = TimeSpan.FromSeconds(0.8);

    private readonly MpiLibrary _library;
    private readonly string[] _hosts;
    private readonly GroupWatch? _watch;
    private readonly TimeSpan _silence;
    private readonly bool _yields;
    private readonly PosixSignalRegistration _termination;
    private volatile bool _hasFailed;
    private bool _isDisposed;

    internal MpiGroup(MpiLibrary library, int rank, int ranks, TimeSpan silence)
    {
        (_library, Rank, Ranks, _silence) = (library, rank, ranks, silence);

        // Before the ranks meet, because a launcher may end this one as soon as another has ended.
        _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Terminated);
        _hosts = [Environment.MachineName];
        _hosts = GatherTexts(Environment.MachineName, HostLength, null);
        RanksOnHost = _hosts.Count(host => host == _hosts[rank]);
        _yields = RanksOnHost > Environment.ProcessorCount;
        _watch = GroupWatch.Start(new(rank, ranks, HostOf, silence, EndAtOnce), address => GatherTexts(address, AddressLength, null)[0]);
    }

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Ranks { get; }

    /// <summary>The number of ranks that run on this machine.</summary>
    public int RanksOnHost { get; }

    /// <summary>Receives the message if this rank ends because another has, and its own thread cannot report it.</summary>
    public Action<string>? Report { get; set; }

    private GroupWatch Watch => _watch!;

    /// <inheritdoc/>
    public override string HostOf(int rank) => _hosts[rank];

    /// <inheritdoc/>
    public override void Exchange(ReadOnlySpan<GroupTransfer> transfers)
    {
        var held = new MemoryHandle[transfers.Length];
        var requests = new nint[transfers.Length];
        for (var i = 0; i < transfers.Length; i++)
        {
            var transfer = transfers[i];
            held[i] = transfer.Bytes.Pin();
            requests[i] = transfer.Sends
                ? _library.Send(held[i].Pointer, transfer.Bytes.Length, transfer.Rank, transfer.Tag)
                : _library.Receive(held[i].Pointer, transfer.Bytes.Length, transfer.Rank, transfer.Tag);
        }

        // If it throws, the memory stays pinned: MPI may still write to it.
        Wait(requests, Watch);
        foreach (var handle in held) handle.Dispose();
    }

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all) => Gather(own, all, Watch);

    /// <inheritdoc/>
    public override void Stepped(long step) => Watch.Step = step;

    /// <inheritdoc/>
    public override void Fail(string message)
    {
        _hasFailed = true;
        Watch.Fail(message);
    }

    /// <summary>
    /// True if this rank must report, after a failure, why all end. Rank 0 must; another waits until rank 0 has reported, some seconds at most, and must only if
    /// rank 0 does not report. Call <see cref="Reported"/> afterwards.
    /// </summary>
    public bool MustReport() => Watch.MustReport(GroupWatch.Patience);

    /// <summary>Call it after a failure, when this rank has reported or need not: rank 0 informs the others, which wait for it, some seconds at most. Then the process may end.</summary>
    /// <remarks>A launcher ends all ranks as soon as one has ended with an error, and its exit code is that of the first, which is thus the rank that failed.</remarks>
    public void Reported() => Watch.Reported(GroupWatch.Patience);

    /// <summary>Waits until all ranks are done, and finalises MPI.</summary>
    /// <exception cref="ProcessGroupException">A rank has ended instead.</exception>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _termination.Dispose();
        Watch.Close(_hasFailed, Describe, _library.End);
    }

    /// <summary>Handles the launcher's signal to end, often sent because another rank has ended: reports which, as without the signal.</summary>
    private void Terminated(PosixSignalContext context)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Respite)
        {
            // The training thread reports a failure that it has found itself.
            if (!_hasFailed && _watch?.Failure is { } failure) EndAtOnce(failure, Respite - Stopwatch.GetElapsedTime(begun));
            Thread.Sleep(10);
        }
    }

    private string[] GatherTexts(string text, int length, GroupWatch? watch)
    {
        var own = new byte[length];
        Encoding.UTF8.GetBytes(text.Length > length / 4 && length == HostLength ? text[..(length / 4)] : text, own);
        var all = new byte[length * Ranks];
        Gather(own, all, watch);
        return [.. Enumerable.Range(0, Ranks).Select(rank => Encoding.UTF8.GetString(all.AsSpan(rank * length, length)).TrimEnd('\0'))];
    }

    private void Gather(ReadOnlySpan<byte> own, Span<byte> all, GroupWatch? watch)
    {
        // Pinned copies: MPI may still write to them after a wait has failed.
        var sent = GC.AllocateUninitializedArray<byte>(own.Length, pinned: true);
        var received = GC.AllocateUninitializedArray<byte>(all.Length, pinned: true);
        own.CopyTo(sent);
        fixed (byte* from = sent, to = received) Wait([_library.Gather(from, sent.Length, to)], watch);
        received.CopyTo(all);
    }

    /// <summary>Waits for MPI while checking that all ranks are alive.</summary>
    private void Wait(nint[] requests, GroupWatch? watch)
    {
        long? left = null;
        for (var tries = 0; !_library.AreDone(requests); tries++)
        {
            if (_yields || tries > TriesBeforeYielding) Thread.Yield();
            if (watch is null || tries % TriesBeforeYielding != 0) continue;
            if (watch.Failure is { } failure) throw Ended(failure);
            if (watch.SomebodyLeft) left ??= Stopwatch.GetTimestamp();
            if (left is { } since && Stopwatch.GetElapsedTime(since) > _silence) throw Ended(new(WatchKind.Left, -1, watch.Step));
        }
    }

    private ProcessGroupException Ended(WatchFrame failure)
    {
        _hasFailed = true;
        return new ProcessGroupException(Describe(failure));
    }

    private string Describe(WatchFrame failure)
    {
        if (failure.Kind == WatchKind.Left) return $"Another rank had finished the training while rank {Rank} ({HostOf(Rank)}) waited for it at step {failure.Step}. All ranks must run the same program.";
        var host = HostOf(failure.Rank);
        return failure.Kind switch
        {
            WatchKind.Silent => $"Rank {failure.Rank} (host {host}) has not answered for {_silence.TotalSeconds} s; it was at step {failure.Step}. All ranks end. Look at that machine, then go on from the last checkpoint.",
            WatchKind.Failed => $"Rank {failure.Rank} (host {host}) has ended with an error at step {failure.Step}, and all ranks end with it. It reports: {failure.Text}",
            _ => $"Rank {failure.Rank} (host {host}) has ended without an error message at step {failure.Step}: it was probably killed, or its machine was lost. All ranks end. Go on from the last checkpoint, on any number of ranks.",
        };
    }

    private void EndAtOnce(WatchFrame failure) => EndAtOnce(failure, GroupWatch.Patience);

    private void EndAtOnce(WatchFrame failure, TimeSpan patience)
    {
        if (!_isDisposed && Watch.MustReport(patience)) Report?.Invoke(Describe(failure));
        Watch.Reported(patience);
        NativeProcess.Exit(EndedCode);
    }
}

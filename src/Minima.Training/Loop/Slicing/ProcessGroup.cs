using System.Security.Cryptography;
using System.Text;

namespace Minima.Training;

/// <summary>
/// The processes that make one training together, numbered from 0: their ranks. <c>Mpi.Start()</c> of Minima.Distributed gives one; another transport is a
/// class of its own. A group only moves bytes: every sum is made by <see cref="Trainer"/> itself, so that its bits do not depend on the transport.
/// </summary>
/// <example><code>
/// using var group = Mpi.Start();
/// var trainer = new Trainer(model, objective, optimizer) { Slices = 8, Distributed = group };
/// </code></example>
public abstract class ProcessGroup
{
    /// <summary>The number of this process, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of processes.</summary>
    public abstract int Ranks { get; }

    /// <summary>True for rank 0, which alone writes files and reports.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>The machine that a rank runs on.</summary>
    public abstract string HostOf(int rank);

    /// <summary>Sends and receives; returns when all of them are done. Of two messages between the same ranks with the same tag the one that was given first arrives first.</summary>
    /// <exception cref="ProcessGroupException">A rank has ended or no longer answers.</exception>
    public abstract void Exchange(ReadOnlySpan<GroupTransfer> transfers);

    /// <summary>Every rank receives the bytes of all, in the order of the ranks.</summary>
    /// <param name="own">Of this rank; equally long on all.</param>
    /// <param name="all"><see cref="Ranks"/> times as long.</param>
    /// <exception cref="ProcessGroupException">A rank has ended or no longer answers.</exception>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Receives the number of each step that was made, for messages about a rank that ends.</summary>
    public virtual void Stepped(long step)
    {
    }

    /// <summary>Ends the group, because the training of this rank has ended with an error: the others cannot go on without it.</summary>
    /// <param name="message">The error.</param>
    public virtual void Fail(string message)
    {
    }

    /// <summary>Refuses to go on where the ranks do not have the same of something.</summary>
    /// <param name="what">What is compared, for the message: <c>the data</c>.</param>
    /// <param name="text">What this rank has.</param>
    /// <exception cref="ProcessGroupException">A rank has another.</exception>
    public void RequireSame(string what, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(what);
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> own = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), own);
        var all = new byte[own.Length * Ranks];
        Gather(own, all);
        for (var rank = 1; rank < Ranks; rank++)
        {
            if (all.AsSpan(rank * own.Length, own.Length).SequenceEqual(all.AsSpan(0, own.Length))) continue;
            throw new ProcessGroupException($"Rank {rank} ({HostOf(rank)}) and rank 0 ({HostOf(0)}) differ in {what}. All ranks make one training: start them with the same files, options, seed and version of Minima, on processors of one SIMD width.");
        }
    }
}

/// <summary>A message to or from another rank.</summary>
/// <param name="Rank">The other rank.</param>
/// <param name="Tag">The same on both sides.</param>
/// <param name="Bytes">What is sent, or where what comes is put; equally long on both sides.</param>
/// <param name="Sends">It is sent; otherwise received.</param>
public readonly record struct GroupTransfer(int Rank, int Tag, Memory<byte> Bytes, bool Sends);

/// <summary>The processes of a training cannot go on together.</summary>
/// <param name="message">Which rank, on which machine, at which step, and what to do.</param>
public sealed class ProcessGroupException(string message) : TrainingException(message);

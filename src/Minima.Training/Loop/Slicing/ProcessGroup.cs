using System.Security.Cryptography;
using System.Text;

namespace Minima.Training;

/// <summary>
/// The processes that share one training, numbered from 0: their ranks. <c>Mpi.Start()</c> of Minima.Distributed creates one; another transport is another
/// class. A group only moves bytes: <see cref="Trainer"/> itself computes every sum, so that its bits do not depend on the transport.
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

    /// <summary>Sends and receives; returns when all transfers are complete. Messages between the same ranks with the same tag arrive in the order in which they were passed.</summary>
    /// <exception cref="ProcessGroupException">A rank has ended or no longer answers.</exception>
    public abstract void Exchange(ReadOnlySpan<GroupTransfer> transfers);

    /// <summary>Every rank receives the bytes of all, in the order of the ranks.</summary>
    /// <param name="own">The bytes of this rank; the same length on all.</param>
    /// <param name="all"><see cref="Ranks"/> times as many bytes.</param>
    /// <exception cref="ProcessGroupException">A rank has ended or no longer answers.</exception>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Receives the number of each completed step, for messages about a rank that ends.</summary>
    public virtual void Stepped(long step)
    {
    }

    /// <summary>Ends the group because the training of this rank failed: the others cannot continue without it.</summary>
    /// <param name="message">The error.</param>
    public virtual void Fail(string message)
    {
    }

    /// <summary>Throws if the ranks differ in something.</summary>
    /// <param name="what">The name of what is compared, for the message: <c>the data</c>.</param>
    /// <param name="text">The text of this rank.</param>
    /// <exception cref="ProcessGroupException">A rank has another text.</exception>
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
/// <param name="Tag">The tag, the same on both sides.</param>
/// <param name="Bytes">The bytes to send, or the memory to receive into; the same length on both sides.</param>
/// <param name="Sends">True to send, false to receive.</param>
public readonly record struct GroupTransfer(int Rank, int Tag, Memory<byte> Bytes, bool Sends);

/// <summary>Thrown when the processes of a training cannot continue together.</summary>
/// <param name="message">The rank, its machine, the step, and what to do.</param>
public sealed class ProcessGroupException(string message) : TrainingException(message);

using System.Runtime.InteropServices;

namespace Minima.Training;

/// <summary>
/// The outputs of a model over batches to evaluate. Of several ranks each computes every n-th batch, and all receive all outputs. Each rank then adds up losses
/// and metrics over all batches in order, so that the results are bit-identical to those of one process.
/// </summary>
/// <param name="model">The model in prediction mode.</param>
/// <param name="group">The ranks that share the batches; null for this process alone.</param>
internal sealed class JudgedOutputs(Module model, ProcessGroup? group)
{
    /// <summary>The header of an output: number of bytes, element type, rank and axes.</summary>
    private const int HeaderNumbers = 3 + Shape.MostAxes;

    private readonly List<TrainingBatch> _round = [];

    /// <summary>Computes the outputs of the remaining batches of a reader.</summary>
    /// <param name="reader">Reads the same batches on every rank.</param>
    /// <param name="judge">Receives each output with its batch, in order.</param>
    /// <exception cref="ProcessGroupException">A rank has ended.</exception>
    public void Run(IBatchReader reader, Action<Tensor, TrainingBatch> judge)
    {
        // All ranks compute the first batch. If a model draws random numbers in prediction, the draws follow the order of the batches: then each rank computes all.
        RandomSnapshot[] before = [.. model.RandomStates.Select(state => state.Snapshot)];
        var more = Alone(reader, judge);
        var isShared = group is { Ranks: > 1 } && model.RandomStates.Select(state => state.Snapshot).SequenceEqual(before);
        while (more) more = isShared ? Round(group!, reader, judge) : Alone(reader, judge);
    }

    private bool Alone(IBatchReader reader, Action<Tensor, TrainingBatch> judge)
    {
        using (StepScope.Begin())
        {
            if (!reader.Next(out var batch)) return false;
            judge(model.Forward(batch.Features), batch);
            return true;
        }
    }

    /// <summary>Computes one batch per rank.</summary>
    private bool Round(ProcessGroup ranks, IBatchReader reader, Action<Tensor, TrainingBatch> judge)
    {
        using (StepScope.Begin())
        {
            _round.Clear();
            Tensor own = default;
            while (_round.Count < ranks.Ranks && reader.Next(out var batch))
            {
                if (_round.Count == ranks.Rank) own = Densify.Copy(model.Forward(batch.Features));
                _round.Add(batch.Copy());
            }

            if (_round.Count == 0) return false;
            var header = Header(own);
            var headers = new byte[header.Length * ranks.Ranks];
            ranks.Gather(header, headers);
            var numbers = MemoryMarshal.Cast<byte, long>(headers.AsSpan());
            long longest = 0;
            for (var rank = 0; rank < ranks.Ranks; rank++) longest = Math.Max(longest, numbers[rank * HeaderNumbers]);
            var sent = new byte[longest];
            BytesOf(own).CopyTo(sent);
            var received = new byte[longest * ranks.Ranks];
            ranks.Gather(sent, received);
            for (var rank = 0; rank < _round.Count; rank++)
            {
                judge(rank == ranks.Rank ? own : Read(numbers.Slice(rank * HeaderNumbers, HeaderNumbers), received.AsSpan(rank * (int)longest)), _round[rank]);
            }

            return true;
        }
    }

    private static byte[] Header(Tensor output)
    {
        var numbers = new long[HeaderNumbers];
        if (!output.IsNone)
        {
            numbers[0] = BytesOf(output).Length;
            numbers[1] = (long)output.Type;
            numbers[2] = output.Rank;
            for (var axis = 0; axis < output.Rank; axis++) numbers[3 + axis] = output.Shape[axis];
        }

        return MemoryMarshal.AsBytes<long>(numbers).ToArray();
    }

    private static ReadOnlySpan<byte> BytesOf(Tensor output) => output.IsNone ? []
        : output.Type == ElementType.Single ? MemoryMarshal.AsBytes(output.Read<float>())
        : MemoryMarshal.AsBytes(output.Read<double>());

    private static Tensor Read(ReadOnlySpan<long> header, ReadOnlySpan<byte> bytes)
    {
        var axes = new int[header[2]];
        for (var axis = 0; axis < axes.Length; axis++) axes[axis] = (int)header[3 + axis];
        var shape = Shape.Of(axes);
        bytes = bytes[..(int)header[0]];
        return (ElementType)header[1] == ElementType.Single ? Tensor.Of(MemoryMarshal.Cast<byte, float>(bytes), shape) : Tensor.Of(MemoryMarshal.Cast<byte, double>(bytes), shape);
    }
}

namespace Minima.Tensors.Losses;

/// <summary>Sequences as losses take them: one, or a batch with lengths of their own.</summary>
internal static class SequenceBatch
{
    /// <summary>A batch of one if there is no batch.</summary>
    /// <param name="loss">The name of the loss, for messages.</param>
    /// <param name="name">The name of the input.</param>
    /// <param name="input">With <paramref name="rank"/> axes, or one more in front.</param>
    /// <param name="rank">Axes of one sequence.</param>
    public static Tensor Of(string loss, string name, Tensor input, int rank) => input.Rank == rank + 1 ? input
        : input.Rank == rank ? input.Reshape(input.Shape.Insert(0, 1))
        : throw new LossException(LossError.Shape, $"{loss}: {name} has the shape {input.Shape}; a single sequence has {rank} axes, a batch of sequences {rank + 1}.");

    /// <summary>The lengths of the sequences: as given, or the whole axis.</summary>
    public static int[] Lengths(string loss, string name, Tensor lengths, int sequences, int longest)
    {
        if (lengths.IsNone)
        {
            var whole = new int[sequences];
            Array.Fill(whole, longest);
            return whole;
        }

        if (lengths.Count != sequences) throw new LossException(LossError.Shape, $"{loss}: {name} has the shape {lengths.Shape}; give one length for each of the {sequences} sequences.");
        var given = lengths.Read<int>().ToArray();
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i] < 0 || given[i] > longest) throw new LossException(LossError.Label, $"{loss}: {name} at index {i} is {given[i]}; the length of this sequence must be from 0 to {longest}.");
        }

        return given;
    }

    /// <summary>Labels of which none is the blank, all within the classes.</summary>
    public static void CheckLabels(string loss, ReadOnlySpan<int> labels, ReadOnlySpan<int> lengths, int room, int classes, int blank)
    {
        if ((uint)blank >= (uint)classes) throw new LossException(LossError.ParameterDomain, $"{loss}: blank is {blank}; it must be the number of one of the {classes} classes, counted from 0.");
        for (var i = 0; i < labels.Length; i++)
        {
            if (i % room >= lengths[i / room]) continue;
            if ((uint)labels[i] >= (uint)classes) throw new LossException(LossError.Label, $"{loss}: 'target' at index {i} is {labels[i]}; a label must be a whole number from 0 to {classes - 1}.");
            if (labels[i] == blank) throw new LossException(LossError.Label, $"{loss}: 'target' at index {i} is {blank}, which is the blank and not a label. Number the labels without it, or choose another class as blank.");
        }
    }

    /// <summary>One sequence gives one number, a batch gives a term for each.</summary>
    public static LossTerms Terms(Tensor values, bool isBatch) => isBatch ? values : LossTerms.Scalar(values);

    /// <summary>Numbers of sequences as a constant tensor.</summary>
    public static Tensor Facts(double[] facts, int sequences, ElementType type) => Tensor.Of(facts, [sequences, facts.Length / Math.Max(1, sequences)]).To(type);
}

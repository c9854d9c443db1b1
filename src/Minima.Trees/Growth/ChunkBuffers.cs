namespace Minima.Trees;

/// <summary>A thread's buffers to evaluate a block of rows.</summary>
internal sealed class ChunkBuffers
{
    [ThreadStatic]
    private static ChunkBuffers? _ofThread;

    public double[] Scores { get; private set; } = [];

    public double[] Values { get; } = new double[RowBlock.Most];

    public double[] Slopes { get; } = new double[RowBlock.Most];

    public double[] Curvatures { get; } = new double[RowBlock.Most];

    public ushort[] Picks { get; } = new ushort[RowBlock.Most];

    /// <summary>Room for the rows of a node that go left, and for those that go right, with padding.</summary>
    public ushort[] Spare { get; } = GC.AllocateArray<ushort>(2 * (CodedRows.ChunkRows + 512), pinned: true);

    public static ChunkBuffers OfThread(int outputs)
    {
        var buffers = _ofThread ??= new ChunkBuffers();
        if (buffers.Scores.Length < outputs * RowBlock.Most) buffers.Scores = new double[outputs * RowBlock.Most];
        return buffers;
    }

    /// <summary>Values, gradients and curvatures of rows whose raw scores are in <see cref="Scores"/>; values may leave out terms that do not depend on the output.</summary>
    public void EvaluateAlong(IBoostObjective objective, in RowBlock rows, int output, Curvature curvature)
    {
        var count = rows.Count;
        objective.EvaluateAlong(rows, Scores.AsSpan(0, count * objective.Outputs), output, curvature, Values.AsSpan(0, count), Slopes.AsSpan(0, count), Curvatures.AsSpan(0, count));
    }

    /// <summary>Values, gradients and curvatures of rows whose raw scores are in <see cref="Scores"/>.</summary>
    public void Evaluate(IBoostObjective objective, in RowBlock rows, int output, Curvature curvature)
    {
        var count = rows.Count;
        objective.Evaluate(rows, Scores.AsSpan(0, count * objective.Outputs), output, curvature, Values.AsSpan(0, count), Slopes.AsSpan(0, count), Curvatures.AsSpan(0, count));
    }
}

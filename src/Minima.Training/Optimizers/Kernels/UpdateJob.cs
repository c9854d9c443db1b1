namespace Minima.Training;

/// <summary>One step over all parameters: one dispatch for the whole model.</summary>
internal sealed class UpdateJob(ParameterUpdate[] updates, ParameterBlocks blocks) : BlockJob
{
    private readonly bool[] _hasGradient = new bool[updates.Length];

    /// <summary>Updates every parameter that has a gradient.</summary>
    public void Step(double learningRate, double scale, double limit)
    {
        for (var i = 0; i < updates.Length; i++) _hasGradient[i] = updates[i].Prepare(learningRate, scale, limit);
        Workers.Run(this, blocks.Count, blocks.Threads);
    }

    public override void Run(int block)
    {
        var (parameter, start, length) = blocks[block];
        if (_hasGradient[parameter]) updates[parameter].Run(start, start + length);
    }
}

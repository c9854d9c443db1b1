namespace Minima.Tensors;

/// <summary>
/// A training step: tensors made between <see cref="Begin"/> and <see cref="Dispose"/> are released at the end, so that a loop
/// allocates nothing from its second step on. Using a tensor after its step throws; <see cref="Tensor.Keep"/> copies it out.
/// Gradients of leaves created outside are kept.
/// </summary>
/// <remarks>
/// <para>A step belongs to the thread that began it, and code after an <c>await</c> may run on another thread. The scope is a ref struct, so the
/// compiler refuses an <c>await</c> within it (CS4007): await outside, compute inside.</para>
/// <para>Steps may be nested: an inner one recycles the tensors created in it. Disposing an outer step ends the inner ones; disposing one twice does nothing.</para>
/// </remarks>
/// <example><code>
/// using (StepScope.Begin())
/// {
///     loss.Apply(model.Forward(x), y).Backward();
///     optimizer.Step();
/// }
/// </code></example>
public readonly ref struct StepScope
{
    private readonly StepMemory _memory;
    private readonly long _life;

    private StepScope(StepMemory memory)
    {
        _memory = memory;
        _life = memory.Life;
    }

    /// <summary>Starts a step on this thread.</summary>
    /// <exception cref="TrainingException">
    /// Too many steps are open on this thread: some were never disposed. All of them are ended first, so that the thread remains usable.
    /// </exception>
    public static StepScope Begin() => new(StepMemory.Begin());

    /// <summary>Ends the step, and the steps begun within it.</summary>
    public void Dispose() => _memory?.End(_life);
}

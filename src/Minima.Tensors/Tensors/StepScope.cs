namespace Minima.Tensors;

/// <summary>
/// A training step: tensors made between <see cref="Begin"/> and <see cref="Dispose"/> give their memory back at the end, so that a loop
/// allocates nothing from its second step on. A tensor used after its step throws and says so; <see cref="Tensor.Keep"/> takes a copy out.
/// Gradients of leaves made outside stay.
/// </summary>
/// <remarks>
/// <para>A step belongs to the thread that began it, and code after an <c>await</c> may run on another thread. The scope is a ref struct, so the
/// compiler refuses an <c>await</c> within it (CS4007): wait outside, compute inside.</para>
/// <para>Steps may be nested: an inner one recycles what was made in it. Disposing an outer step ends the inner ones; disposing one twice does nothing.</para>
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
    /// Too many steps are open on this thread: some were never disposed. All of them are ended first, so that the thread can be used again.
    /// </exception>
    public static StepScope Begin() => new(StepMemory.Begin());

    /// <summary>Ends the step, and those begun within it.</summary>
    public void Dispose() => _memory?.End(_life);
}

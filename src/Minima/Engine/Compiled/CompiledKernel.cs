namespace Minima;

/// <summary>Machine code for one structure: runs the stages of a plan over blocks small enough for the first-level cache.</summary>
internal sealed unsafe class CompiledKernel
{
    /// <summary>An argument fills the widest vector.</summary>
    public const int ArgumentBytes = 64;

    private readonly StageCode[] stages;
    /// <summary>For each stage the scalar functions before it: first buffer (operand, then result), second buffer or -1, number among all.</summary>
    private readonly (int First, int Second, int Number)[][] calls;
    private readonly int bufferBytes;

    public CompiledKernel(KernelPlan plan, StageCode[] stages, int bufferBytes)
    {
        this.stages = stages;
        this.bufferBytes = bufferBytes;
        Buffers = plan.Buffers;
        var number = 0;
        calls = [.. plan.Stages.Select(stage => stage.Calls.Select(c => (stage.Buffers[c], stage.SecondBuffers.GetValueOrDefault(c, -1), number++)).ToArray())];
    }

    /// <summary>The number of buffers that the stages share.</summary>
    public int Buffers { get; }

    /// <summary>The number of loops.</summary>
    public int Stages => stages.Length;

    /// <summary>Runs over a block.</summary>
    /// <param name="block">The pointers of the block.</param>
    /// <param name="arguments">Each argument of the plan, filling <see cref="ArgumentBytes"/>.</param>
    /// <param name="functions">The calls of the plan.</param>
    public void Run<TElement>(ref PointBlock<TElement> block, nint arguments, ScalarCall[] functions)
        where TElement : unmanaged
    {
        var bytes = block.Count * sizeof(TElement);
        var step = stages.Length == 1 ? bytes : bufferBytes;
        var buffers = KernelBuffers.Of(Buffers * bufferBytes);
        fixed (PointBlock<TElement>* view = &block)
        {
            for (nint offset = 0; offset < bytes; offset += step)
            {
                var length = Math.Min(step, bytes - offset);
                for (var s = 0; s < stages.Length; s++)
                {
                    foreach (var (first, second, number) in calls[s])
                    {
                        var x = (TElement*)(buffers + first * bufferBytes);
                        var y = second < 0 ? null : (TElement*)(buffers + second * bufferBytes);
                        var count = (int)length / sizeof(TElement);
                        if (typeof(TElement) == typeof(float))
                        {
                            functions[number].Run((float*)x, (float*)y, count);
                        }
                        else
                        {
                            functions[number].Run((double*)x, (double*)y, count);
                        }
                    }

                    stages[s]((nint)view, offset, length, arguments, buffers);
                }
            }
        }
    }
}

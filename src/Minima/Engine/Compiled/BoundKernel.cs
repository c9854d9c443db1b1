namespace Minima;

/// <summary>A compiled kernel with the arguments of one formula.</summary>
internal sealed unsafe class BoundKernel
{
    private readonly CompiledKernel kernel;
    private readonly ScalarCall[] calls;
    private readonly AlignedMemory arguments;

    public BoundKernel(KernelPlan plan, CompiledKernel kernel)
    {
        this.kernel = kernel;
        calls = plan.Calls;
        double[] values = [.. plan.Arguments];
        arguments = new AlignedMemory(Math.Max(1, values.Length) * CompiledKernel.ArgumentBytes);
        for (var i = 0; i < values.Length; i++)
        {
            var to = arguments.Pointer + i * CompiledKernel.ArgumentBytes;
            if (plan.IsSingle)
            {
                new Span<float>(to, CompiledKernel.ArgumentBytes / sizeof(float)).Fill((float)values[i]);
            }
            else
            {
                new Span<double>(to, CompiledKernel.ArgumentBytes / sizeof(double)).Fill(values[i]);
            }
        }
    }

    /// <summary>The code, which other formulas of the same structure share.</summary>
    public CompiledKernel Code => kernel;

    /// <summary>The number of loops.</summary>
    public int Stages => kernel.Stages;

    public void Run<TElement>(ref PointBlock<TElement> block)
        where TElement : unmanaged
    {
        kernel.Run(ref block, (nint)arguments.Pointer, calls);
        GC.KeepAlive(this);
    }
}

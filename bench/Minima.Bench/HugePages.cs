using System.Runtime.InteropServices;

namespace Minima.Bench;

/// <summary>Aligned memory on huge pages where Linux grants them: what a training system keeps its tensors in, and what large kernels are measured on.</summary>
internal sealed unsafe partial class HugePages : IDisposable
{
    private const nuint Page = 2 << 20;
    private const int AdviseHugePages = 14;
    private readonly float* start;
    private readonly int count;

    public HugePages(int count)
    {
        this.count = count;
        var bytes = ((nuint)count * sizeof(float) + Page - 1) / Page * Page;
        start = (float*)NativeMemory.AlignedAlloc(bytes, Page);
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(start, bytes, AdviseHugePages);
        }

        NativeMemory.Clear(start, bytes);
    }

    public Span<float> Span => new(start, count);

    public void Dispose() => NativeMemory.AlignedFree(start);

    /// <summary>Fills with numbers from low to high, always the same for the same seed.</summary>
    public HugePages Fill(uint seed, float low, float high)
    {
        var state = (seed * 2654435761u) | 1;
        foreach (ref var x in Span)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            x = low + ((high - low) * ((state >> 8) * (1f / 16777216f)));
        }

        return this;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}

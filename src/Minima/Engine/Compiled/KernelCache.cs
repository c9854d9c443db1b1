using System.Collections.Concurrent;

namespace Minima;

/// <summary>Compiled kernels by structure. Bounded: endless new formulas cost compilation time, not memory.</summary>
internal static class KernelCache
{
    private const int Most = 1024;

    private static readonly ConcurrentDictionary<(KernelKey Structure, KernelOutputs Outputs, Type Lanes), CompiledKernel> Kernels = new(new OutputsComparer());
    private static int compiled;

    /// <summary>The number of kernels compiled since the process began.</summary>
    public static int Compiled => Volatile.Read(ref compiled);

    /// <summary>The kernel of a plan: an existing one, or a new one.</summary>
    public static CompiledKernel Of(KernelPlan plan, KernelOutputs outputs, Type lanes, Func<KernelPlan, KernelOutputs, CompiledKernel> compile)
    {
        var key = (plan.Key, outputs, lanes);
        if (Kernels.TryGetValue(key, out var known))
        {
            return known;
        }

        var kernel = compile(plan, outputs);
        Interlocked.Increment(ref compiled);
        if (Kernels.Count >= Most)
        {
            Kernels.Clear();
        }

        return Kernels.GetOrAdd(key, kernel);
    }

    private sealed class OutputsComparer : IEqualityComparer<(KernelKey Structure, KernelOutputs Outputs, Type Lanes)>
    {
        public bool Equals((KernelKey Structure, KernelOutputs Outputs, Type Lanes) x, (KernelKey Structure, KernelOutputs Outputs, Type Lanes) y) =>
            x.Lanes == y.Lanes && x.Outputs.HasValue == y.Outputs.HasValue && x.Outputs.Streams == y.Outputs.Streams
            && x.Outputs.Targets.AsSpan().SequenceEqual(y.Outputs.Targets) && x.Structure.Equals(y.Structure);

        public int GetHashCode((KernelKey Structure, KernelOutputs Outputs, Type Lanes) key) => HashCode.Combine(key.Structure, key.Lanes, key.Outputs.Targets.Length, key.Outputs.Streams);
    }
}

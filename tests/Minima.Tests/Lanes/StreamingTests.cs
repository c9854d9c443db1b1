using System.Runtime.InteropServices;
using Minima.Losses;
using Xunit;

namespace Minima.Tests.Lanes;

/// <summary>Gradients larger than the caches are written past them: the same bits, and nothing beside them.</summary>
public sealed unsafe class StreamingTests
{
    /// <summary>Three buffers of float, 36 MiB together, and a tail that fills no lane.</summary>
    private const int Count = 3_145_728 + 5;
    private const int Guard = 64;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Streamed_gradient_is_that_of_small_calls(int threads)
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(3 * Count + 4 * Guard) * sizeof(float), 64);
        try
        {
            var all = new Span<float>(memory, 3 * Count + 4 * Guard);
            var random = new Random(1601);
            foreach (ref var x in all)
            {
                x = (float)(8 * random.NextDouble() - 4);
            }

            // The gradient stands first, on a line of its own; the guard after it must keep its values.
            var gradient = all[..Count];
            var guard = all.Slice(Count, Guard).ToArray();
            var prediction = all.Slice(Count + Guard, Count);
            var target = all.Slice(2 * Count + 2 * Guard, Count);
            var loss = new Huber(1);
            loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Gradient = gradient, Reduction = Reduction.Sum, Threads = threads });
            var part = new float[10_007];
            for (var start = 0; start < Count; start += part.Length)
            {
                var length = Math.Min(part.Length, Count - start);
                loss.Evaluate(new LossBatch<float> { Prediction = prediction.Slice(start, length), Target = target.Slice(start, length), Gradient = part.AsSpan(0, length), Reduction = Reduction.Sum, Threads = 1 });
                Assert.True(gradient.Slice(start, length).SequenceEqual(part.AsSpan(0, length)), $"the gradient differs between {start} and {start + length}");
            }

            Assert.Equal(guard, all.Slice(Count, Guard).ToArray());
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }
}

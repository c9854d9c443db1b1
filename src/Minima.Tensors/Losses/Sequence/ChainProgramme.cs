using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>The forward programme of a chain: the log of the sum over all sequences of tags of e^score.</summary>
/// <remarks>Weights: the score of each tag at each time, then that of each tag after each other.</remarks>
/// <param name="Times">The number of times; at least one.</param>
/// <param name="Tags">The number of tags.</param>
internal readonly record struct ChainProgramme(int Times, int Tags) : IProgramme
{
    public static string Name => "sequences of tags";

    public int Scratch => 3 * Tags;

    public T Of<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> facts, Span<T> scratch)
        where T : IReal<T>
    {
        var before = scratch[..Tags];
        var now = scratch[Tags..(2 * Tags)];
        var terms = scratch[(2 * Tags)..];
        var transitions = weights[(Times * Tags)..];
        weights[..Tags].CopyTo(before);
        for (var t = 1; t < Times; t++)
        {
            for (var tag = 0; tag < Tags; tag++)
            {
                for (var from = 0; from < Tags; from++) terms[from] = before[from] + transitions[(from * Tags) + tag];
                now[tag] = LogSemiring.Sum<T>(terms) + weights[(t * Tags) + tag];
            }

            var swap = before;
            before = now;
            now = swap;
        }

        return LogSemiring.Sum<T>(before);
    }
}

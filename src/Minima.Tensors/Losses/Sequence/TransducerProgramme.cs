using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>The forward programme of a transducer: at each time any number of labels, then a blank to the next time.</summary>
/// <remarks>Weights: for each time and each number of labels so far the log-probabilities of the blank and of the next label.</remarks>
/// <param name="Times">The number of times.</param>
/// <param name="Labels">The number of labels.</param>
internal readonly record struct TransducerProgramme(int Times, int Labels) : IProgramme
{
    public static string Name => "paths of a transducer";

    public int Scratch => Labels + 1;

    public T Of<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> facts, Span<T> scratch)
        where T : IReal<T>
    {
        var width = Labels + 1;
        for (var t = 0; t < Times; t++)
        {
            for (var u = 0; u <= Labels; u++)
            {
                // From the left by a label, from the time before by a blank.
                var label = u == 0 ? T.Of(0) : scratch[u - 1] + weights[(2 * ((t * width) + u - 1)) + 1];
                if (t == 0) scratch[u] = label;
                else
                {
                    var blank = scratch[u] + weights[2 * (((t - 1) * width) + u)];
                    scratch[u] = u == 0 ? blank : LogSemiring.Sum(blank, label);
                }
            }
        }

        return scratch[Labels] + weights[2 * ((Times * width) - 1)];
    }
}

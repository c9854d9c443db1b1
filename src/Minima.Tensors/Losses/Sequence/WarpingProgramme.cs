using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>The smooth minimum over all warpings of one series onto another of the sum of costs.</summary>
/// <remarks>Weights: the cost of each pair of places, row by row.</remarks>
/// <param name="Rows">Places of the first series; at least one.</param>
/// <param name="Columns">Places of the second; at least one.</param>
/// <param name="Gamma">The smoothness of the minimum.</param>
internal readonly record struct WarpingProgramme(int Rows, int Columns, double Gamma) : IProgramme
{
    public static string Name => "warpings";

    public int Scratch => 2 * Columns;

    public T Of<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> facts, Span<T> scratch)
        where T : IReal<T>
    {
        // In units of -gamma: a smooth minimum is a sum of exponentials.
        var scale = T.Of(-1 / Gamma, "");
        var before = scratch[..Columns];
        var now = scratch[Columns..];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                var cost = weights[(i * Columns) + j] * scale;
                now[j] = cost + ((i, j) switch
                {
                    (0, 0) => T.Of(0),
                    (0, _) => now[j - 1],
                    (_, 0) => before[j],
                    _ => LogSemiring.Sum(before[j], now[j - 1], before[j - 1]),
                });
            }

            var swap = before;
            before = now;
            now = swap;
        }

        return before[Columns - 1] / scale;
    }
}

using Minima.Reals;

namespace Minima.Training.Losses;

/// <summary>
/// The forward programme of connectionist temporal classification: the log of the sum over all alignments. States are the labels with a blank before,
/// between and behind them.
/// </summary>
/// <remarks>Weights: the log-probability of each state at each time, time by time. Facts: for each state whether it may be entered from two states before; for each state whether the sequence may end in it; for each time whether the sequence still runs.</remarks>
/// <param name="Times">How many times.</param>
/// <param name="States">How many states.</param>
/// <param name="Varies">The sequences of the batch have different lengths.</param>
internal readonly record struct CtcProgramme(int Times, int States, bool Varies) : IProgramme
{
    public static string Name => "alignments of labels";

    public int Scratch => 2 * States;

    public T Of<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> facts, Span<T> scratch)
        where T : IReal<T>
    {
        var none = T.Of(double.NegativeInfinity);
        var before = scratch[..States];
        var now = scratch[States..];
        before.Fill(none);
        for (var s = 0; s < Math.Min(2, States); s++) before[s] = weights[s];
        for (var t = 1; t < Times; t++)
        {
            now.Fill(none);
            var emit = weights.Slice(t * States, States);

            // States that are reached by now, and from which the last one is still within reach.
            var first = Varies ? 0 : Math.Max(0, States - (2 * (Times - t)));
            var last = Math.Min(States, 2 * (t + 1));
            for (var s = first; s < last; s++)
            {
                var stay = before[s];
                var entered = s == 0 ? stay
                    : s == 1 || s % 2 == 0 ? LogSum.Of(stay, before[s - 1])
                    : LogSum.Of(stay, before[s - 1], T.IfLess(T.Of(0.5), facts[s], before[s - 2], none));
                var next = entered + emit[s];
                now[s] = Varies ? T.IfLess(T.Of(0.5), facts[(2 * States) + t], next, stay) : next;
            }

            var swap = before;
            before = now;
            now = swap;
        }

        if (!Varies) return States == 1 ? before[0] : LogSum.Of(before[States - 1], before[States - 2]);
        for (var s = 0; s < States; s++) now[s] = T.IfLess(T.Of(0.5), facts[States + s], before[s], none);
        return LogSum.Of<T>(now);
    }
}

using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>
/// The forward programme of connectionist temporal classification: the log of the sum over all alignments. States are the labels with a blank before,
/// between and behind them.
/// </summary>
/// <remarks>Weights: the log-probability of each state at each time, time by time. Facts: for each state whether it may be entered from two states before; for each state whether the sequence may end in it; for each time whether the sequence still runs.</remarks>
/// <param name="Times">The number of times.</param>
/// <param name="States">The number of states.</param>
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

            // States that can be reached by now, and from which the last one can still be reached.
            var first = Varies ? 0 : Math.Max(0, States - (2 * (Times - t)));
            var last = Math.Min(States, 2 * (t + 1));
            for (var s = first; s < last; s++)
            {
                var stay = before[s];
                var entered = s == 0 ? stay
                    : s == 1 || s % 2 == 0 ? LogSemiring.Sum(stay, before[s - 1])
                    : LogSemiring.Sum(stay, before[s - 1], T.IfLess(T.Of(0.5), facts[s], before[s - 2], none));
                var next = entered + emit[s];
                now[s] = Varies ? T.IfLess(T.Of(0.5), facts[(2 * States) + t], next, stay) : next;
            }

            var swap = before;
            before = now;
            now = swap;
        }

        if (!Varies) return States == 1 ? before[0] : LogSemiring.Sum(before[States - 1], before[States - 2]);
        for (var s = 0; s < States; s++) now[s] = T.IfLess(T.Of(0.5), facts[States + s], before[s], none);
        return LogSemiring.Sum<T>(now);
    }

    /// <summary>The log of the sum over all alignments for each sequence, by the formula: the reference of the handwritten kernel.</summary>
    /// <param name="logits">[B, T, K].</param>
    /// <param name="labels">int [B, room].</param>
    /// <param name="lengths">Labels that count.</param>
    /// <param name="durations">Times that count.</param>
    /// <param name="blank">The class that means "no label".</param>
    public static Tensor Apply(Tensor logits, Tensor labels, int[] lengths, int[] durations, int blank)
    {
        var (sequences, times, room) = (logits.Shape[0], logits.Shape[1], labels.Shape[1]);
        var states = (2 * room) + 1;
        var varies = lengths.Any(length => length != room) || durations.Any(duration => duration != times);
        var places = new int[sequences * times * states];
        var facts = new double[sequences * ((2 * states) + times)];
        for (var b = 0; b < sequences; b++)
        {
            var own = labels.Read<int>().Slice(b * room, room);
            for (var t = 0; t < times; t++)
            {
                for (var s = 0; s < states; s++) places[(((b * times) + t) * states) + s] = s % 2 == 0 || s / 2 >= lengths[b] ? blank : own[s / 2];
            }

            var ownFacts = facts.AsSpan(b * ((2 * states) + times), (2 * states) + times);
            for (var s = 3; s < states; s += 2) ownFacts[s] = own[s / 2] == own[(s / 2) - 1] ? 0 : 1;
            ownFacts[states + (2 * lengths[b])] = 1;
            if (lengths[b] > 0) ownFacts[states + (2 * lengths[b]) - 1] = 1;
            for (var t = 0; t < durations[b]; t++) ownFacts[(2 * states) + t] = 1;
        }

        var emitted = logits.LogSoftmax(^1).TakeAlong(Tensor.Of(places, [sequences, times, states]));
        return ProgrammeOperation<CtcProgramme>.Apply(new CtcProgramme(times, states, varies), emitted.Reshape([sequences, times * states]), SequenceBatch.Facts(facts, sequences, logits.Type));
    }
}

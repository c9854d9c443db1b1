using Minima.Training.Preference;

namespace Minima.Lab.Preference;

/// <summary>Pairs of answers drawn from a reference, one of each pair preferred.</summary>
/// <param name="Chosen">The preferred answers behind their prompts, [N, L].</param>
/// <param name="Rejected">The other answers behind their prompts, [N, L].</param>
internal sealed record PreferencePairs(Tensor Chosen, Tensor Rejected)
{
    public int Count => Chosen.Shape[0];

    /// <summary>Draws pairs.</summary>
    /// <param name="world">Judges the answers.</param>
    /// <param name="reference">The model that answers.</param>
    /// <param name="pairs">The number of pairs.</param>
    /// <param name="isNoisy">True if the judge prefers an answer with the probability of Bradley and Terry; otherwise it always prefers the better one.</param>
    /// <param name="random">Draws prompts, answers and preferences.</param>
    public static PreferencePairs Draw(TokenWorld world, ContextModel reference, int pairs, bool isNoisy, RandomState random)
    {
        var prompts = TokenWorld.Prompts(pairs, random);
        var (first, second) = (SequenceSampler.Draw(reference, prompts, TokenWorld.Answer, random), SequenceSampler.Draw(reference, prompts, TokenWorld.Answer, random));
        var (left, right) = (world.Rewards(first), world.Rewards(second));
        var (chosen, rejected) = (first.Read<int>().ToArray(), second.Read<int>().ToArray());
        for (var pair = 0; pair < pairs; pair++)
        {
            var isFirst = isNoisy ? random.NextDouble() < 1 / (1 + Math.Exp(right[pair] - left[pair])) : left[pair] >= right[pair];
            if (isFirst) continue;
            for (var i = pair * TokenWorld.Length; i < (pair + 1) * TokenWorld.Length; i++) (chosen[i], rejected[i]) = (rejected[i], chosen[i]);
        }

        return new(Tensor.Of(chosen, first.Shape), Tensor.Of(rejected, first.Shape));
    }

    /// <summary>The pairs at the given indices.</summary>
    public PreferencePairs Some(int[] pairs) => new(Taken(Chosen, pairs), Taken(Rejected, pairs));

    /// <summary>The proportion of pairs whose chosen answer gets the higher score; a tie is a half.</summary>
    public double Ranked(Func<Tensor, Tensor> score)
    {
        var (better, worse) = (Fitting.Outputs(() => score(Chosen)), Fitting.Outputs(() => score(Rejected)));
        return Enumerable.Range(0, Count).Average(i => better[i] > worse[i] ? 1 : better[i] < worse[i] ? 0 : 0.5);
    }

    private static Tensor Taken(Tensor tokens, int[] rows)
    {
        var from = tokens.Read<int>();
        var length = tokens.Shape[1];
        var taken = new int[rows.Length * length];
        for (var i = 0; i < rows.Length; i++) from.Slice(rows[i] * length, length).CopyTo(taken.AsSpan(i * length));
        return Tensor.Of(taken, [rows.Length, length]);
    }
}

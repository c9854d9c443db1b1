namespace Minima.Training.Preference;

/// <summary>Draws answers from a language model, token by token.</summary>
/// <remarks>For every token the model runs over the whole row so far: meant for short answers.</remarks>
public static class SequenceSampler
{
    /// <summary>Draws an answer to each prompt.</summary>
    /// <param name="model">Takes int tokens [N, L] and returns logits [N, L, V].</param>
    /// <param name="prompts">int [N, P], P at least 1.</param>
    /// <param name="length">The number of tokens in an answer.</param>
    /// <param name="random">Draws.</param>
    /// <param name="temperature">The divisor of the logits; 0 always takes the most likely token.</param>
    /// <returns>int [N, P + length]: prompts and answers.</returns>
    /// <exception cref="TrainingException">Prompts without tokens, a length below 1, a negative temperature, or logits that are not finite.</exception>
    public static Tensor Draw(Module model, Tensor prompts, int length, RandomState random, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(random);
        if (prompts.Type != ElementType.Int32 || prompts.Rank != 2 || prompts.Shape[1] < 1) throw new TrainingException($"Prompts are int tokens [N, P] with at least one token each; {prompts.Type} {prompts.Shape} was given.");
        if (length < 1) throw new TrainingException($"Cannot draw answers of {length} tokens; at least 1 is needed.");
        if (!(temperature >= 0 && double.IsFinite(temperature))) throw new TrainingException($"Cannot draw answers at the temperature {temperature}; it must be finite and 0 or above.");
        var (rows, before) = (prompts.Shape[0], prompts.Shape[1]);
        var tokens = new int[rows * (before + length)];
        var given = prompts.Contiguous().Read<int>();
        for (var row = 0; row < rows; row++) given.Slice(row * before, before).CopyTo(tokens.AsSpan(row * (before + length)));
        using (Autograd.NoGradient())
        {
            for (var place = before; place < before + length; place++)
            {
                using var scope = StepScope.Begin();
                var logits = model.Forward(Prefix(tokens, rows, before + length, place));
                var last = logits.Slice(1, place - 1, 1).ToArray();
                var words = last.Length / Math.Max(rows, 1);
                for (var row = 0; row < rows; row++) tokens[(row * (before + length)) + place] = Token(last.AsSpan(row * words, words), temperature, random);
            }
        }

        return Tensor.Of(tokens, [rows, before + length]);
    }

    private static Tensor Prefix(int[] tokens, int rows, int stride, int count)
    {
        var prefix = new int[rows * count];
        for (var row = 0; row < rows; row++) tokens.AsSpan(row * stride, count).CopyTo(prefix.AsSpan(row * count));
        return Tensor.Of(prefix, [rows, count]);
    }

    /// <summary>The token whose interval of the cumulative probability contains a random number.</summary>
    private static int Token(ReadOnlySpan<double> logits, double temperature, RandomState random)
    {
        var best = 0;
        for (var k = 0; k < logits.Length; k++)
        {
            if (!double.IsFinite(logits[k])) throw new TrainingException($"A language model gave the logit {logits[k]} for token {k}; nothing can be drawn. Look for what made the weights overflow, usually a learning rate that is too high.");
            if (logits[k] > logits[best]) best = k;
        }

        if (temperature == 0) return best;
        double sum = 0;
        foreach (var logit in logits) sum += Math.Exp((logit - logits[best]) / temperature);
        var left = random.NextDouble() * sum;
        for (var k = 0; k < logits.Length; k++)
        {
            left -= Math.Exp((logits[k] - logits[best]) / temperature);
            if (left < 0) return k;
        }

        // Rounding may leave a remainder of about one part in 10^16.
        return best;
    }
}

namespace Minima.Training.Preference;

/// <summary>Log-probabilities that a language model assigns to whole answers, token by token, their sums and means, and the divergence of two models.</summary>
/// <remarks>
/// <para>A language model is any module that takes int tokens [N, L] and returns logits [N, L, V], those at position i for the token at position i + 1.
/// The first <c>prompt</c> tokens of a row are the question; the others are the answer.</para>
/// <para>Answers of several lengths: pad them, and pass a mask [N, L - prompt] that is 1 at tokens that count.</para>
/// </remarks>
/// <example><code>
/// var now = SequenceScores.Sum(SequenceScores.Tokens(policy, tokens, prompt: 2));
/// </code></example>
public static class SequenceScores
{
    /// <summary>log p(token | all before it) for each token of the answers: [N, L - prompt].</summary>
    /// <param name="model">The language model.</param>
    /// <param name="tokens">int [N, L].</param>
    /// <param name="prompt">The number of question tokens in a row; at least 1, because the first token of the answer needs one before it.</param>
    /// <exception cref="TrainingException">Another shape or type, or no token after the prompt.</exception>
    public static Tensor Tokens(Module model, Tensor tokens, int prompt)
    {
        var answer = AnswerLength(tokens, prompt);
        return LogProbabilities(model, tokens, prompt).Pick(tokens.Slice(1, prompt, answer).Contiguous());
    }

    /// <summary>The log-probability of each answer: the sum over its tokens.</summary>
    /// <param name="logProbabilities">The log-probabilities of tokens, [N, T].</param>
    /// <param name="mask">1 at tokens that count, 0 at padding, [N, T]; none for all.</param>
    public static Tensor Sum(Tensor logProbabilities, Tensor mask = default) => Counted(logProbabilities, mask).Sum(^1);

    /// <summary>The log-probability of each answer, divided by its length; 0 for one without tokens.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Mean(Tensor logProbabilities, Tensor mask = default) => mask.IsNone
        ? logProbabilities.Mean(^1)
        : Counted(logProbabilities, mask).Sum(^1) / mask.Sum(^1).Max(Tensor.Ones([logProbabilities.Shape[0]], logProbabilities.Type));

    /// <summary>For each row sum_t KL(policy(. | before t) || reference(. | before t)), exact in the next token: its mean over answers that the policy drew estimates KL(policy || reference).</summary>
    /// <param name="policy">The model that drew the answers.</param>
    /// <param name="reference">The model that it is compared with.</param>
    /// <param name="tokens">int [N, L].</param>
    /// <param name="prompt">As in <see cref="Tokens"/>.</param>
    /// <exception cref="TrainingException">As in <see cref="Tokens"/>.</exception>
    public static Tensor Divergence(Module policy, Module reference, Tensor tokens, int prompt)
    {
        AnswerLength(tokens, prompt);
        var (now, then) = (LogProbabilities(policy, tokens, prompt), LogProbabilities(reference, tokens, prompt));
        return (now.Exp() * (now - then)).Sum(^1).Sum(^1);
    }

    /// <summary>log p of every token at every position of the answer: [N, L - prompt, V].</summary>
    private static Tensor LogProbabilities(Module model, Tensor tokens, int prompt)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (rows, length) = (tokens.Shape[0], tokens.Shape[1] - 1);
        var logits = model.Forward(tokens.Slice(1, 0, length).Contiguous());
        if (logits.Rank != 3 || logits.Shape[0] != rows || logits.Shape[1] != length) throw new TrainingException($"A language model was given tokens [{rows}, {length}] and answered with the shape {logits.Shape}; logits [{rows}, {length}, V] are expected.");
        return logits.Slice(1, prompt - 1, length - prompt + 1).LogSoftmax(^1);
    }

    private static Tensor Counted(Tensor logProbabilities, Tensor mask)
    {
        if (mask.IsNone) return logProbabilities;
        return mask.Shape == logProbabilities.Shape
            ? logProbabilities.If(mask)
            : throw new TrainingException($"A mask of the shape {mask.Shape} was given for tokens {logProbabilities.Shape}; give one number for each token, 1 where it counts.");
    }

    /// <summary>The number of answer tokens in a row; throws if there are none.</summary>
    internal static int AnswerLength(Tensor tokens, int prompt)
    {
        if (tokens.Type != ElementType.Int32 || tokens.Rank != 2) throw new TrainingException($"Sequences are int tokens [N, L]; {tokens.Type} {tokens.Shape} was given.");
        if (prompt < 1 || prompt >= tokens.Shape[1]) throw new TrainingException($"The prompt cannot have {prompt} of {tokens.Shape[1]} tokens; it needs at least 1, and the answer after it at least 1.");
        return tokens.Shape[1] - prompt;
    }
}

namespace Minima.Training.Preference;

/// <summary>Trains a language model on pairs of answers, one of which is preferred; another model, the reference, stays fixed.</summary>
/// <remarks>
/// A step computes log-probabilities of both answers by the policy, and by the reference if the objective uses it, then the loss, and makes one optimizer step. KTO's
/// drift is estimated, as in its paper, from answers to other prompts of the batch: row i's prompt with row i + 1's chosen answer.
/// </remarks>
/// <example><code>
/// var trainer = new PreferenceTrainer(policy, reference, PreferenceObjectives.Direct(beta: 0.1), new Adam(policy.Parameters, 1e-3)) { Prompt = 2 };
/// trainer.Step(chosen, rejected);
/// </code></example>
public sealed class PreferenceTrainer
{
    private readonly Module _policy;
    private readonly Module _reference;
    private readonly PreferenceObjective _objective;
    private readonly Optimizer _optimizer;

    /// <param name="policy">The model to train.</param>
    /// <param name="reference">The initial policy; not changed.</param>
    /// <param name="objective">The loss.</param>
    /// <param name="optimizer">The optimizer of the policy's parameters.</param>
    /// <exception cref="TrainingException">Policy and reference share parameters, or the optimizer has parameters of the reference.</exception>
    public PreferenceTrainer(Module policy, Module reference, PreferenceObjective objective, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ReferenceRule.Check(policy, reference, optimizer);
        (_policy, _reference, _objective, _optimizer) = (policy, reference, objective, optimizer);
    }

    /// <summary>The number of tokens in the question, at the start of a row.</summary>
    public int Prompt { get; init; } = 1;

    /// <summary>Makes one step on pairs.</summary>
    /// <param name="chosen">int [N, L]: prompts with the better answers.</param>
    /// <param name="rejected">int [N, L]: the same prompts with the worse answers.</param>
    /// <exception cref="TrainingException">Other shapes, prompts that differ within a pair, or a loss that is not finite.</exception>
    public PreferenceStep Step(Tensor chosen, Tensor rejected)
    {
        CheckPairs(chosen, rejected);
        using var scope = StepScope.Begin();
        var scores = Scores(chosen, rejected);
        _optimizer.ClearGradients();
        var loss = _objective.Loss(scores);
        var value = loss.Item();
        if (!double.IsFinite(value)) throw new TrainingException($"The loss {_objective.Name} became {value}. Lower the learning rate, or raise beta: the policy moved too far from its start.");
        loss.Backward();
        _optimizer.Step();
        var (better, worse) = (scores.Chosen.ToArray(), scores.Rejected.ToArray());
        return new(value, Enumerable.Range(0, better.Length).Average(i => better[i] > worse[i] ? 1 : better[i] < worse[i] ? 0 : 0.5), better.Average() - worse.Average());
    }

    /// <summary>The models' log-probabilities of pairs.</summary>
    internal PreferenceScores Scores(Tensor chosen, Tensor rejected)
    {
        var (referenceChosen, referenceRejected, drift) = (default(Tensor), default(Tensor), 0.0);
        using (Autograd.NoGradient())
        {
            if (_objective.UsesReference) (referenceChosen, referenceRejected) = (Whole(_reference, chosen), Whole(_reference, rejected));
            if (_objective.UsesDrift)
            {
                var others = Mismatched(chosen);
                drift = Math.Max(0, (Whole(_policy, others) - Whole(_reference, others)).Mean().Item());
            }
        }

        return new(Whole(_policy, chosen), Whole(_policy, rejected), referenceChosen, referenceRejected, chosen.Shape[1] - Prompt, drift);
    }

    private Tensor Whole(Module model, Tensor tokens) => SequenceScores.Sum(SequenceScores.Tokens(model, tokens, Prompt));

    /// <summary>Each prompt with the answer of the next row.</summary>
    private Tensor Mismatched(Tensor tokens)
    {
        var (rows, length) = (tokens.Shape[0], tokens.Shape[1]);
        var from = tokens.Contiguous().Read<int>();
        var mixed = new int[from.Length];
        for (var row = 0; row < rows; row++)
        {
            from.Slice(row * length, Prompt).CopyTo(mixed.AsSpan(row * length));
            from.Slice(((row + 1) % rows * length) + Prompt, length - Prompt).CopyTo(mixed.AsSpan((row * length) + Prompt));
        }

        return Tensor.Of(mixed, [rows, length]);
    }

    private void CheckPairs(Tensor chosen, Tensor rejected)
    {
        SequenceScores.AnswerLength(chosen, Prompt);
        if (rejected.Type != ElementType.Int32 || rejected.Shape != chosen.Shape || chosen.Shape[0] == 0) throw new TrainingException($"Pairs are chosen and rejected answers in one shape [N, L], N at least 1; {chosen.Shape} and {rejected.Type} {rejected.Shape} were given.");
        var length = chosen.Shape[1];
        var better = chosen.Contiguous().Read<int>();
        var worse = rejected.Contiguous().Read<int>();
        for (var row = 0; row < chosen.Shape[0]; row++)
        {
            if (!better.Slice(row * length, Prompt).SequenceEqual(worse.Slice(row * length, Prompt))) throw new TrainingException($"The answers of pair {row} have different prompts; both must answer the same one.");
        }
    }
}

/// <summary>Statistics of the pairs before a step.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Accuracy">The proportion of pairs whose chosen answer is more likely under the policy; a tie counts a half.</param>
/// <param name="Lead">The mean difference of the log-probabilities of chosen and rejected answers.</param>
public readonly record struct PreferenceStep(double Loss, double Accuracy, double Lead);

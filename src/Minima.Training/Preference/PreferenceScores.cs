namespace Minima.Training.Preference;

/// <summary>What policy and reference say of pairs of answers, [N] each: log-probabilities of whole answers.</summary>
/// <param name="Chosen">Of the better answers, by the policy.</param>
/// <param name="Rejected">Of the worse answers, by the policy.</param>
/// <param name="ReferenceChosen">Of the better answers, by the reference; none where the objective does not ask.</param>
/// <param name="ReferenceRejected">Of the worse answers, by the reference; none where the objective does not ask.</param>
/// <param name="Length">Tokens of an answer.</param>
/// <param name="Drift">max(0, an estimate of KL(policy || reference)), where the objective asks for it; otherwise 0.</param>
public sealed record PreferenceScores(Tensor Chosen, Tensor Rejected, Tensor ReferenceChosen, Tensor ReferenceRejected, int Length, double Drift);

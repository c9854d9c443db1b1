namespace Minima.Training.Preference;

/// <summary>The log-probabilities that policy and reference assign to pairs of whole answers, [N] each.</summary>
/// <param name="Chosen">The better answers, by the policy.</param>
/// <param name="Rejected">The worse answers, by the policy.</param>
/// <param name="ReferenceChosen">The better answers, by the reference; none if the objective does not use it.</param>
/// <param name="ReferenceRejected">The worse answers, by the reference; none if the objective does not use it.</param>
/// <param name="Length">The number of tokens in an answer.</param>
/// <param name="Drift">max(0, an estimate of KL(policy || reference)), if the objective uses it; otherwise 0.</param>
public sealed record PreferenceScores(Tensor Chosen, Tensor Rejected, Tensor ReferenceChosen, Tensor ReferenceRejected, int Length, double Drift);

namespace Minima.Training.Preference;

/// <summary>Checks that training does not change the reference.</summary>
internal static class ReferenceRule
{
    public static void Check(Module policy, Module reference, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (policy.Parameters.Any(reference.Parameters.Contains)) throw new TrainingException("Policy and reference share parameters: the reference would change with the policy. Build the model twice and copy the weights (CopyWeightsFrom).");
        if (optimizer.Parameters.Any(reference.Parameters.Contains)) throw new TrainingException("The optimizer was given parameters of the reference, which must not change. Make it with policy.Parameters.");
    }
}

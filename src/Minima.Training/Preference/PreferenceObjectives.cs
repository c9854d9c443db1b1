using Minima.Losses;

namespace Minima.Training.Preference;

/// <summary>The preference losses of the catalogue, each with the scores that its paper uses.</summary>
public static class PreferenceObjectives
{
    /// <summary>Fine-tuning on the chosen answers alone, mean over tokens: the baseline of the others.</summary>
    public static PreferenceObjective ChosenOnly { get; } = new("SFT on chosen", scores => -scores.Chosen.Mean() / scores.Length) { UsesReference = false };

    /// <summary>Rafailov et al. 2023: a logistic loss of the policy's margin between the answers minus that of the reference.</summary>
    /// <param name="beta">The strength of the pull to the reference.</param>
    public static PreferenceObjective Direct(double beta = 0.1) =>
        new("DPO", scores => new DirectPreferenceOptimization { Beta = beta }.Apply(scores.Chosen, scores.Rejected, scores.ReferenceChosen, scores.ReferenceRejected));

    /// <summary>Azar et al. 2024: the margin is raised to 1 / (2 beta), but no further.</summary>
    /// <param name="beta">The strength of the pull to the reference.</param>
    public static PreferenceObjective Identity(double beta = 0.1) =>
        new("IPO", scores => new IdentityPreferenceOptimization(beta).Apply(scores.Chosen, scores.Rejected, scores.ReferenceChosen, scores.ReferenceRejected));

    /// <summary>Ethayarajh et al. 2024: scores each answer alone, as desirable or undesirable, relative to the policy's overall divergence from the reference.</summary>
    /// <param name="beta">The strength of the pull to the reference.</param>
    public static PreferenceObjective Kahneman(double beta = 0.1) => new("KTO", scores => OneByOne(scores, beta)) { UsesDrift = true };

    /// <summary>Meng et al. 2024: means over tokens instead of a reference, and a target margin.</summary>
    /// <param name="beta">The scale of the margin.</param>
    /// <param name="gamma">The target margin.</param>
    public static PreferenceObjective Simple(double beta = 2, double gamma = 1) =>
        new("SimPO", scores => new SimplePreferenceOptimization(beta, gamma).Apply(scores.Chosen / scores.Length, scores.Rejected / scores.Length)) { UsesReference = false };

    /// <summary>Hong et al. 2024: fine-tuning on the chosen answers, plus the ratio of their odds to those of the rejected ones.</summary>
    /// <param name="lambda">The weight of the odds ratio.</param>
    public static PreferenceObjective OddsRatio(double lambda = 0.1) =>
        new("ORPO", scores => new OddsRatioPreferenceOptimization(lambda).Apply(scores.Chosen / scores.Length, scores.Rejected / scores.Length)) { UsesReference = false };

    private static Tensor OneByOne(PreferenceScores scores, double beta)
    {
        var one = Tensor.Ones(scores.Chosen.Shape, scores.Chosen.Type);
        var loss = new KahnemanTverskyOptimization { ReferenceKl = scores.Drift, Beta = beta };
        return 0.5 * (loss.Apply(scores.Chosen, scores.ReferenceChosen, one) + loss.Apply(scores.Rejected, scores.ReferenceRejected, -one));
    }
}

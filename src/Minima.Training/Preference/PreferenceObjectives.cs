using Minima.Losses;

namespace Minima.Training.Preference;

/// <summary>The catalogue's losses of preferences, each given the scores as its paper takes them.</summary>
public static class PreferenceObjectives
{
    /// <summary>Fine-tuning on the chosen answers alone, mean over tokens: what the others are held against.</summary>
    public static PreferenceObjective ChosenOnly { get; } = new("SFT on chosen", scores => -scores.Chosen.Mean() / scores.Length) { UsesReference = false };

    /// <summary>Rafailov et al. 2023: the lead of the chosen answer over the reference's lead, through a logistic loss.</summary>
    /// <param name="beta">How dear the way from the reference is.</param>
    public static PreferenceObjective Direct(double beta = 0.1) =>
        new("DPO", scores => new DirectPreferenceOptimization { Beta = beta }.Apply(scores.Chosen, scores.Rejected, scores.ReferenceChosen, scores.ReferenceRejected));

    /// <summary>Azar et al. 2024: the lead is brought to 1 / (2 beta), no further.</summary>
    /// <param name="beta">How dear the way from the reference is.</param>
    public static PreferenceObjective Identity(double beta = 0.1) =>
        new("IPO", scores => new IdentityPreferenceOptimization(beta).Apply(scores.Chosen, scores.Rejected, scores.ReferenceChosen, scores.ReferenceRejected));

    /// <summary>Ethayarajh et al. 2024: the answers one by one, as wanted and unwanted, against how far the policy has gone at large.</summary>
    /// <param name="beta">How dear the way from the reference is.</param>
    public static PreferenceObjective Kahneman(double beta = 0.1) => new("KTO", scores => OneByOne(scores, beta)) { UsesDrift = true };

    /// <summary>Meng et al. 2024: means over tokens instead of a reference, and a margin.</summary>
    /// <param name="beta">The scale of the lead.</param>
    /// <param name="gamma">The margin.</param>
    public static PreferenceObjective Simple(double beta = 2, double gamma = 1) =>
        new("SimPO", scores => new SimplePreferenceOptimization(beta, gamma).Apply(scores.Chosen / scores.Length, scores.Rejected / scores.Length)) { UsesReference = false };

    /// <summary>Hong et al. 2024: fine-tuning on the chosen answers, and their odds over those of the rejected ones.</summary>
    /// <param name="lambda">How much the odds count.</param>
    public static PreferenceObjective OddsRatio(double lambda = 0.1) =>
        new("ORPO", scores => new OddsRatioPreferenceOptimization(lambda).Apply(scores.Chosen / scores.Length, scores.Rejected / scores.Length)) { UsesReference = false };

    private static Tensor OneByOne(PreferenceScores scores, double beta)
    {
        var one = Tensor.Ones(scores.Chosen.Shape, scores.Chosen.Type);
        var loss = new KahnemanTverskyOptimization { ReferenceKl = scores.Drift, Beta = beta };
        return 0.5 * (loss.Apply(scores.Chosen, scores.ReferenceChosen, one) + loss.Apply(scores.Rejected, scores.ReferenceRejected, -one));
    }
}

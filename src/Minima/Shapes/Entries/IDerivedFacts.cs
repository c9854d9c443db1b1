namespace Minima;

/// <summary>The facts that an entry of the catalogue takes from the analysis of its formula, which is in a higher layer.</summary>
internal interface IDerivedFacts
{
    /// <summary>Derives them; null if the loss is not a formula over the elements of its inputs. The analysis sets it when the assembly is loaded.</summary>
    static Func<Loss, IDerivedFacts?> Derive { get; set; } = _ => null;

    /// <summary>The kinks of the loss, and the derivative used there.</summary>
    string Kinks { get; }

    /// <summary>The kinks for Chinese readers.</summary>
    string ChineseKinks { get; }

    /// <summary>The function from the raw prediction to the user's scale.</summary>
    PredictionLink Link { get; }
}

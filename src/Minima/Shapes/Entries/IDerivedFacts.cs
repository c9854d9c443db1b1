namespace Minima;

/// <summary>What an entry of the catalogue has from the analysis of its formula, which stands above it.</summary>
internal interface IDerivedFacts
{
    /// <summary>Derives them; null where the loss is not a formula over the elements of its inputs. The analysis puts itself here when the assembly is loaded.</summary>
    static Func<Loss, IDerivedFacts?> Derive { get; set; } = _ => null;

    /// <summary>Where the loss bends, and the slope that is taken there.</summary>
    string Kinks { get; }

    /// <summary>The kinks for Chinese readers.</summary>
    string ChineseKinks { get; }

    /// <summary>From the raw prediction to the scale of the user.</summary>
    PredictionLink Link { get; }
}

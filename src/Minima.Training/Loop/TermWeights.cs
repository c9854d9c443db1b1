namespace Minima.Training;

/// <summary>What becomes of the weights of several terms.</summary>
public enum TermWeights
{
    /// <summary>They are divided by their sum: an objective stays of one scale, however many terms it has. A single term keeps its weight.</summary>
    SumToOne,

    /// <summary>They are taken as they are.</summary>
    AsGiven,
}

namespace Minima.Training;

/// <summary>The treatment of the weights of several terms.</summary>
public enum TermWeights
{
    /// <summary>They are divided by their sum: the scale of the objective does not depend on the number of terms. A single term keeps its weight.</summary>
    SumToOne,

    /// <summary>They are used unchanged.</summary>
    AsGiven,
}

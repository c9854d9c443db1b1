namespace Minima.Training.Data;

/// <summary>What the cells of a target column become.</summary>
public enum TargetForm
{
    /// <summary>Numbers where all cells are numbers, labels of classes where they are texts.</summary>
    Automatic,

    /// <summary>Numbers; a text is refused.</summary>
    Numbers,

    /// <summary>Labels 0, 1, 2, ... (int), one for each different text or number, in their order.</summary>
    Classes,

    /// <summary>Two classes as the numbers 0 and 1.</summary>
    TwoClasses,
}

namespace Minima.Training.Data;

/// <summary>The form of a target column.</summary>
public enum TargetForm
{
    /// <summary>Numbers if all cells are numbers, labels of classes if they are texts.</summary>
    Automatic,

    /// <summary>Numbers; a text is refused.</summary>
    Numbers,

    /// <summary>Labels 0, 1, 2, ... (int), one for each distinct text or number, in their order.</summary>
    Classes,

    /// <summary>Two classes as the numbers 0 and 1.</summary>
    TwoClasses,
}

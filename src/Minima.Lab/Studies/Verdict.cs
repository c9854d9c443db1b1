namespace Minima.Lab.Studies;

/// <summary>Whether a method is better than the tuned baseline.</summary>
internal enum Verdict
{
    /// <summary>Chance alone explains the difference.</summary>
    NotBeyondLuck,

    /// <summary>Better.</summary>
    Yes,

    /// <summary>Worse.</summary>
    No,
}

namespace Minima.Lab.Studies;

/// <summary>The comparison of a method with the tuned baseline.</summary>
internal enum Verdict
{
    /// <summary>Chance alone explains the difference.</summary>
    NotBeyondLuck,

    /// <summary>Better.</summary>
    Yes,

    /// <summary>Worse.</summary>
    No,
}

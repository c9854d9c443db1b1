namespace Minima.Cli.Compare;

/// <summary>What the target column holds.</summary>
internal enum TargetKind
{
    /// <summary>Only as a request: two different values make classes, more make a number.</summary>
    Automatic,

    /// <summary>A number to predict, in the user's units.</summary>
    Regression,

    /// <summary>Two classes, stored as 0 and 1.</summary>
    Binary,
}

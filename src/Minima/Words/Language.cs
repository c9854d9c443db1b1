namespace Minima;

/// <summary>The languages that Minima writes.</summary>
internal enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,
}

namespace Minima;

/// <summary>The languages that Minima writes.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,
}

/// <summary>The codes of the languages in options and files.</summary>
internal static class LanguageCode
{
    public const string English = "en";
    public const string Chinese = "zh";
}

using Minima.Cli.Explain;

namespace Minima.Cli.Pages;

/// <summary>A text in both languages of a page.</summary>
internal readonly record struct Both(string English, string Chinese)
{
    public bool IsEmpty => English.Length == 0 && Chinese.Length == 0;

    /// <summary>A text that is the same in both: a name, a number, code.</summary>
    public static Both Same(string text) => new(text, text);

    /// <summary>What each language says.</summary>
    public static Both Of(Func<Tongue, string> say) => new(say(new(Chinese: false)), say(new(Chinese: true)));
}

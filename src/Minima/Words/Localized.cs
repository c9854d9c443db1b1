namespace Minima;

/// <summary>A text in the languages that Minima writes.</summary>
/// <param name="English">The English text.</param>
/// <param name="Chinese">The same in simplified Chinese.</param>
public readonly record struct Localized(string English, string Chinese)
{
    /// <summary>The empty text.</summary>
    public static readonly Localized Nothing = new("", "");

    internal Localized(string english, ChineseText chinese)
        : this(english, chinese.ToString())
    {
    }

    /// <summary>True if both texts are empty.</summary>
    public bool IsEmpty => English.Length == 0 && Chinese.Length == 0;

    /// <summary>The text in a language.</summary>
    public string In(Language language) => In(language == Language.Chinese);

    internal string In(bool chinese) => chinese ? Chinese : English;

    /// <summary>A text that is the same in both languages: a name, a number, code.</summary>
    public static Localized Same(string text) => new(text, text);

    /// <summary>Texts one after the other, each language with its own separator.</summary>
    public static Localized Join(string english, string chinese, IReadOnlyList<Localized> texts) =>
        new(string.Join(english, texts.Select(text => text.English)), texts.Count == 0 ? "" : texts.Select(text => text.Chinese).Aggregate((left, right) => ChineseSpaces.Concat(ChineseSpaces.Concat(left, chinese), right)));

    /// <summary>The English text: messages of errors are English.</summary>
    public override string ToString() => English;

    /// <summary>One text followed by another.</summary>
    public static Localized operator +(Localized left, Localized right) => new(left.English + right.English, ChineseSpaces.Concat(left.Chinese, right.Chinese));
}
